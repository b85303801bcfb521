import fc from 'fast-check';
import { levels } from '../../../../domain/channel/chain';
import type { Money } from '../../../../domain/money';
import { addMoney, minusMoney, timesMoney } from '../../../../domain/money';
import { quote } from '../../../../domain/pricing/quote';
import type { Terms } from '../../../../domain/pricing/terms';
import { compareTerms } from '../../../../domain/pricing/what-if';
import { saleQuantities, termsOfSales } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const level = fc.constantFrom(...levels);
const usage = saleQuantities.map((calls) => ({ calls }));
/** In one currency; the price of a coupon stays in its own. */
const pair = fc.tuple(termsOfSales, termsOfSales).map(([a, b]): [Terms, Terms] => {
  const { coupon, ...plain } = b;
  return [a, { ...plain, currency: a.currency, ...(coupon?.effect.type === 'discount' ? { coupon } : {}) }];
});
const sum = (currency: string, amounts: readonly (Money | undefined)[]): Money =>
  addMoney(
    currency,
    amounts.flatMap((each) => each ?? []),
  );

describe('compareTerms', () => {
  it('adds lines up to both sums and to their difference', () => {
    fc.assert(
      fc.property(pair, usage, level, ([current, other], expected, at) => {
        const { currency, lines, before, after, difference } = compareTerms(current, other, expected, at);
        expect(before).toEqual(
          sum(
            currency,
            lines.map((line) => line.before?.net),
          ),
        );
        expect(after).toEqual(
          sum(
            currency,
            lines.map((line) => line.after?.net),
          ),
        );
        expect(difference).toEqual(
          sum(
            currency,
            lines.map((line) => line.difference),
          ),
        );
        expect(difference).toEqual(minusMoney(after, before));
      }),
    );
  });

  it('finds no difference between terms and themselves', () => {
    fc.assert(
      fc.property(termsOfSales, usage, level, (terms, expected, at) => {
        const { lines, difference, months } = compareTerms(terms, terms, expected, at);
        expect([difference.minor, months]).toEqual(['0', terms.periodMonths]);
        for (const line of lines) expect([line.before, line.difference.minor]).toEqual([line.after, '0']);
      }),
    );
  });

  it('turns round with its sides', () => {
    fc.assert(
      fc.property(pair, usage, level, ([a, b], expected, at) => {
        const there = compareTerms(a, b, expected, at);
        const back = compareTerms(b, a, expected, at);
        expect([back.before, back.after, back.months]).toEqual([there.after, there.before, there.months]);
        expect(addMoney(a.currency, [there.difference, back.difference]).minor).toBe('0');
      }),
    );
  });

  it('agrees with the quote of each side, for as many periods as fill the months', () => {
    fc.assert(
      fc.property(pair, level, ([current, other], at) => {
        const { months, before, after } = compareTerms(current, other, {}, at);
        for (const [terms, side] of [
          [current, before],
          [other, after],
        ] as const) {
          if (terms.periodMonths === null || months === null) continue;
          const { coupon, discounts = [], ...plain } = terms;
          const lasting = {
            ...(coupon?.periods === null ? { ...plain, coupon } : plain),
            discounts: discounts.filter(({ periods }) => periods === null),
          };
          const { recurring, atPeriodEnd } = quote(lasting, {}, at);
          const period = addMoney(terms.currency, [recurring, atPeriodEnd.net]);
          expect(side).toEqual(timesMoney(period, months / terms.periodMonths));
        }
      }),
    );
  });

  it('refuses another currency', () => {
    const [terms] = fc.sample(termsOfSales, { numRuns: 1, seed: 1 });
    const [euros, yen] = ['EUR', 'JPY'].map((currency) => ({ ...terms!, currency }));
    expect(() => compareTerms(euros!, yen!, {}, 'sellOut')).toThrow(refusal('currency-differs'));
  });
});
