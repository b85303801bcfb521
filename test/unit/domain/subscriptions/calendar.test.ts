import fc from 'fast-check';
import type { Terms } from '../../../../domain/pricing/terms';
import {
  endsAtOf,
  isRenewedAfter,
  periodOf,
  shareOf,
  shareUntil,
  windowOf,
} from '../../../../domain/subscriptions/calendar';
import { addFractions, fraction, whole } from '../../../../domain/fraction';
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

const aligned = (fields: Partial<Terms> = {}): Terms => sold({ alignment: 'calendar', billingDay: 1, ...fields });
const day = (date: string): string => `${date}T00:00:00.000Z`;

describe('periodOf', () => {
  it('of the calendar tiles a life from its anchor, and begins each period on the billing day', () => {
    fc.assert(
      fc.property(
        termsOfSales,
        instants,
        fc.integer({ min: 1, max: 31 }),
        fc.constantFrom(1, 3, 12),
        (terms, at, billingDay, periodMonths) => {
          const calendar: Terms = { ...terms, alignment: 'calendar', billingDay, periodMonths };
          const periods = Array.from({ length: 6 }, (_, index) => periodOf(calendar, at, index));
          expect(periods[0]?.start).toBe(at);
          periods.slice(1).forEach((period, index) => expect(period.start).toBe(periods[index]?.end));
          periods.forEach(({ start, end }) => expect(start < end).toBe(true));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('of the calendar keeps to the clocks of its zone', () => {
    const terms = aligned({ zone: 'Europe/Rome' });
    expect(periodOf(terms, '2026-03-10T12:00:00.000Z', 0).end).toBe('2026-03-31T22:00:00.000Z');
    expect(periodOf(terms, '2026-03-10T12:00:00.000Z', 1).end).toBe('2026-04-30T22:00:00.000Z');
  });
});

describe('windowOf', () => {
  it('of the calendar counts whole periods: the part before them belongs to the first window', () => {
    const terms = aligned({ minimumMonths: 2 });
    const windows = [0, 1, 2, 3, 4].map((index) => windowOf(terms, day('2026-01-21'), index));
    const [first, second] = [
      { start: day('2026-01-21'), end: day('2026-04-01') },
      { start: day('2026-04-01'), end: day('2026-06-01') },
    ];
    expect(windows).toEqual([first, first, first, second, second]);
    expect(windowOf(terms, day('2026-02-01'), 0)).toEqual({ start: day('2026-02-01'), end: day('2026-04-01') });
  });
});

describe('shareOf', () => {
  it('is the part of the first period that is left, by the proration of the plan', () => {
    const first = (fields: Partial<Terms>) =>
      shareOf(aligned(fields), periodOf(aligned(fields), '2026-01-21T12:30:00.000Z', 0));
    expect(first({})).toEqual(fraction(252, 744));
    expect(first({ proration: 'days' })).toEqual(fraction(11, 31));
    expect(first({ proration: 'none' })).toEqual(whole);
  });

  it('is whole for every later period, and for all that are counted from the anchor', () => {
    fc.assert(
      fc.property(termsOfSales, instants, fc.integer({ min: 1, max: 9 }), (terms, at, index) => {
        const periodMonths = terms.periodMonths ?? 1;
        const calendar: Terms = { ...terms, alignment: 'calendar', periodMonths };
        expect(shareOf(calendar, periodOf(calendar, at, index))).toEqual(whole);
        const anchored: Terms = { ...terms, periodMonths };
        expect(shareOf(anchored, periodOf(anchored, at, index - 1))).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('counts the units that a period touches, where prices are by the unit', () => {
    const daily = sold({ unit: 'day' });
    expect([0, 1].map((index) => shareOf(daily, periodOf(daily, anchor, index)))).toEqual([
      fraction(28, 1),
      fraction(31, 1),
    ]);
  });
});

describe('shareUntil', () => {
  it('grows from nothing to all that the period costs', () => {
    fc.assert(
      fc.property(termsOfSales, instants, fc.constantFrom('calendar', 'anchored'), (terms, at, alignment) => {
        const running: Terms = { ...terms, alignment, periodMonths: terms.periodMonths ?? 1 };
        const period = periodOf(running, at, 0);
        expect(shareUntil(running, period, period.start).part).toBe('0');
        expect(shareUntil(running, period, period.end)).toEqual(shareOf(running, period));
      }),
      { numRuns: 60 },
    );
  });

  it('adds up to the whole with the part that came before the first period', () => {
    const terms = aligned({ proration: 'seconds' });
    const period = periodOf(terms, day('2026-01-21'), 0);
    const [used, left] = [shareUntil(terms, period, day('2026-01-25')), fraction(7, 31)];
    expect(addFractions([used, left])).toEqual(shareOf(terms, period));
  });
});
