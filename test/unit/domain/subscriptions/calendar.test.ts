import fc from 'fast-check';
import type { Terms } from '../../../../domain/pricing/terms';
import { endsAtOf, isRenewedAfter, periodOf, windowOf } from '../../../../domain/subscriptions/calendar';
import { instants, termsOfSales } from '../../../support/arbitraries';

const sample = fc.sample(termsOfSales, { numRuns: 1, seed: 11 })[0]!;
const anchor = '2026-01-31T00:00:00.000Z';
const sold = (fields: Partial<Terms>): Terms => ({ ...sample, periodMonths: 1, zone: 'UTC', ...fields });
const withoutWindow = ({ minimumMonths: _, ...terms }: Terms): Terms => terms;

describe('isRenewedAfter', () => {
  it('is true of the last period of each order window alone', () => {
    fc.assert(
      fc.property(
        termsOfSales,
        instants,
        fc.constantFrom(1, 3, 12),
        fc.integer({ min: 1, max: 4 }),
        (terms, at, periodMonths, periods) => {
          const windowed = { ...terms, periodMonths, minimumMonths: periodMonths * periods };
          const renewed = Array.from({ length: 12 }, (_, index) => isRenewedAfter(windowed, at, index));
          expect(renewed).toEqual(Array.from({ length: 12 }, (_, index) => (index + 1) % periods === 0));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is never true of what was sold without a window', () => {
    const terms = withoutWindow(sold({}));
    expect([0, 1, 2].map((index) => isRenewedAfter(terms, anchor, index))).toEqual([false, false, false]);
  });
});

describe('endsAtOf', () => {
  it('is the end of the first order window of what does not renew', () => {
    const terms = sold({ minimumMonths: 3, autoRenew: false });
    expect(endsAtOf(terms, anchor)).toBe('2026-04-30T00:00:00.000Z');
    expect(endsAtOf(terms, anchor)).toBe(windowOf(terms, anchor, 0)?.end);
  });

  it('is the end of the one period of a lifespan', () => {
    const terms = sold({ periodMonths: null, lifespanHours: 36 });
    expect(endsAtOf(terms, anchor)).toBe('2026-02-01T12:00:00.000Z');
    expect(periodOf(terms, anchor, 0).end).toBe('2026-02-01T12:00:00.000Z');
  });

  it('is nothing for all that goes on', () => {
    expect([endsAtOf(sold({}), anchor), endsAtOf(sold({ periodMonths: null }), anchor)]).toEqual([null, null]);
  });
});
