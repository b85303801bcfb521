import fc from 'fast-check';
import { Big } from '../../../../domain/decimal';
import type { Fraction } from '../../../../domain/fraction';
import { addFractions, fraction, nothing, roundShareToMoney, whole } from '../../../../domain/fraction';
import { addMoney } from '../../../../domain/money';
import type { ProrationMode } from '../../../../domain/pricing/proration';
import {
  begunHours,
  cycleShares,
  dateShare,
  dayCount,
  monthShares,
  shareLeft,
  shareUsed,
  spanShares,
} from '../../../../domain/pricing/proration';
import { datePeriodAt } from '../../../../domain/subscriptions/period';
import { addDays, addMilliseconds, clampedDate, monthOf, periodAt } from '../../../../domain/time';
import { dates, instants, zones } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const modes: ProrationMode[] = ['hours', 'days', 'seconds', 'fixed-30', 'calendar-month-days-inclusive', 'none'];
const lengths = fc.constantFrom(1, 3, 12);
const value = ({ part, of }: Fraction): number => Number(part) / Number(of);

describe('shareUsed', () => {
  it('is what shareLeft leaves, and in the mode none all of it', () => {
    fc.assert(
      fc.property(instants, lengths, zones, fc.constantFrom(...modes), fc.nat(400), (anchor, months, zone, mode, n) => {
        const period = periodAt(anchor, months, 1, zone);
        const at = addMilliseconds(period.start, n * 86_400_000);
        const used = shareUsed(mode, period, at, zone);
        expect(addFractions([used, shareLeft(mode, period, at, zone)])).toEqual(whole);
        if (mode === 'none') expect(used).toEqual(whole);
      }),
    );
  });
});

describe('shareLeft', () => {
  it('is everything until the start and nothing from the end on, in every mode that shares', () => {
    fc.assert(
      fc.property(instants, lengths, zones, fc.constantFrom(...modes), (anchor, months, zone, mode) => {
        const period = periodAt(anchor, months, 1, zone);
        const share = (at: string) => shareLeft(mode, period, at, zone);
        expect(share(period.start)).toEqual(mode === 'none' ? nothing : whole);
        expect(share(addMilliseconds(period.start, -1))).toEqual(mode === 'none' ? nothing : whole);
        expect(share(period.end)).toEqual(nothing);
        expect(share(addMilliseconds(period.end, 1))).toEqual(nothing);
      }),
    );
  });

  it('never grows as time goes by, and never leaves 0 to 1', () => {
    fc.assert(
      fc.property(
        instants,
        lengths,
        zones,
        fc.constantFrom(...modes),
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        (anchor, months, zone, mode, [a, b]) => {
          const period = periodAt(anchor, months, 2, zone);
          const length = Date.parse(period.end) - Date.parse(period.start);
          const [early, late] = [Math.min(a, b), Math.max(a, b)]
            .map((part) => addMilliseconds(period.start, Math.floor(part * length)))
            .map((at) => value(shareLeft(mode, period, at, zone)));
          expect(early! >= late! && late! >= 0 && early! <= 1).toBe(true);
        },
      ),
    );
  });

  it('counts the hour, and the day, of the instant with what comes after it', () => {
    const april = { start: '2026-04-01T00:00:00Z', end: '2026-05-01T00:00:00Z' };
    expect(shareLeft('hours', april, '2026-04-20T22:40:00Z', 'UTC')).toEqual(fraction(242, 720));
    expect(shareLeft('days', april, '2026-04-20T22:40:00Z', 'UTC')).toEqual(fraction(11, 30));
    expect(shareLeft('days', april, '2026-04-20T22:40:00Z', 'Europe/Rome')).toEqual(fraction(10, 30));
    expect(shareLeft('seconds', april, '2026-04-16T00:00:00Z', 'UTC')).toEqual(fraction(1, 2));
  });

  it('rounds up the hours that are left, never those of the period', () => {
    // The clocks of Lord Howe go back by half an hour.
    const period = { start: '2026-03-31T13:00:00Z', end: '2026-04-30T13:30:00Z' };
    expect(shareLeft('hours', period, '2026-04-30T12:45:00Z', 'UTC')).toEqual(fraction(2, 1441));
    expect(shareLeft('hours', period, '2026-03-31T13:00:01Z', 'UTC')).toEqual(whole);
    expect(shareLeft('hours', period, '2026-03-31T13:30:00Z', 'UTC')).toEqual(fraction(1440, 1441));
  });

  it('counts days of each calendar month over the length of that month', () => {
    const period = { start: '2026-01-15T00:00:00Z', end: '2026-02-15T00:00:00Z' };
    const left = fraction(14, 28);
    const all = addFractions([fraction(17, 31), left]);
    expect(shareLeft('calendar-month-days-inclusive', period, '2026-02-01T08:00:00Z', 'UTC')).toEqual(
      fraction(BigInt(left.part) * BigInt(all.of), BigInt(left.of) * BigInt(all.part)),
    );
    const may = { start: '2026-05-01T00:00:00Z', end: '2026-06-01T00:00:00Z' };
    expect(shareLeft('calendar-month-days-inclusive', may, '2026-05-20T08:00:00Z', 'UTC')).toEqual(fraction(12, 31));
  });

  it('shares a period that is shorter than what it is counted in', () => {
    const short = { start: '2026-05-01T10:15:00Z', end: '2026-05-01T10:45:00Z' };
    expect(shareLeft('hours', short, '2026-05-01T10:30:00Z', 'UTC')).toEqual(whole);
    expect(shareLeft('days', short, '2026-05-01T10:30:00Z', 'UTC')).toEqual(whole);
    expect(shareLeft('calendar-month-days-inclusive', short, '2026-05-01T10:30:00Z', 'UTC')).toEqual(whole);
  });

  it.each(modes)('refuses a period that does not end after it starts (%s)', (mode) => {
    const at = '2026-05-01T00:00:00Z';
    expect(() => shareLeft(mode, { start: at, end: at }, at, 'UTC')).toThrow(refusal('end-before-start'));
    expect(() => shareLeft(mode, { start: at, end: '2026-04-30T00:00:00Z' }, at, 'UTC')).toThrow(
      refusal('end-before-start'),
    );
  });

  it('refuses a zone that does not exist where it needs one', () => {
    const april = { start: '2026-04-01T00:00:00Z', end: '2026-05-01T00:00:00Z' };
    expect(() => shareLeft('days', april, '2026-04-20T00:00:00Z', 'Mars/Olympus')).toThrow(refusal('zone-unknown'));
    expect(() => shareLeft('hours', april, 'soon', 'UTC')).toThrow(refusal('time-invalid'));
  });
});

describe('dateShare', () => {
  const periods = fc.tuple(dates, lengths).map(([anchor, months]) => datePeriodAt(anchor, months, 0));
  const within = fc.tuple(fc.integer({ min: 0, max: 366 }), fc.integer({ min: 0, max: 366 }));

  it.each(['days', 'fixed-30'] as const)('adds up over neighbouring stretches (%s)', (count) => {
    fc.assert(
      fc.property(periods, within, (period, offsets) => {
        const [a, b] = offsets.map((days) => addDays(period.start, days)).sort();
        const parts = [dateShare(count, period, period.start, a!), dateShare(count, period, a!, b!)];
        const sum = addFractions([...parts, dateShare(count, period, b!, period.end)]);
        // Months of 30 days have no 31st: two stretches may meet on it.
        expect(count === 'days' ? sum : Math.abs(value(sum) - 1) < 2 / 28).toEqual(count === 'days' ? whole : true);
      }),
    );
  });

  it('gives stretches whose amounts sum to the whole within a minor unit each', () => {
    fc.assert(
      fc.property(periods, within, fc.bigInt({ min: 0n, max: 10n ** 9n }), (period, offsets, cents) => {
        const price = new Big(cents.toString()).div('100');
        const [a, b] = offsets.map((days) => addDays(period.start, days)).sort();
        const edges = [period.start, a!, b!, period.end];
        const parts = edges
          .slice(1)
          .map((to, at) => roundShareToMoney(price, dateShare('days', period, edges[at]!, to), 'EUR'));
        const off = BigInt(addMoney('EUR', parts).minor) - cents;
        expect(off >= -1n && off <= 1n).toBe(true);
      }),
    );
  });

  it('counts nothing outside the period', () => {
    const may = { start: '2026-05-01', end: '2026-06-01' };
    expect(dateShare('days', may, '2026-01-01', '2026-12-31')).toEqual(whole);
    expect(dateShare('days', may, '2026-06-01', '2026-12-31')).toEqual(nothing);
    expect(dateShare('days', may, '2026-05-20', '2026-05-10')).toEqual(nothing);
    expect(dateShare('fixed-30', may, '2026-05-30', '2026-05-31')).toEqual(fraction(1, 30));
    expect(dateShare('fixed-30', may, '2026-05-31', '2026-06-01')).toEqual(nothing);
    const lastOfMay = { start: '2026-05-31', end: '2026-06-01' };
    expect(dateShare('fixed-30', lastOfMay, '2026-05-31', '2026-06-01')).toEqual(whole);
    expect(() => dateShare('days', { start: '2026-06-01', end: '2026-05-01' }, '2026-05-01', '2026-05-02')).toThrow(
      refusal('end-before-start'),
    );
  });
});

describe('dayCount', () => {
  it('gives every month 30 days where that is asked for', () => {
    expect(dayCount('fixed-30', '2026-01-15', '2026-04-15')).toBe(90);
    expect(dayCount('days', '2026-01-15', '2026-04-15')).toBe(90);
    expect(dayCount('days', '2028-02-01', '2028-03-01')).toBe(29);
    expect(dayCount('fixed-30', '2028-02-01', '2028-03-01')).toBe(30);
  });
});

describe('begunHours', () => {
  it('counts hours that really pass, begun ones whole', () => {
    const start = '2026-03-29T00:00:00Z';
    expect(begunHours({ start, end: '2026-03-29T22:00:00Z' })).toBe(22);
    expect(begunHours({ start, end: '2026-03-29T22:00:00.001Z' })).toBe(23);
    expect(begunHours({ start, end: start })).toBe(0);
    expect(begunHours({ start, end: '2026-03-28T22:00:00Z' })).toBe(0);
  });
});

describe('monthShares', () => {
  it('makes one of each month that is used whole', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 1, max: 24 }), (date, months) => {
        const firstDay = clampedDate(monthOf(date), 1);
        const lastDay = addDays(clampedDate(monthOf(date) + months, 1), -1);
        expect(monthShares(firstDay, lastDay)).toEqual(Array.from({ length: months }, () => whole));
      }),
    );
  });

  it('adds up over neighbouring days, both edge days counted', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 400 }), (first, one, two) => {
        const middle = addDays(first, one);
        const last = addDays(middle, two);
        const parts = [...monthShares(first, middle), ...monthShares(addDays(middle, 1), last)];
        expect(addFractions(parts)).toEqual(addFractions(monthShares(first, last)));
      }),
    );
  });

  it('refuses to list the months of ages', () => {
    expect(() => monthShares('0001-01-01', '9998-12-31')).toThrow(refusal('calendar-invalid'));
    expect(() => spanShares('2026-01-31', 1, { start: '0001-01-01', end: '9998-12-31' })).toThrow(
      refusal('calendar-invalid'),
    );
  });

  it('prices a leap February with 29 days', () => {
    expect(monthShares('2028-02-28', '2028-03-01')).toEqual([fraction(2, 29), fraction(1, 31)]);
    expect(() => monthShares('2028-03-01', '2028-02-28')).toThrow(refusal('end-before-start'));
  });
});

describe('spanShares', () => {
  it('makes one of each period that is used whole, counted from the anchor', () => {
    fc.assert(
      fc.property(dates, lengths, fc.integer({ min: -5, max: 5 }), (anchor, months, n) => {
        const { start } = datePeriodAt(anchor, months, n);
        const { end } = datePeriodAt(anchor, months, n + 2);
        expect(spanShares(anchor, months, { start, end })).toEqual([whole, whole, whole]);
      }),
    );
    expect(() => spanShares('2026-01-31', 1, { start: '2026-03-01', end: '2026-03-01' })).toThrow(
      refusal('end-before-start'),
    );
  });
});

describe('cycleShares', () => {
  it('takes leading and trailing days as parts of the whole periods around them', () => {
    const cycle = { start: '2026-01-12', end: '2026-08-09', billingDay: 5, intervalMonths: 3 };
    expect(cycleShares(cycle, '2026-12-31')).toEqual([fraction(83, 90), whole, fraction(35, 92)]);
  });
});
