import fc from 'fast-check';
import type { Money } from '../../../../domain/money';
import { addMoney } from '../../../../domain/money';
import { quote } from '../../../../domain/pricing/quote';
import { activate, turnPeriod } from '../../../../domain/subscriptions/turn';
import { instants, saleQuantities, termsOfSales } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const nets = (lines: readonly { readonly component: string; readonly net: Money }[] = []) =>
  lines.map(({ component, net }) => ({ component, net }));
const nothing = (currency: string): Money => ({ currency, minor: '0' });

describe('quote', () => {
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
      fc.property(termsOfSales, instants, saleQuantities, (terms, at, calls) => {
        const { open } = activate(terms, at);
        const { invoice } = turnPeriod({ ...terms, periodMonths: 1 }, at, open!, { calls }, false);
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
        const { invoice } = turnPeriod(terms, at, activate(terms, at).open!, {}, true);
        expect(quote(terms, {}).recurring).toEqual(invoice?.net ?? nothing(terms.currency));
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
      fc.property(termsOfSales, fc.constantFrom('vendorCost', 'wholesale', 'sellIn', 'sellOut'), (terms, level) => {
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

  it('refuses an amount that no book can hold', () => {
    const beyond = refusal('quantity-invalid');
    const [terms] = fc.sample(termsOfSales, { numRuns: 1, seed: 1 });
    const price = { kind: 'per-unit', price: '99999999999' } as const;
    const prices = { vendorCost: price, wholesale: price, sellIn: price, sellOut: price };
    const dear = { ...terms!, components: terms!.components.map((component) => ({ ...component, prices })) };
    expect(() => quote({ ...dear, quantities: { seats: '99999999999999999999' } }, {})).toThrow(beyond);
  });
});
