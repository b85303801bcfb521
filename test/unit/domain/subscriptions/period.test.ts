import fc from 'fast-check';
import type { BillingCycle } from '../../../../domain/subscriptions/period';
import {
  billedPeriods,
  boundaryRun,
  datePeriodAt,
  elapsedPeriods,
  firstBoundary,
  isBoundary,
  lifespanPeriod,
  orderWindowAt,
  periodNumber,
} from '../../../../domain/subscriptions/period';
import { addDays, clampedDate, dayOf, monthOf } from '../../../../domain/time';
import { dates } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const intervals = fc.constantFrom(1, 2, 3, 6, 12, 24);
const numbers = fc.integer({ min: -120, max: 120 });
const days = fc.integer({ min: 0, max: 1500 });
const cycles: fc.Arbitrary<BillingCycle> = fc
  .record({
    start: dates,
    life: fc.option(days),
    billingDay: fc.integer({ min: 1, max: 31 }),
    intervalMonths: intervals,
  })
  .map(({ life, ...cycle }) => ({ ...cycle, end: life === null ? null : addDays(cycle.start, life) }));

describe('datePeriodAt', () => {
  it('tiles the calendar without a gap or an overlap', () => {
    fc.assert(
      fc.property(dates, intervals, numbers, (anchor, interval, n) => {
        const period = datePeriodAt(anchor, interval, n);
        expect(period.start < period.end).toBe(true);
        expect(datePeriodAt(anchor, interval, n + 1).start).toBe(period.end);
        expect(datePeriodAt(anchor, interval, 0).start).toBe(anchor);
      }),
    );
  });

  it('counts every boundary from the anchor, never from the one before', () => {
    fc.assert(
      fc.property(dates, intervals, numbers, (anchor, interval, n) => {
        expect(datePeriodAt(anchor, interval, n).start).toBe(
          clampedDate(monthOf(anchor) + n * interval, dayOf(anchor)),
        );
      }),
    );
  });

  it.each([0, -1, 1.5, 1201, Number.NaN, Infinity])('refuses an interval of %p months', (interval) => {
    expect(() => datePeriodAt('2026-01-31', interval, 0)).toThrow(refusal('calendar-invalid', { what: 'interval' }));
  });

  it('refuses a period that lies beyond all years', () => {
    expect(() => datePeriodAt('2026-01-31', 12, 10 ** 30)).toThrow(refusal('time-invalid'));
  });
});

describe('periodNumber', () => {
  it('finds the one period that holds a day', () => {
    fc.assert(
      fc.property(dates, intervals, dates, (anchor, interval, date) => {
        const { start, end } = datePeriodAt(anchor, interval, periodNumber(anchor, interval, date));
        expect(start <= date && date < end).toBe(true);
      }),
    );
  });
});

describe('boundaryRun', () => {
  it('bills in arrears what it billed in advance on the boundary before', () => {
    fc.assert(
      fc.property(dates, intervals, fc.integer({ min: 1, max: 120 }), (anchor, interval, n) => {
        const before = boundaryRun(anchor, interval, datePeriodAt(anchor, interval, n - 1).start);
        const now = boundaryRun(anchor, interval, datePeriodAt(anchor, interval, n).start);
        expect(now.arrears).toEqual(before.advance);
        expect(now.advance?.start).toBe(now.arrears?.end);
      }),
    );
    expect(boundaryRun('2026-01-31', 1, '2026-01-31').arrears).toBeNull();
  });

  it('bills nothing early: the 30th of a month of 31 days is no boundary of the 31st', () => {
    expect(isBoundary('2026-01-31', 1, '2026-03-30')).toBe(false);
    expect(() => boundaryRun('2026-01-31', 1, '2026-03-30')).toThrow(refusal('calendar-invalid'));
    expect(isBoundary('2026-01-31', 1, '2025-12-31')).toBe(false);
  });
});

describe('firstBoundary', () => {
  it('is the first billing day that is not before the start', () => {
    fc.assert(
      fc.property(cycles, (cycle) => {
        const first = firstBoundary(cycle);
        expect(first >= cycle.start).toBe(true);
        expect(monthOf(first) - monthOf(cycle.start)).toBe(
          clampedDate(monthOf(cycle.start), cycle.billingDay) < cycle.start ? cycle.intervalMonths : 0,
        );
      }),
    );
  });

  it.each([0, 32, 1.5])('refuses the billing day %p', (billingDay) => {
    expect(() => firstBoundary({ start: '2026-01-01', billingDay, intervalMonths: 1 })).toThrow(
      refusal('calendar-invalid', { what: 'billing day' }),
    );
  });
});

describe('billedPeriods', () => {
  it('covers a life from its start, in order, without a gap or an overlap', () => {
    fc.assert(
      fc.property(cycles, days, (cycle, later) => {
        const target = addDays(cycle.start, later);
        const billed = billedPeriods(cycle, target, 'advance').map(({ used }) => used);
        const ends = [cycle.start, ...billed.map(({ end }) => end)];
        expect(billed.map(({ start }) => start)).toEqual(ends.slice(0, -1));
        expect(billed.every(({ start, end }) => start < end && start <= target)).toBe(true);
        if (cycle.end !== null && target >= cycle.end) expect(ends.at(-1)).toBe(cycle.end);
        else expect(ends.at(-1)! > target).toBe(true);
      }),
    );
  });

  it('bills in arrears what has ended, of the same periods', () => {
    fc.assert(
      fc.property(cycles, days, (cycle, later) => {
        const target = addDays(cycle.start, later);
        const ended = billedPeriods(cycle, target, 'advance').filter(({ used }) => used.end <= target);
        expect(billedPeriods(cycle, target, 'arrears')).toEqual(ended);
      }),
    );
  });

  it('keeps what is used within the whole period that it is a part of', () => {
    fc.assert(
      fc.property(cycles, days, (cycle, later) => {
        for (const { used, whole } of billedPeriods(cycle, addDays(cycle.start, later), 'advance'))
          expect(whole.start <= used.start && used.end <= whole.end).toBe(true);
      }),
    );
  });

  it('refuses to list the periods of ages, but not a short life that is over by then', () => {
    const cycle = { start: '2026-05-20', billingDay: 1, intervalMonths: 1 };
    expect(() => billedPeriods({ ...cycle, end: null }, '9998-12-31', 'advance')).toThrow(
      refusal('calendar-invalid', { what: 'number of periods' }),
    );
    expect(billedPeriods({ ...cycle, end: '2026-06-20' }, '9998-12-31', 'advance')).toHaveLength(2);
    expect(billedPeriods({ ...cycle, end: null }, '2026-05-19', 'advance')).toEqual([]);
  });

  it('bills nothing of a life that ends as it starts, and refuses one that ends before', () => {
    const cycle = { start: '2026-05-20', billingDay: 1, intervalMonths: 1 };
    expect(billedPeriods({ ...cycle, end: '2026-05-20' }, '2026-12-31', 'advance')).toEqual([]);
    expect(() => billedPeriods({ ...cycle, end: '2026-05-19' }, '2026-12-31', 'advance')).toThrow(
      refusal('end-before-start'),
    );
  });
});

describe('elapsedPeriods', () => {
  it('counts what is billed in arrears of an open life', () => {
    fc.assert(
      fc.property(cycles, days, (cycle, later) => {
        const at = addDays(cycle.start, later);
        expect(elapsedPeriods(cycle, at)).toBe(billedPeriods({ ...cycle, end: null }, at, 'arrears').length);
      }),
    );
  });
});

describe('orderWindowAt', () => {
  const anchor = '2026-01-31T14:30:00.000Z';
  const quarterly = { periodMonths: 3, minimumMonths: 12 };

  it('holds as many periods as the minimum duration has, counted from the anchor', () => {
    const first = { start: anchor, end: '2027-01-31T14:30:00.000Z' };
    expect([0, 1, 2, 3].map((index) => orderWindowAt(anchor, quarterly, index, 'Europe/Rome'))).toEqual([
      first,
      first,
      first,
      first,
    ]);
    expect(orderWindowAt(anchor, quarterly, 4, 'Europe/Rome').start).toBe(first.end);
    expect(orderWindowAt(anchor, { periodMonths: 1, minimumMonths: 1 }, 1, 'Europe/Rome')).toEqual({
      start: '2026-02-28T14:30:00.000Z',
      end: '2026-03-31T13:30:00.000Z',
    });
  });

  it.each([
    [3, 4],
    [3, 2],
    [0, 12],
    [12, 0],
  ])('refuses periods of %p months in a window of %p', (periodMonths, minimumMonths) => {
    expect(() => orderWindowAt(anchor, { periodMonths, minimumMonths }, 0, 'UTC')).toThrow(refusal('calendar-invalid'));
  });
});

describe('lifespanPeriod', () => {
  it('lasts hours that really pass, whatever the clocks do', () => {
    expect(lifespanPeriod('2026-03-28T23:00:00.000Z', 24).end).toBe('2026-03-29T23:00:00.000Z');
    expect(() => lifespanPeriod('2026-03-28T23:00:00.000Z', 0)).toThrow(refusal('calendar-invalid'));
    expect(() => lifespanPeriod('2026-03-28T23:00:00.000Z', 1e9)).toThrow(refusal('calendar-invalid'));
  });
});
