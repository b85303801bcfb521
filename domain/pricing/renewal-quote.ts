import { withDiscount } from '../discounts/discount-row';
import type { Money } from '../money';
import { addMoney } from '../money';
import { prepaidRows } from '../proceeds/proceeds';
import { assert } from '../errors';
import { periodOf, windowOf } from '../subscriptions/calendar';
import type { Instant, Period } from '../time';
import type { ChangedRows } from './change-quote';
import type { Terms } from './terms';

/** What a renewal charges: the first period of the next order window, and all of its periods in advance. */
export interface PlannedRenewal extends ChangedRows {
  readonly windowNet: Money;
}

/** The order window after the one that holds a period: its first period, with its number, and how many it has. */
interface NextWindow {
  readonly first: { readonly index: number; readonly period: Period };
  readonly second: Period;
  readonly periods: number;
  readonly window: Period;
}

export const nextWindow = (
  terms: Terms & { readonly periodMonths: number },
  anchor: Instant,
  index: number,
): NextWindow => {
  const { periodMonths, minimumMonths } = terms;
  const periods = (minimumMonths ?? periodMonths) / periodMonths;
  const end = windowOf(terms, anchor, index)?.end ?? '';
  let next = index + 1;
  // A part before the first whole period lengthens the first window by one.
  while (periodOf(terms, anchor, next).start < end) next += 1;
  const first = { index: next, period: periodOf(terms, anchor, next) };
  const window = windowOf(terms, anchor, next);
  assert(window, 'what has periods has order windows');
  return { first, second: periodOf(terms, anchor, next + 1), periods, window };
};

/**
 * What the next order window costs in advance under renewed terms; of its periods each discount takes off what it still
 * lasts for.
 */
export const planRenewal = (renewed: Terms, { first, second, periods }: NextWindow): PlannedRenewal => {
  const { period } = first;
  const rowsOf = (index: number) =>
    withDiscount(renewed, prepaidRows(renewed, period), { kind: 'prepaid', index, period });
  const nets = Array.from({ length: periods }, (_, n) => rowsOf(first.index + n)).flatMap((rows) =>
    rows.map(({ amounts }) => amounts.sellOut),
  );
  return {
    ...{ terms: renewed, now: [], atPeriodEnd: [], nextIndex: first.index + 1 },
    nextPeriod: second,
    deferred: [{ terms: renewed, rows: rowsOf(first.index) }],
    windowNet: addMoney(renewed.currency, nets),
  };
};
