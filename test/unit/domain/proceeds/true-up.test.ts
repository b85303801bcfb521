import fc from 'fast-check';
import { byLevel, levels } from '../../../../domain/channel/chain';
import { decimal } from '../../../../domain/decimal';
import { withDiscount } from '../../../../domain/discounts/discount-row';
import type { Fraction } from '../../../../domain/fraction';
import { fraction, roundShareToMoney, whole } from '../../../../domain/fraction';
import { addMoney } from '../../../../domain/money';
import type { Terms } from '../../../../domain/pricing/terms';
import type { ProceedsRow } from '../../../../domain/proceeds/proceeds';
import { arrearsRows, oneTimeRows, prepaidRows } from '../../../../domain/proceeds/proceeds';
import { minimumOf, trueUpRows } from '../../../../domain/proceeds/true-up';
import { saleQuantities, termsOfSales, termsWithMinimums } from '../../../support/arbitraries';

const period = { start: '2026-01-01T00:00:00.000Z', end: '2026-02-01T00:00:00.000Z' };
const shares: fc.Arbitrary<Fraction> = fc.oneof(
  fc.constant(whole),
  fc.nat(744).map((part) => fraction(part, 744)),
);
const rowsOf = (terms: Terms, calls: string, share: Fraction): ProceedsRow[] => [
  ...prepaidRows(terms, period),
  ...arrearsRows(terms, period, { calls }, share),
];
const sumAt = (rows: readonly ProceedsRow[], level: (typeof levels)[number], currency: string): bigint =>
  BigInt(
    addMoney(
      currency,
      rows.map(({ amounts }) => amounts[level]),
    ).minor,
  );
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

// Three seats at 5 with a minimum of 20, calls at 0.01 with one of 10, and 50 for all of it.
const [any] = fc.sample(termsWithMinimums, { numRuns: 1, seed: 5 });
const priced = (key: string, unitPrice: string, minimum?: string) => ({
  ...any!.components.find((component) => component.key === key)!,
  prices: byLevel(() => ({ kind: 'per-unit' as const, unitPrice })),
  ...(minimum === undefined ? {} : { minimums: byLevel(() => minimum) }),
});
const example: Terms = {
  ...any!,
  discounts: [],
  ...{ currency: 'EUR', quantities: { seats: '3' }, periodMonths: 1 },
  components: [
    { ...priced('setup', '500') },
    priced('seats', '5', '20'),
    priced('calls', '0.01', '10'),
    priced('@minimum', '50'),
  ],
};
const truedUp = (rows: readonly ProceedsRow[]): string[] =>
  rows
    .filter(({ kind }) => kind === 'true-up')
    .map(({ component, amounts }) => `${component} ${amounts.sellOut.minor}`);

describe('trueUpRows', () => {
  it('top every component, and then the plan, up to the part of its minimum that is due, and never beyond', () => {
    fc.assert(
      fc.property(termsWithMinimums, saleQuantities, shares, (terms, calls, share) => {
        const rows = rowsOf(terms, calls, share);
        const { currency, components } = terms;
        for (const level of levels) {
          const dueOf = (key: string): bigint => {
            const minimum = minimumOf(
              components.find((component) => component.key === key)!,
              level,
            );
            return BigInt(roundShareToMoney(decimal(minimum!), share, currency).minor);
          };
          const own = (key: string) => rows.filter((row) => row.component === key);
          for (const key of ['seats', 'calls']) {
            const charged = sumAt(
              own(key).filter(({ kind }) => kind !== 'true-up'),
              level,
              currency,
            );
            expect(sumAt(own(key), level, currency)).toBe(most(charged, dueOf(key)));
          }
          const all = sumAt(
            rows.filter(({ component }) => component !== '@minimum'),
            level,
            currency,
          );
          expect(sumAt(rows, level, currency)).toBe(most(all, dueOf('@minimum')));
        }
      }),
    );
  });

  it('are none where there is no minimum', () => {
    fc.assert(
      fc.property(termsOfSales, saleQuantities, (terms, calls) => {
        expect(trueUpRows(terms, period, rowsOf(terms, calls, whole), whole)).toEqual([]);
      }),
    );
  });

  it("count a component's own true-up towards the minimum of the plan", () => {
    expect(truedUp(rowsOf(example, '100', whole))).toEqual(['seats 500', 'calls 900', '@minimum 2000']);
    expect(truedUp(rowsOf(example, '4000', whole))).toEqual(['seats 500']);
    expect(truedUp(rowsOf({ ...example, quantities: { seats: '9' } }, '4000', whole))).toEqual([]);
  });

  it('are as much less as the period is shorter, while what was paid in advance counts whole', () => {
    expect(truedUp(rowsOf(example, '100', fraction(1, 2)))).toEqual(['calls 400', '@minimum 500']);
    expect(truedUp(rowsOf(example, '100', fraction(0, 1)))).toEqual([]);
  });

  it('count nothing that is charged once', () => {
    const charged = [...oneTimeRows(example, period), ...prepaidRows(example, period)];
    expect(charged[0]).toMatchObject({ component: 'setup', amounts: { sellOut: { minor: '50000' } } });
    expect(truedUp(trueUpRows(example, period, charged, whole))).toEqual(['seats 500', 'calls 1000', '@minimum 2000']);
  });

  it('measure by prices before a discount, and are discounted as extras', () => {
    const coupon = { id: 'c', name: 'Half', from: 'sellOut', periods: null } as const;
    const rows = arrearsRows(example, period, { calls: '100' });
    const halved = (scope: 'total' | 'licence-only') =>
      withDiscount({ ...example, coupon: { ...coupon, effect: { type: 'discount', percent: '50', scope } } }, rows, {
        ...{ kind: 'arrears', index: 0, period },
      });
    expect(truedUp(halved('total'))).toEqual(truedUp(rows));
    expect(halved('total').at(-1)?.amounts.sellOut.minor).toBe('-1750');
    expect(halved('licence-only')).toEqual(rows);
  });

  it('have a natural key of their own beside the usage of the same component', () => {
    fc.assert(
      fc.property(termsWithMinimums, saleQuantities, (terms, calls) => {
        const rows = rowsOf(terms, calls, whole);
        expect(new Set(rows.map(({ component, kind }) => `${component} ${kind}`)).size).toBe(rows.length);
      }),
    );
  });
});
