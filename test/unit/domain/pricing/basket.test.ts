import fc from 'fast-check';
import { basketTotals } from '../../../../domain/pricing/basket';
import { quote } from '../../../../domain/pricing/quote';
import { terminationRows } from '../../../../domain/pricing/termination-quote';
import { quoteRows } from '../../../../domain/pricing/quote';
import { addMoney } from '../../../../domain/money';
import { activate, terminate } from '../../../../domain/subscriptions/turn';
import { addMilliseconds } from '../../../../domain/time';
import { instants, saleQuantities, termsOfSales } from '../../../support/arbitraries';

describe('basketTotals', () => {
  it('adds what its quotes say, each currency apart and in any order', () => {
    fc.assert(
      fc.property(fc.array(termsOfSales, { maxLength: 6 }), (all) => {
        const quotes = all.map((terms) => quote(terms, { calls: '10' }));
        const totals = basketTotals(quotes);
        expect(totals.map(({ currency }) => currency)).toEqual([...new Set(all.map(({ currency }) => currency))]);
        for (const { currency, now, atPeriodEnd, recurring } of totals) {
          const those = quotes.filter((each) => each.currency === currency);
          expect(now.gross).toEqual(
            addMoney(
              currency,
              those.map((each) => each.now.gross),
            ),
          );
          expect(now.gross).toEqual(addMoney(currency, [now.net, now.tax]));
          expect(atPeriodEnd.net).toEqual(
            addMoney(
              currency,
              those.map((each) => each.atPeriodEnd.net),
            ),
          );
          expect(recurring).toEqual(
            addMoney(
              currency,
              those.map((each) => each.recurring),
            ),
          );
        }
        const byCurrency = (list: typeof totals) => new Map(list.map((total) => [total.currency, total]));
        expect(byCurrency(basketTotals([...quotes].reverse()))).toEqual(byCurrency(totals));
      }),
    );
  });
});

describe('terminationRows', () => {
  it('agree to the cent with the final invoice', () => {
    fc.assert(
      fc.property(termsOfSales, instants, saleQuantities, fc.nat(10 ** 9), (terms, anchor, calls, later) => {
        const open = activate(terms, anchor).open!;
        const at = addMilliseconds(anchor, later);
        const { now, recurring } = quoteRows(terms, terminationRows(terms, open, { calls }, at), 'sellOut');
        const { invoice } = terminate(terms, open, { calls }, at);
        expect(now.lines.map(({ net }) => net)).toEqual((invoice?.lines ?? []).map(({ net }) => net));
        expect([now.net.minor, now.gross.minor]).toEqual([invoice?.net.minor ?? '0', invoice?.gross.minor ?? '0']);
        expect(recurring.minor).toBe('0');
      }),
    );
  });
});
