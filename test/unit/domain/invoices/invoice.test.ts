import fc from 'fast-check';
import { decimal } from '../../../../domain/decimal';
import { buildInvoice, totals } from '../../../../domain/invoices/invoice';
import type { Money } from '../../../../domain/money';
import { addMoney, majorUnits } from '../../../../domain/money';
import { arrearsRows, oneTimeRows, prepaidRows } from '../../../../domain/proceeds/proceeds';
import { settled } from '../../../support/amounts';
import { currencies, instants, moneys, saleQuantities, termsOfSales } from '../../../support/arbitraries';

const rates = fc.constantFrom('0', '4', '7.7', '19', '22', '25.5');
const period = { start: '2026-01-31T00:00:00.000Z', end: '2026-02-28T00:00:00.000Z' };

describe('totals', () => {
  it('makes gross of net and tax, to the minor unit', () => {
    fc.assert(
      fc.property(fc.array(moneys()), rates, (nets, taxPercent) => {
        const { net, tax, gross } = totals('EUR', nets, taxPercent);
        expect(net).toEqual(addMoney('EUR', nets));
        expect(addMoney('EUR', [net, tax])).toEqual(gross);
      }),
    );
  });

  it('rounds tax once, on the sum: at most half a minor unit from its exact share', () => {
    fc.assert(
      fc.property(
        currencies,
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n })),
        rates,
        (currency, minors, taxPercent) => {
          const nets = minors.map((minor): Money => ({ currency, minor: minor.toString() }));
          const { net, tax } = totals(currency, nets, taxPercent);
          const exact = majorUnits(net).times(decimal(taxPercent)).div('100');
          const unit = majorUnits({ currency, minor: '1' });
          expect(majorUnits(tax).minus(exact).abs().times('2').lte(unit)).toBe(true);
        },
      ),
    );
  });

  it('does not care about the order of lines', () => {
    fc.assert(
      fc.property(fc.array(moneys()), rates, (nets, taxPercent) => {
        expect(totals('EUR', [...nets].reverse(), taxPercent)).toEqual(totals('EUR', nets, taxPercent));
      }),
    );
  });

  it('taxes nothing with nothing', () => {
    const nothing = settled('0', 'EUR');
    expect(totals('EUR', [], '22')).toEqual({ net: nothing, tax: nothing, gross: nothing });
  });
});

describe('buildInvoice', () => {
  it('bills every row once, at what the customer pays', () => {
    fc.assert(
      fc.property(termsOfSales, saleQuantities, instants, (terms, calls, at) => {
        const rows = [
          ...oneTimeRows(terms, period),
          ...prepaidRows(terms, period),
          ...arrearsRows(terms, period, { calls }),
        ];
        const invoice = buildInvoice(terms, rows, 'any', at);
        expect(invoice?.lines.map(({ net }) => net)).toEqual(rows.map(({ amounts }) => amounts.sellOut));
        expect(invoice).toMatchObject({ cause: 'any', issuedAt: at, taxPercent: terms.issuer.taxPercent });
      }),
    );
  });

  it('tells a customer nothing of what the tiers above pay', () => {
    const terms = fc.sample(termsOfSales, { numRuns: 1, seed: 3 })[0]!;
    const text = JSON.stringify(buildInvoice(terms, prepaidRows(terms, period), 'any', period.start));
    expect(text).not.toMatch(/vendorCost|wholesale|sellIn/);
  });

  it('makes no invoice of no rows', () => {
    const terms = fc.sample(termsOfSales, { numRuns: 1, seed: 3 })[0]!;
    expect(buildInvoice(terms, [], 'any', period.start)).toBeUndefined();
  });
});
