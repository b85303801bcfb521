import { DomainError } from '../errors';
import type { Fraction } from '../fraction';
import { addFractions, divideFractions, fraction, nothing, whole } from '../fraction';
import type { BillingCycle } from '../subscriptions/period';
import { billedPeriods, checkPeriodCount, datePeriodAt, periodNumber } from '../subscriptions/period';
import type { DatePeriod, Instant, Period, PlainDate } from '../time';
import {
  addDays,
  addMilliseconds,
  clampedDate,
  dateIn,
  dayOf,
  daysBetween,
  millisecondsBetween,
  monthOf,
} from '../time';

/** How days between two dates are counted; `fixed-30` gives every month 30. */
export type DayCount = 'days' | 'fixed-30';

/** How a part of a period is measured: a setting of the plan, `hours` unless it says otherwise (`product.md` §4). */
export type ProrationMode = 'hours' | 'seconds' | DayCount | 'calendar-month-days-inclusive' | 'none';

const hourMs = 3_600_000;

/** Hours begun between two instants, none when `to` is not the later one. Real hours: clocks do not matter. */
export const begunHours = ({ start, end }: Period): number =>
  Math.max(0, Math.ceil(millisecondsBetween(start, end) / hourMs));

/** Days from one date to another by the calendar, or by months of 30 days (`fixed-30`: 30 × months + difference of the day numbers). */
export const dayCount = (count: DayCount, from: PlainDate, to: PlainDate): number =>
  count === 'days' ? daysBetween(from, to) : 30 * (monthOf(to) - monthOf(from)) + dayOf(to) - dayOf(from);

/**
 * The days from `from` to `to`, both cut to the period, as a part of the days of the period.
 * @throws DomainError `end-before-start`, `time-invalid`
 */
export const dateShare = (count: DayCount, period: DatePeriod, from: PlainDate, to: PlainDate): Fraction => {
  checkPeriod(period);
  const first = from > period.start ? from : period.start;
  const end = to < period.end ? to : period.end;
  if (first >= end) return nothing;
  // Months of 30 days count nothing of a 31st, not even where it is the whole period.
  if (first === period.start && end === period.end) return whole;
  return fraction(dayCount(count, first, end), dayCount(count, period.start, period.end));
};

/**
 * Each calendar month that is touched, as the part of its days that are used; the first and the last day count. This is
 * how Waldur counts, but the part is exact here.
 * @throws DomainError `end-before-start`, `time-invalid`
 */
export const monthShares = (firstDay: PlainDate, lastDay: PlainDate): Fraction[] => {
  if (lastDay < firstDay)
    throw new DomainError('end-before-start', 'the last day is not before the first', { firstDay, lastDay });
  const months = monthOf(lastDay) - monthOf(firstDay) + 1;
  checkPeriodCount(months);
  return Array.from({ length: months }, (_, n) => {
    const start = clampedDate(monthOf(firstDay) + n, 1);
    const month = { start, end: clampedDate(monthOf(firstDay) + n + 1, 1) };
    return dateShare('days', month, firstDay, addDays(lastDay, 1));
  });
};

/**
 * What is left of a period at an instant: everything until it starts, nothing from its end on, the day or hour of the
 * instant counted with what comes after it. In `none` nothing is ever left to share.
 * @param zone where instants become dates; `hours` and `seconds` do without
 * @throws DomainError `end-before-start`, `time-invalid`, `zone-unknown`
 */
export const shareLeft = (mode: ProrationMode, period: Period, at: Instant, zone: string): Fraction => {
  checkPeriod(period);
  if (mode === 'none' || millisecondsBetween(at, period.end) <= 0) return nothing;
  if (millisecondsBetween(period.start, at) <= 0) return whole;
  return partLeft(mode, period, at, zone);
};

/** What has been used of a period by an instant; in `none` all of it, since nothing of it is shared. @throws as `shareLeft` */
export const shareUsed = (mode: ProrationMode, period: Period, at: Instant, zone: string): Fraction => {
  const { part, of } = shareLeft(mode, period, at, zone);
  return fraction(BigInt(of) - BigInt(part), BigInt(of));
};

const partLeft = (mode: Exclude<ProrationMode, 'none'>, period: Period, at: Instant, zone: string): Fraction => {
  const { start, end } = period;
  switch (mode) {
    case 'hours':
      return hoursLeft(begunHours({ start: at, end }) * hourMs, millisecondsBetween(start, end));
    case 'seconds':
      return fraction(millisecondsBetween(at, end), millisecondsBetween(start, end));
    case 'calendar-month-days-inclusive': {
      const lastDay = dateIn(addMilliseconds(end, -1), zone);
      return divideFractions(monthsOf(dateIn(at, zone), lastDay), monthsOf(dateIn(start, zone), lastDay));
    }
    default: {
      const dates = { start: dateIn(start, zone), end: dateIn(end, zone) };
      // A period within one day has no dates to count.
      return dates.start === dates.end ? whole : dateShare(mode, dates, dateIn(at, zone), dates.end);
    }
  }
};

// Only what is left is rounded up; where clocks change by half an hour, a period has no whole number of hours.
const hoursLeft = (leftMs: number, periodMs: number): Fraction => fraction(Math.min(leftMs, periodMs), periodMs);

const monthsOf = (firstDay: PlainDate, lastDay: PlainDate): Fraction => addFractions(monthShares(firstDay, lastDay));

/** The anchored periods that a stretch touches, each as the part of its days that lie in the stretch. */
export const spanShares = (anchor: PlainDate, intervalMonths: number, { start, end }: DatePeriod): Fraction[] => {
  checkPeriod({ start, end });
  const first = periodNumber(anchor, intervalMonths, start);
  const last = periodNumber(anchor, intervalMonths, addDays(end, -1));
  checkPeriodCount(last - first + 1);
  return Array.from({ length: last - first + 1 }, (_, n) =>
    dateShare('days', datePeriodAt(anchor, intervalMonths, first + n), start, end),
  );
};

/** What Kill Bill calls a number of billing cycles (`kb-days`): each period billed by `target`, as a part of the whole one. */
export const cycleShares = (cycle: BillingCycle, target: PlainDate): Fraction[] =>
  billedPeriods(cycle, target, 'advance').map(({ used, whole: all }) => dateShare('days', all, used.start, used.end));

/** @throws DomainError `end-before-start` */
export const checkPeriod = ({ start, end }: Period | DatePeriod): void => {
  if (start >= end) throw new DomainError('end-before-start', 'a period ends after it starts', { start, end });
};
