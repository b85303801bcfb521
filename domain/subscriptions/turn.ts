import { withDiscount } from '../discounts/discount-row';
import { isDiscountComponent } from '../discounts/sold-discount';
import type { DraftInvoice } from '../invoices/invoice';
import { buildInvoice } from '../invoices/invoice';
import type { Terms } from '../pricing/terms';
import type { PeriodUsage, ProceedsRow } from '../proceeds/proceeds';
import { arrearsRows, oneTimeRows, prepaidRows } from '../proceeds/proceeds';
import type { Instant, Period } from '../time';
import { endless, endsAtOf, isRenewedAfter, periodOf, shareOf, shareUntil } from './calendar';
import type { Ending } from './refund';
import { refundRows } from './refund';
import { restRows } from './early-end';
import type { FoundSale, Renewal } from './renewal';
import { renew } from './renewal';

/** What one step of billing writes, all in one transaction: rows, the invoice over them, and the period that is open after it. */
export interface Turn {
  readonly rows: readonly ProceedsRow[];
  readonly invoice: DraftInvoice | undefined;
  /** The open period, `null` after the end. A one-off plan's period has no end and never turns. */
  readonly open: CountedPeriod | null;
  /** When the next turn is due; `null` if never. */
  readonly nextDueAt: Instant | null;
  /** When it ends by itself; of the activation alone, since nothing moves it. */
  readonly endsAt?: Instant | null;
  /** The terms from the next period on, at the end of an order window. */
  readonly renewal?: Renewal;
}

/** A period of a subscription, counted from 0. */
interface CountedPeriod {
  readonly index: number;
  readonly period: Period;
}

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
  const turn = turnOf(terms, withDiscount(terms, rows, { kind: 'prepaid', ...open }), 'activation', anchor, open);
  return { ...turn, endsAt: endsAtOf(terms, anchor) };
};

/**
 * Closes a period and opens the next: arrears of the closed one, prepaid of the next, one invoice for both.
 * At the end of an order window the next one begins with the prices of `sale`, those of that instant.
 * `renews` is false while the subscription is being terminated: nothing more is charged in advance.
 */
export const turnPeriod = (
  terms: Terms,
  anchor: Instant,
  open: CountedPeriod,
  usage: PeriodUsage,
  renews: boolean,
  sale?: FoundSale,
): Turn => {
  const next = { index: open.index + 1, period: periodOf(terms, anchor, open.index + 1) };
  const arrears = withDiscount(terms, arrearsRows(terms, open.period, usage), { kind: 'arrears', ...open });
  const cause = `period:${open.period.start}`;
  if (!renews) return turnOf(terms, arrears, cause, open.period.end, next);
  const renewal = isRenewedAfter(terms, anchor, open.index) ? renew(terms, sale, next.period) : undefined;
  const prepaid = prepaidOf(renewal?.terms ?? terms, next);
  const turn = turnOf(terms, [...arrears, ...prepaid], cause, open.period.end, next);
  return renewal === undefined ? turn : { ...turn, renewal };
};

const prepaidOf = (terms: Terms, next: CountedPeriod): readonly ProceedsRow[] =>
  withDiscount(terms, prepaidRows(terms, next.period), { kind: 'prepaid', ...next });

/** How a subscription comes to its end; what is left out is as of one that was ordered and done at once. */
export interface Leaving extends Partial<Pick<Ending, 'anchor' | 'orderedAt' | 'isPaid'>> {
  /** Where the vendor was done later than the end, the invoice is issued then. */
  readonly issuedAt?: Instant;
}

/**
 * Ends the open period at `at`: arrears up to that instant, of a fixed price as much as the period was used, and what its
 * plan gives back of what was paid in advance (`product.md` §7). A report from before the period, which came late, ends it
 * where it starts.
 */
export const terminate = (
  terms: Terms,
  { index, period: open }: CountedPeriod,
  usage: PeriodUsage,
  at: Instant,
  { issuedAt = at, orderedAt = at, anchor = open.start, isPaid = true }: Leaving = {},
): Turn => {
  const period = { start: open.start, end: at > open.start ? at : open.start };
  const ending = { index, period: open, isPaid, at, orderedAt, anchor };
  const rest = restRows(terms, ending);
  // Who pays for the rest of the window is given back nothing of it.
  const refund = rest.length > 0 ? [] : refundRows(terms, ending);
  const share = rest.length > 0 ? shareOf(terms, open) : shareUntil(terms, open, at);
  const arrears = arrearsRows(terms, period, usage, share, keptInAdvance(terms, open, refund));
  const rows = withDiscount(terms, arrears, { kind: 'arrears', index, period });
  return turnOf(terms, [...rows, ...refund, ...rest], 'termination', issuedAt, null);
};

/** What counts towards minimums of what was charged in advance: not what a part of the period gives back. */
const keptInAdvance = (terms: Terms, open: Period, refund: readonly ProceedsRow[]): readonly ProceedsRow[] => {
  const credits = terms.terminationRefund === 'prorated' ? refund : [];
  return [...prepaidRows(terms, open), ...credits.filter(({ component }) => !isDiscountComponent(component))];
};
