import { withDiscount } from '../discounts/discount-row';
import type { Fraction } from '../fraction';
import { whole } from '../fraction';
import type { DraftInvoice } from '../invoices/invoice';
import { buildInvoice } from '../invoices/invoice';
import { shareUsed } from '../pricing/proration';
import type { Terms } from '../pricing/terms';
import type { PeriodUsage, ProceedsRow } from '../proceeds/proceeds';
import { arrearsRows, oneTimeRows, prepaidRows } from '../proceeds/proceeds';
import type { Instant, Period } from '../time';
import { periodAt } from '../time';

/** What one step of billing writes, all in one transaction: rows, the invoice over them, and the period that is open after it. */
export interface Turn {
  readonly rows: readonly ProceedsRow[];
  readonly invoice: DraftInvoice | undefined;
  /** The open period, `null` after the end. A one-off plan's period has no end and never turns. */
  readonly open: { readonly index: number; readonly period: Period } | null;
  /** When the next turn is due; `null` if never. */
  readonly nextDueAt: Instant | null;
}

/** The end of a period that never ends: later than any instant that is ever compared with it. */
export const endless: Instant = '9999-12-31T23:59:59.999Z';

const periodOf = (terms: Terms, anchor: Instant, index: number): Period =>
  terms.periodMonths === null
    ? { start: anchor, end: endless }
    : periodAt(anchor, terms.periodMonths, index, terms.zone);

const turnOf = (terms: Terms, rows: readonly ProceedsRow[], cause: string, at: Instant, open: Turn['open']): Turn => ({
  rows,
  invoice: buildInvoice(terms, rows, cause, at),
  open,
  nextDueAt: open === null || open.period.end === endless ? null : open.period.end,
});

/** Opens the first period at the instant of the vendor's report, which is the anchor of all later ones (`product.md` §7). */
export const activate = (terms: Terms, anchor: Instant): Turn => {
  const period = periodOf(terms, anchor, 0);
  const open = { index: 0, period };
  const rows = [...oneTimeRows(terms, period), ...prepaidRows(terms, period)];
  return turnOf(terms, withDiscount(terms, rows, { kind: 'prepaid', ...open }), 'activation', anchor, open);
};

/**
 * Closes a period and opens the next: arrears of the closed one, prepaid of the next, one invoice for both.
 * `renews` is false while the subscription is being terminated: nothing more is charged in advance.
 */
export const turnPeriod = (
  terms: Terms,
  anchor: Instant,
  open: { readonly index: number; readonly period: Period },
  usage: PeriodUsage,
  renews: boolean,
): Turn => {
  const next = { index: open.index + 1, period: periodOf(terms, anchor, open.index + 1) };
  const arrears = withDiscount(terms, arrearsRows(terms, open.period, usage), { kind: 'arrears', ...open });
  const prepaid = renews ? withDiscount(terms, prepaidRows(terms, next.period), { kind: 'prepaid', ...next }) : [];
  return turnOf(terms, [...arrears, ...prepaid], `period:${open.period.start}`, open.period.end, next);
};

/**
 * Ends the open period at `at`: arrears up to that instant, of a fixed price as much as the period was used (`product.md` §7). A report from before the period, which came
 * late, ends it where it starts.
 */
export const terminate = (
  terms: Terms,
  { index, period: { start, end } }: { readonly index: number; readonly period: Period },
  usage: PeriodUsage,
  at: Instant,
): Turn => {
  const period = { start, end: at > start ? at : start };
  const rows = withDiscount(terms, arrearsRows(terms, period, usage, usedShare(terms, { start, end }, at)), {
    kind: 'arrears',
    index,
    period,
  });
  return turnOf(terms, rows, 'termination', at, null);
};

/** What is fixed in arrears is owed in full where there are no periods. */
const usedShare = ({ periodMonths, zone }: Terms, period: Period, at: Instant): Fraction =>
  periodMonths === null ? whole : shareUsed('hours', period, at, zone);
