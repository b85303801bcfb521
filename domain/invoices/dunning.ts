import { DomainError } from '../errors';
import type { PlainDate } from '../time';
import { addDays } from '../time';

const checkDays = (days: number): void => {
  if (!Number.isInteger(days) || days < 0 || days > 3660)
    throw new DomainError('calendar-invalid', 'days are counted in whole numbers from 0 to 3660', { days });
};

/**
 * When a debt that stays unpaid suspends a subscription, and when it ends it: days after the due date, and days after the
 * suspension (`product.md` §11: 2 and 3 unless set otherwise).
 * @throws DomainError `calendar-invalid`, `time-invalid`
 */
export const dunningDates = (
  dueDate: PlainDate,
  suspendAfterDays: number,
  terminateAfterDays: number,
): { readonly suspendOn: PlainDate; readonly terminateOn: PlainDate } => {
  [suspendAfterDays, terminateAfterDays].forEach(checkDays);
  const suspendOn = addDays(dueDate, suspendAfterDays);
  return { suspendOn, terminateOn: addDays(suspendOn, terminateAfterDays) };
};

/** The days on which somebody is reminded of an inclusive last day, in the order asked for (`product.md` §7). */
export const reminderDates = (lastDay: PlainDate, daysBefore: readonly number[]): PlainDate[] => {
  daysBefore.forEach(checkDays);
  return daysBefore.map((days) => addDays(lastDay, -days));
};
