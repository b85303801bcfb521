import { withDiscount } from '../discounts/discount-row';
import { isDiscountComponent } from '../discounts/sold-discount';
import { isSomething } from '../pricing/change-rows';
import type { Terms } from '../pricing/terms';
import type { ProceedsRow } from '../proceeds/proceeds';
import { arrearsRows, prepaidRows } from '../proceeds/proceeds';
import type { Instant } from '../time';
import { periodOf, windowOf } from './calendar';
import type { Ending } from './refund';

/**
 * The end of the minimum duration that a period lies in: of an order window of several periods. One period has been paid
 * for, and binds nobody to another.
 */
export const minimumUntil = (terms: Terms, anchor: Instant, index: number): Instant | null => {
  const { periodMonths, minimumMonths } = terms;
  if (periodMonths === null || typeof minimumMonths !== 'number' || minimumMonths <= periodMonths) return null;
  return windowOf(terms, anchor, index)?.end ?? null;
};

/** Until when a customer is bound: nobody is, whose plan lets it go. */
export const boundUntil = (terms: Terms, anchor: Instant, index: number): Instant | null =>
  (terms.earlyTermination ?? 'refused') === 'refused' ? minimumUntil(terms, anchor, index) : null;

/**
 * What an early end charges under `charge-rest`: all that recurs of the periods of the window that are left, at their
 * discounts. Usage and minimums are not foreseen.
 */
export const restRows = (terms: Terms, { index, anchor, at, isPaid }: Ending): readonly ProceedsRow[] => {
  const until = terms.earlyTermination === 'charge-rest' ? minimumUntil(terms, anchor, index) : null;
  if (until === null || at >= until) return [];
  const rows: ProceedsRow[] = [];
  for (let next = isPaid ? index + 1 : index; periodOf(terms, anchor, next).start < until; next += 1)
    rows.push(...recurringRows(terms, anchor, next, next > index));
  return rows;
};

const recurringRows = (terms: Terms, anchor: Instant, index: number, hasArrears: boolean): ProceedsRow[] => {
  const period = periodOf(terms, anchor, index);
  const arrears = hasArrears ? arrearsRows(terms, period, {}).filter(({ kind }) => kind === 'arrears') : [];
  const rows = withDiscount(terms, [...prepaidRows(terms, period), ...arrears], { kind: 'prepaid', index, period });
  return rows.filter(isSomething).map((row) => ({
    ...row,
    kind: 'charge',
    ...(isDiscountComponent(row.component) ? { sharedAmounts: row.amounts } : {}),
  }));
};
