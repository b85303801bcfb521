import type { Terms } from '../pricing/terms';
import type { Instant, Period } from '../time';
import { periodAt } from '../time';
import { lifespanPeriod, orderWindowAt } from './period';

/** The end of a period that never ends: later than any instant that is ever compared with it. */
export const endless: Instant = '9999-12-31T23:59:59.999Z';

/** The period number `index` of a subscription with this anchor. That of a one-off plan has no end. */
export const periodOf = (terms: Terms, anchor: Instant, index: number): Period => {
  const { periodMonths, lifespanHours, zone } = terms;
  if (typeof lifespanHours === 'number') return lifespanPeriod(anchor, lifespanHours);
  return periodMonths === null ? { start: anchor, end: endless } : periodAt(anchor, periodMonths, index, zone);
};

/** The order window that holds a period; `null` without periods. */
export const windowOf = (terms: Terms, anchor: Instant, index: number): Period | null => {
  const { periodMonths, zone } = terms;
  if (periodMonths === null) return null;
  return orderWindowAt(anchor, { periodMonths, minimumMonths: terms.minimumMonths ?? periodMonths }, index, zone);
};

/** The instant at which a subscription ends by itself, at the end of its lifespan or of its first order window. */
export const endsAtOf = (terms: Terms, anchor: Instant): Instant | null => {
  if (typeof terms.lifespanHours === 'number') return periodOf(terms, anchor, 0).end;
  return terms.autoRenew === false ? (windowOf(terms, anchor, 0)?.end ?? null) : null;
};

/**
 * True for the last period of an order window: at its end the prices are renewed. What was sold without a window keeps its
 * prices for good.
 */
export const isRenewedAfter = (terms: Terms, anchor: Instant, index: number): boolean =>
  typeof terms.minimumMonths === 'number' && windowOf(terms, anchor, index)?.end === periodOf(terms, anchor, index).end;
