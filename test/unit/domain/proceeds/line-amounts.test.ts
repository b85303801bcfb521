import fc from 'fast-check';
import { levels } from '../../../../domain/channel/chain';
import { marginsOf } from '../../../../domain/channel/margins';
import { Big, decimal } from '../../../../domain/decimal';
import { roundShareToMoney, whole } from '../../../../domain/fraction';
import { buildInvoice } from '../../../../domain/invoices/invoice';
import { netOf } from '../../../../domain/invoices/tax';
import { addMoney, majorUnits, minusMoney } from '../../../../domain/money';
import { creditsAndCharges } from '../../../../domain/pricing/change-rows';
import { explainRows, explainTax } from '../../../../domain/pricing/explain';
import { purchaseRows, quote } from '../../../../domain/pricing/quote';
import type { Terms } from '../../../../domain/pricing/terms';
import { askedAmounts, lineAmounts, takenBack } from '../../../../domain/proceeds/line-amounts';
import { settled } from '../../../support/amounts';
import { moneys, noChannelPrices, saleQuantities, termsOfSales, termsWithMinimums } from '../../../support/arbitraries';

const sales = fc.oneof(termsOfSales, termsWithMinimums);
const taxed = sales.map((terms): Terms => ({ ...terms, taxIncluded: true }));
const shared = fc
  .tuple(sales, fc.constantFrom('0', '12.5', '33.3333', '100'))
  .map(([terms, platformSharePercent]): Terms => ({ ...terms, platformSharePercent }));
const rates = fc.constantFrom('0', '4', '7.7', '19', '22', '25.5');
const period = { start: '2026-01-31T00:00:00.000Z', end: '2026-02-28T00:00:00.000Z' };
const rowsOf = (terms: Terms, calls: string) => {
  const { now, atPeriodEnd } = purchaseRows(terms, { calls });
  return [...now, ...atPeriodEnd];
};

describe('netOf', () => {
  it('rounds once, at most half a minor unit from the exact net, so that the rest is the tax', () => {
    fc.assert(
      fc.property(moneys(), rates, (gross, percent) => {
        const exactly = decimal(percent).plus('100');
        const off = majorUnits(netOf(gross, percent)).times(exactly).minus(majorUnits(gross).times('100')).abs();
        expect(off.times('2').lte(exactly.times('0.01'))).toBe(true);
      }),
    );
    expect(netOf(settled('0.03', 'EUR'), '22')).toEqual(settled('0.02', 'EUR'));
    expect(netOf(settled('9.99', 'EUR'), '22')).toEqual(settled('8.19', 'EUR'));
  });
});

describe('lineAmounts', () => {
  it('keeps what is asked with the tax as the gross, of which net and tax are parts to the minor unit', () => {
    fc.assert(
      fc.property(taxed, saleQuantities, (terms, calls) => {
        const plain = { ...terms } as { -readonly [K in keyof Terms]: Terms[K] };
        delete plain.taxIncluded;
        const [rows, nets] = [rowsOf(terms, calls), rowsOf(plain, calls)];
        expect(rows.map(({ gross }) => gross)).toEqual(nets.map(({ amounts }) => amounts.sellOut));
        for (const { amounts, gross } of rows) expect(amounts.sellOut).toEqual(netOf(gross!, terms.issuer.taxPercent));
        const invoice = buildInvoice(terms, rows, 'activation', period.start);
        const asked = addMoney(
          terms.currency,
          rows.map(({ gross }) => gross!),
        );
        if (invoice !== undefined) expect(invoice.gross).toEqual(asked);
        const { now, atPeriodEnd } = quote(terms, { calls });
        expect(addMoney(terms.currency, [now.gross, atPeriodEnd.gross])).toEqual(asked);
        expect(quote(terms, { calls }, 'sellIn')).toEqual(quote(plain, { calls }, 'sellIn'));
      }),
    );
  });

  it('keeps the share of the platform of what the vendor asks, and lets margins sum to sell-out', () => {
    fc.assert(
      fc.property(shared, saleQuantities, (terms, calls) => {
        for (const { amounts, platformShare, ...row } of rowsOf(terms, calls)) {
          const asked = askedAmounts({ amounts, platformShare: platformShare!, ...row });
          expect(addMoney(terms.currency, [amounts.vendorCost, platformShare!])).toEqual(asked.vendorCost);
          const share = majorUnits(asked.vendorCost).times(decimal(terms.platformSharePercent!)).times('0.01');
          expect(platformShare).toEqual(roundShareToMoney(share, whole, terms.currency));
          const { platform, distributor, reseller } = marginsOf(amounts);
          expect(addMoney(terms.currency, [amounts.vendorCost, platform, distributor, reseller])).toEqual(
            amounts.sellOut,
          );
        }
      }),
    );
  });

  it('is undone by what takes a line back, and gives back what was asked', () => {
    const both = fc
      .tuple(taxed, shared)
      .map(([terms, { platformSharePercent }]) => ({ ...terms, platformSharePercent }));
    fc.assert(
      fc.property(both, saleQuantities, (terms, calls) => {
        for (const row of rowsOf(terms as Terms, calls)) {
          expect(lineAmounts(terms as Terms, askedAmounts(row))).toEqual({
            ...{ amounts: row.amounts, gross: row.gross, platformShare: row.platformShare },
          });
          const back = takenBack(row);
          for (const level of levels)
            expect(addMoney(terms.currency, [row.amounts[level], back.amounts[level]]).minor).toBe('0');
          expect(addMoney(terms.currency, [row.gross!, back.gross!]).minor).toBe('0');
          expect(addMoney(terms.currency, [row.platformShare!, back.platformShare!]).minor).toBe('0');
        }
      }),
    );
  });

  it('is led to by the explanation: the rounded sum of the parts is the gross, and what the vendor asks', () => {
    const both = fc
      .tuple(taxed, shared)
      .map(([terms, { platformSharePercent }]) => ({ ...terms, platformSharePercent }));
    fc.assert(
      fc.property(both, saleQuantities, (sold, calls) => {
        const terms = sold as Terms;
        const quoted = purchaseRows(terms, { calls });
        for (const rows of [quoted.now, quoted.atPeriodEnd]) {
          for (const [at, line] of explainRows(terms, rows, { levels, prices: noChannelPrices }).entries()) {
            const [customer, vendor] = [line.levels.sellOut!, line.levels.vendorCost!];
            const exactly = (exact: string, share = whole) => roundShareToMoney(new Big(exact), share, terms.currency);
            const asked = (told: typeof customer) => (told.model === 'minimum-spend' ? whole : told.share);
            expect(exactly(customer.exact, asked(customer))).toEqual(customer.taxIncluded?.gross);
            expect(exactly(vendor.exact, asked(vendor))).toEqual(
              addMoney(terms.currency, [vendor.net, vendor.platformShare!.amount]),
            );
            expect([customer.net, vendor.net]).toEqual([rows[at]?.amounts.sellOut, rows[at]?.amounts.vendorCost]);
          }
        }
        const { now } = quote(terms, { calls });
        expect(explainTax(terms.issuer.taxPercent, now)).toMatchObject({ tax: minusMoney(now.gross, now.net) });
        expect(decimal(explainTax(terms.issuer.taxPercent, now).exact).eq(majorUnits(now.tax))).toBe(true);
      }),
    );
  });

  it('changes there and back in one instant for nothing, with tax and share', () => {
    fc.assert(
      fc.property(taxed, saleQuantities, (terms, seats) => {
        const other = { ...terms, quantities: { seats } };
        const side = (of: Terms) => ({ terms: of, index: 0, share: { part: '1', of: '3' }, period });
        const there = creditsAndCharges(side(terms), side(other), false);
        const back = creditsAndCharges(side(other), side(terms), false);
        const grosses = [there, back].flatMap(({ credits, charges }) =>
          [...credits, ...charges].map(({ gross }) => gross!),
        );
        expect(addMoney(terms.currency, grosses).minor).toBe('0');
      }),
    );
  });
});
