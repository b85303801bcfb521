import { DomainError } from '../errors';
import type { DatePeriod, Instant, Period, PlainDate } from '../time';
import { addMilliseconds, clampedDate, dateIn, dayOf, monthOf, periodAt, startOfDay } from '../time';

/** A life that is billed on one day of the month: from `start` up to `end`, which it does not contain; `null` is open. */
export interface BillingCycle {
  readonly start: PlainDate;
  readonly end: PlainDate | null;
  /** Day of the month, 1 to 31; in a shorter month its last day. */
  readonly billingDay: number;
  readonly intervalMonths: number;
}

/** Whether a period is billed when it begins or when it has ended. */
export type BillingTiming = 'advance' | 'arrears';

/** Boundaries in months: number `n` lies in month `month + n × months`, on `day` or on the last day of the month. */
interface Beat {
  readonly month: number;
  readonly day: number;
  readonly months: number;
}

const boundaryAt = ({ month, day, months }: Beat, n: number): PlainDate => clampedDate(month + n * months, day);

const beatOf = (anchor: PlainDate, months: number): Beat => {
  checkWhole('interval', months, 1, 1200);
  return { month: monthOf(anchor), day: dayOf(anchor), months };
};

const checkWhole = (what: string, value: number, least: number, most: number): void => {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new DomainError('calendar-invalid', `the ${what} is a whole number from ${least} to ${most}`, { what });
};

/**
 * Refuses to list more periods than a hundred years of months have: nobody means it, and it would take long.
 * @throws DomainError `calendar-invalid`
 */
export const checkPeriodCount = (count: number): void => checkWhole('number of periods', count, 0, 1200);

/** Number of the last boundary that is not after `at`; below zero before the first. */
const boundaryBefore = (beat: Beat, at: PlainDate): number => {
  const n = Math.floor((monthOf(at) - beat.month) / beat.months);
  return boundaryAt(beat, n) > at ? n - 1 : n;
};

/**
 * The period number `n` (0 is the first, and there are earlier ones) of `intervalMonths` each, counted from the anchor's
 * day and never from the period before: 31 January, 28 February, 31 March (`product.md` §2).
 * @throws DomainError `calendar-invalid`, `time-invalid`
 */
export const datePeriodAt = (anchor: PlainDate, intervalMonths: number, n: number): DatePeriod => {
  const beat = beatOf(anchor, intervalMonths);
  return { start: boundaryAt(beat, n), end: boundaryAt(beat, n + 1) };
};

/** Number of the anchored period that holds `at`. */
export const periodNumber = (anchor: PlainDate, intervalMonths: number, at: PlainDate): number =>
  boundaryBefore(beatOf(anchor, intervalMonths), at);

/** True for a day on which an anchored period begins, the first one included. */
export const isBoundary = (anchor: PlainDate, intervalMonths: number, date: PlainDate): boolean => {
  const n = periodNumber(anchor, intervalMonths, date);
  return n >= 0 && datePeriodAt(anchor, intervalMonths, n).start === date;
};

/**
 * What is billed on a boundary: in advance the period that begins, in arrears the one that ends (none on the anchor).
 * @throws DomainError `calendar-invalid` for a day that is no boundary
 */
export const boundaryRun = (
  anchor: PlainDate,
  intervalMonths: number,
  at: PlainDate,
): Readonly<Record<BillingTiming, DatePeriod | null>> => {
  if (!isBoundary(anchor, intervalMonths, at))
    throw new DomainError('calendar-invalid', 'no period begins on this day', { at });
  const n = periodNumber(anchor, intervalMonths, at);
  return {
    advance: datePeriodAt(anchor, intervalMonths, n),
    arrears: n === 0 ? null : datePeriodAt(anchor, intervalMonths, n - 1),
  };
};

/** The billing day in the month of `start`; if that is past, the one an interval later. */
const firstBeat = ({ start, billingDay, intervalMonths }: Omit<BillingCycle, 'end'>): Beat => {
  checkWhole('billing day', billingDay, 1, 31);
  const beat = { ...beatOf(start, intervalMonths), day: billingDay };
  return boundaryAt(beat, 0) < start ? { ...beat, month: beat.month + intervalMonths } : beat;
};

/** The first billing day of a life, which may be its start; what lies before it is a leading partial period. */
export const firstBoundary = (cycle: Omit<BillingCycle, 'end'>): PlainDate => boundaryAt(firstBeat(cycle), 0);

/** A period as it is used, and the whole one that it is a part of. */
export interface UsedPeriod {
  readonly used: DatePeriod;
  readonly whole: DatePeriod;
}

/**
 * The periods of a life that are billed when everything due up to and including `target` is billed, in order: the leading
 * part before the first boundary, whole periods, and the last one cut at the end.
 * @throws DomainError `end-before-start`, `calendar-invalid`, `time-invalid`
 */
export const billedPeriods = (cycle: BillingCycle, target: PlainDate, timing: BillingTiming): UsedPeriod[] => {
  const { start, end } = cycle;
  if (end !== null && end < start)
    throw new DomainError('end-before-start', 'a life does not end before it starts', { start, end });
  const beat = firstBeat(cycle);
  const last = end !== null && end < target ? end : target;
  checkPeriodCount(Math.max(0, Math.ceil((monthOf(last) - beat.month) / beat.months)));
  const periods: UsedPeriod[] = [];
  for (let n = boundaryAt(beat, 0) > start ? -1 : 0; ; n += 1) {
    const whole = { start: boundaryAt(beat, n), end: boundaryAt(beat, n + 1) };
    const used = { start: n < 0 ? start : whole.start, end: end !== null && end < whole.end ? end : whole.end };
    if (used.start >= used.end || (timing === 'advance' ? used.start : used.end) > target) return periods;
    periods.push({ used, whole });
  }
};

/** How many periods of an open life have ended by `at`, which counts; a leading partial one is one of them. */
export const elapsedPeriods = (cycle: Omit<BillingCycle, 'end'>, at: PlainDate): number => {
  const beat = firstBeat(cycle);
  const whole = boundaryBefore(beat, at);
  return whole < 0 ? 0 : whole + (boundaryAt(beat, 0) > cycle.start ? 1 : 0);
};

/**
 * The order window that holds the billing period number `index`: the time for which prices stay as they were sold, and at
 * whose end a subscription renews (`product.md` §4). It lasts the minimum duration, a multiple of the period.
 * @throws DomainError `calendar-invalid` when it is no multiple
 */
export const orderWindowAt = (
  anchor: Instant,
  { periodMonths, minimumMonths }: { readonly periodMonths: number; readonly minimumMonths: number },
  index: number,
  zone: string,
): Period => {
  checkWhole('period', periodMonths, 1, 1200);
  checkWhole('minimum duration', minimumMonths, periodMonths, 1200);
  checkWhole('minimum duration in periods', minimumMonths / periodMonths, 1, 1200);
  return periodAt(anchor, minimumMonths, Math.floor(index / (minimumMonths / periodMonths)), zone);
};

/** The one period of a plan that lasts a number of hours from the anchor (`lifespan`, `product.md` §4). */
export const lifespanPeriod = (anchor: Instant, hours: number): Period => {
  checkWhole('lifespan', hours, 1, 1_000_000);
  return { start: anchor, end: addMilliseconds(anchor, hours * 3_600_000) };
};

/** A period as it is used, and the whole one of the calendar that it is a part of. */
export interface AlignedPeriod {
  readonly used: Period;
  readonly whole: Period;
}

/**
 * The period number `index` of a life whose periods begin on a day of the calendar, at the beginning of that day in `zone`.
 * The first is what is left of the one in which the life begins.
 * @throws DomainError `calendar-invalid`, `time-invalid`, `zone-unknown`
 */
export const alignedPeriodAt = (
  anchor: Instant,
  { billingDay, periodMonths }: { readonly billingDay: number; readonly periodMonths: number },
  index: number,
  zone: string,
): AlignedPeriod => {
  checkWhole('billing day', billingDay, 1, 31);
  const start = dateIn(anchor, zone);
  const beat = { ...beatOf(start, periodMonths), day: billingDay };
  const first = boundaryBefore(beat, start);
  const at = (n: number): Instant => startOfDay(boundaryAt(beat, first + index + n), zone);
  const whole = { start: at(0), end: at(1) };
  return { used: { ...whole, start: whole.start > anchor ? whole.start : anchor }, whole };
};
