import { dunningDates, reminderDates } from '../../../domain/invoices/dunning';
import type { DayCount } from '../../../domain/pricing/proration';
import { begunHours, dayCount } from '../../../domain/pricing/proration';
import type { BillingTiming } from '../../../domain/subscriptions/period';
import {
  billedPeriods,
  boundaryRun,
  datePeriodAt,
  elapsedPeriods,
  firstBoundary,
  isBoundary,
} from '../../../domain/subscriptions/period';
import {
  addDays,
  begunDays,
  clampedDate,
  dateIn,
  dayOf,
  instant,
  monthOf,
  periodAt,
  startOfDay,
} from '../../../domain/time';
import { kind } from '../worked-case';

interface Anchored {
  readonly anchor: string;
  readonly intervalMonths: number;
}

interface Billed {
  readonly start: string;
  readonly billingDay: number;
  readonly intervalMonths: number;
}

// Cases write whole seconds without their milliseconds.
const shortInstant = (at: string): string => instant(at).replace('.000Z', 'Z');

const period = kind<Anchored & { n: number; zone?: string }>('period', ({ given }) => {
  const { anchor, intervalMonths, n, zone } = given;
  if (zone === undefined) return { ...datePeriodAt(anchor, intervalMonths, n) };
  const { start, end } = periodAt(anchor, intervalMonths, n, zone);
  return { start: shortInstant(start), end: shortInstant(end) };
});

const boundaries = kind<Anchored & { dates: readonly string[] }>('boundaries', ({ given }) => ({
  isBoundary: given.dates.map((date) => isBoundary(given.anchor, given.intervalMonths, date)),
}));

const first = kind<Billed>('first-boundary', ({ given }) => ({ date: firstBoundary(given) }));

const periods = kind<Billed & { end: string | null; target: string; timing: BillingTiming }>(
  'periods',
  ({ given }) => ({
    periods: billedPeriods(given, given.target, given.timing).map(({ used }) => used),
  }),
);

const elapsed = kind<Billed & { at: readonly string[] }>('elapsed', ({ given }) => ({
  counts: given.at.map((at) => elapsedPeriods(given, at)),
}));

const run = kind<Anchored & { at: string }>('boundary-run', ({ given: { anchor, intervalMonths, at } }) =>
  boundaryRun(anchor, intervalMonths, at),
);

const billingDay = kind<{ instant: string; zone: string }>('billing-day', ({ given }) => ({
  billingDay: dayOf(dateIn(given.instant, given.zone)),
}));

const clamp = kind<{ month: string; billingDay: number }>('clamp', ({ given }) => ({
  date: clampedDate(monthOf(`${given.month}-01`), given.billingDay),
}));

const days = kind<{ from: string; to: string }>('day-count', ({ given: { from, to }, setting }) => ({
  count: dayCount(setting as DayCount, from, to),
}));

const units = kind<{ from: string; to: string; unit: 'hour' | 'day' }>('elapsed-units', ({ given }) => {
  const stretch = { start: given.from, end: given.to };
  // A day of UTC always has 24 hours.
  return { count: given.unit === 'hour' ? begunHours(stretch) : begunDays(stretch, 'UTC') };
});

const endInstant = kind<{ lastDay: string; zone: string }>('end-instant', ({ given: { lastDay, zone } }) => ({
  end: shortInstant(startOfDay(addDays(lastDay, 1), zone)),
}));

const reminders = kind<{ lastDay: string; daysBefore: readonly number[] }>('reminders', ({ given }) => ({
  dates: reminderDates(given.lastDay, given.daysBefore),
}));

const dunning = kind<{ dueDate: string; suspendAfterDays: number; terminateAfterDays: number }>(
  'dunning',
  ({ given: { dueDate, suspendAfterDays, terminateAfterDays } }) => ({
    ...dunningDates(dueDate, suspendAfterDays, terminateAfterDays),
  }),
);

/** Kinds of `calendar.json`: anchors, billing days, zones, reminders. */
export const calendar = [
  ...[period, boundaries, first, periods, elapsed, run],
  ...[billingDay, clamp, days, units, endInstant, reminders, dunning],
];
