import fc from 'fast-check';
import type { PriceModel } from '../../../../domain/catalog/offering';
import { byLevel } from '../../../../domain/channel/chain';
import type { Money } from '../../../../domain/money';
import { addMoney } from '../../../../domain/money';
import type { Terms } from '../../../../domain/pricing/terms';
import { quote } from '../../../../domain/pricing/quote';
import { activate, turnPeriod } from '../../../../domain/subscriptions/turn';
import { instants, saleQuantities, termsOfSales, termsWithMinimums } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const nets = (lines: readonly { readonly component: string; readonly net: Money }[] = []) =>
  lines.map(({ component, net }) => ({ component, net }));
const nothing = (currency: string): Money => ({ currency, minor: '0' });

const anyTerms = fc.oneof(termsOfSales, termsWithMinimums);

const timed = fc.record(
  {
    unit: fc.constantFrom('month', 'half-month', 'day', 'hour', 'quantity'),
    alignment: fc.constantFrom('anchored', 'calendar'),
    billingDay: fc.integer({ min: 1, max: 31 }),
    proration: fc.constantFrom('hours', 'days', 'seconds', 'fixed-30', 'calendar-month-days-inclusive', 'none'),
  },
  { requiredKeys: ['alignment'] },
);

describe('quote', () => {
  it('agrees to the cent with activation and next period, whatever their units and their calendar', () => {
    fc.assert(
      fc.property(termsOfSales, timed, instants, (sold, time, at) => {
        const terms: Terms = { ...sold, ...time, periodMonths: sold.periodMonths ?? 1 };
        const { now, recurring } = quote(terms, {}, 'sellOut', at);
        const { open, invoice } = activate(terms, at);
        expect(now.net).toEqual(invoice?.net ?? nothing(terms.currency));
        const { rows } = turnPeriod(terms, at, open!, {}, true);
        const inAdvance = rows.filter(({ kind }) => kind === 'prepaid').map(({ amounts }) => amounts.sellOut);
        expect(recurring).toEqual(addMoney(terms.currency, inAdvance));
      }),
    );
  });

  it('agrees to the cent with the invoice of the activation', () => {
    fc.assert(
      fc.property(termsOfSales, instants, (terms, at) => {
        const { now } = quote(terms, {});
        const { invoice } = activate(terms, at);
        expect(nets(now.lines)).toEqual(nets(invoice?.lines));
        expect([now.net, now.tax, now.gross]).toEqual([
          invoice?.net ?? nothing(terms.currency),
          invoice?.tax ?? nothing(terms.currency),
          invoice?.gross ?? nothing(terms.currency),
        ]);
      }),
    );
  });

  it('agrees to the cent with the arrears of the usage that was expected', () => {
    fc.assert(
      fc.property(anyTerms, instants, saleQuantities, (sold, at, calls) => {
        const terms = { ...sold, periodMonths: 1 };
        const { open } = activate(terms, at);
        const { invoice } = turnPeriod(terms, at, open!, { calls }, false);
        const { atPeriodEnd } = quote(terms, { calls });
        expect(nets(atPeriodEnd.lines)).toEqual(nets(invoice?.lines));
        expect(atPeriodEnd.gross).toEqual(invoice?.gross ?? nothing(terms.currency));
      }),
    );
  });

  it('agrees to the cent with what each later period costs in advance', () => {
    fc.assert(
      fc.property(termsOfSales, instants, (terms, at) => {
        if (terms.periodMonths === null) return;
        const { rows } = turnPeriod(terms, at, activate(terms, at).open!, {}, true);
        const inAdvance = rows.filter(({ kind }) => kind === 'prepaid').map(({ amounts }) => amounts.sellOut);
        expect(quote(terms, {}).recurring).toEqual(addMoney(terms.currency, inAdvance));
      }),
    );
  });

  it('has nothing recurring in a one-off plan', () => {
    fc.assert(
      fc.property(termsOfSales, (terms) => {
        expect(quote({ ...terms, periodMonths: null }, {}).recurring).toEqual(nothing(terms.currency));
      }),
    );
  });

  it('totals what its lines say', () => {
    fc.assert(
      fc.property(anyTerms, fc.constantFrom('vendorCost', 'wholesale', 'sellIn', 'sellOut'), (terms, level) => {
        const { now } = quote(terms, {}, level);
        expect(now.net).toEqual(
          addMoney(
            terms.currency,
            now.lines.map((line) => line.net),
          ),
        );
        expect(now.gross).toEqual(addMoney(terms.currency, [now.net, now.tax]));
      }),
    );
  });

  it('is plain JSON, whole after a trip through a workflow', () => {
    fc.assert(
      fc.property(termsOfSales, saleQuantities, (terms, calls) => {
        const priced = quote(terms, { calls });
        expect(JSON.parse(JSON.stringify(priced))).toEqual(priced);
      }),
    );
  });

  const priced = (price: PriceModel, seats: string): Terms => {
    const [terms] = fc.sample(
      termsOfSales.filter(({ coupon, discounts }) => coupon === undefined && discounts === undefined),
      { numRuns: 1, seed: 1 },
    );
    const prices = byLevel(() => price);
    const components = terms!.components.map((component) => ({ ...component, prices }));
    const issuer = { ...terms!.issuer, taxPercent: '22' };
    return { ...terms!, currency: 'EUR', issuer, components, quantities: { seats } };
  };

  it.each<[string, PriceModel, string]>([
    ['of one line', { kind: 'per-unit', unitPrice: '99999999999' }, '99999999999999999999'],
    ['with its tax', { kind: 'flat', price: '30000000000000000' }, '1'],
  ])('refuses an amount that no book can hold: %s', (_, price, seats) => {
    expect(() => quote(priced(price, seats), {})).toThrow(refusal('quantity-invalid'));
  });

  it('takes what just fits the books', () => {
    expect(quote(priced({ kind: 'flat', price: '25000000000000000' }, '1'), {}).now.gross.minor).toBe(
      '9150000000000000000',
    );
  });
});
