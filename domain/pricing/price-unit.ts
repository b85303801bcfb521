import type { Fraction } from '../fraction';
import { addFractions, fraction, whole } from '../fraction';
import { checkPeriodCount } from '../subscriptions/period';
import type { Period, PlainDate } from '../time';
import { addMilliseconds, begunDays, clampedDate, dateIn, dayOf, monthOf } from '../time';
import { begunHours, checkPeriod, monthShares } from './proration';

/** What a plan's price is asked for, when it is not for its whole period (Waldur's word; `product.md` §4). */
export type PriceUnit = 'month' | 'half-month' | 'day' | 'hour' | 'quantity';

/**
 * How many units a period touches: begun hours and days, parts of calendar months and of their halves with both edge days
 * counted, and one for `quantity`. Exact: only the line is rounded.
 * @param zone where days and months begin
 * @throws DomainError `end-before-start`, `time-invalid`, `zone-unknown`
 */
export const unitsTouched = (unit: PriceUnit, period: Period, zone: string): Fraction => {
  checkPeriod(period);
  switch (unit) {
    case 'quantity':
      return whole;
    case 'hour':
      return fraction(begunHours(period), 1);
    case 'day':
      return fraction(begunDays(period, zone), 1);
    case 'month':
      return addFractions(monthShares(...edges(period, zone)));
    case 'half-month':
      return addFractions(halfMonths(...edges(period, zone)));
  }
};

/** First and last day. */
const edges = ({ start, end }: Period, zone: string): [PlainDate, PlainDate] => [
  dateIn(start, zone),
  dateIn(addMilliseconds(end, -1), zone),
];

const halfMonths = (firstDay: PlainDate, lastDay: PlainDate): Fraction[] => {
  const [first, last] = [monthOf(firstDay), monthOf(lastDay)];
  checkPeriodCount(last - first + 1);
  return Array.from({ length: last - first + 1 }, (_, n) => {
    const days = dayOf(clampedDate(first + n, 31));
    return halvesOf(n === 0 ? dayOf(firstDay) : 1, first + n === last ? dayOf(lastDay) : days, days);
  });
};

/** A half that is used whole counts one, whatever its days; of the rest, each day is a part of half the month's days. */
const halvesOf = (from: number, to: number, days: number): Fraction => {
  const rest = (used: number): Fraction => fraction(2 * used, days);
  if (from === 1 && to >= 15) return to === days ? fraction(2, 1) : addFractions([whole, rest(to - 15)]);
  if (to === days && from <= 16) return addFractions([whole, rest(16 - from)]);
  return rest(to - from + 1);
};
