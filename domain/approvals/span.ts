import type { Instant } from '../time';
import { addDays, addLocalDays, addMilliseconds, addMonths, dateIn, daysBetween, weekdayOf } from '../time';
import type { Span, WorkCalendar } from './policy';

const hourMs = 3_600_000;

/** Further than any run of holidays between two working days. */
const daysLookedAt = 4_000;

/** True for a day that is neither on a weekend nor a holiday. */
const isWorkingDay = (date: string, { weekend, holidays }: WorkCalendar): boolean =>
  !weekend.includes(weekdayOf(date)) && !holidays.includes(date);

/**
 * `at + times × span`, always counted from `at`. Hours are hours; days, working days and months keep the local time of day of the
 * calendar's zone. Working days begin to count on the day after.
 */
export const addSpan = (at: Instant, { count, unit }: Span, calendar: WorkCalendar, times = 1): Instant => {
  const total = count * times;
  if (unit === 'hours') return addMilliseconds(at, total * hourMs);
  if (unit === 'months') return addMonths(at, total, calendar.zone);
  return addLocalDays(at, unit === 'days' ? total : daysOf(total, at, calendar), calendar.zone);
};

const daysOf = (workingDays: number, at: Instant, calendar: WorkCalendar): number => {
  const first = dateIn(at, calendar.zone);
  let date = first;
  for (let left = workingDays, looked = 0; left > 0 && looked < daysLookedAt; looked += 1) {
    date = addDays(date, 1);
    if (isWorkingDay(date, calendar)) left -= 1;
  }
  return daysBetween(first, date);
};
