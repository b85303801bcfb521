import type { Level } from '../channel/chain';
import type { Period } from '../time';
import type { PricedRows } from './change-facts';
import type { Quote } from './quote';
import { laterRows, quotePricedRows, sumAt, taxedAt } from './quote';
import type { Terms } from './terms';

/** What becomes of a running subscription: the rows that this makes due, and its terms from then on. */
export interface ChangedRows {
  readonly terms: Terms;
  readonly now: readonly PricedRows[];
  readonly atPeriodEnd: readonly PricedRows[];
  readonly deferred: readonly PricedRows[];
  /** Number of the first period after those that these rows are of; discounts are counted by it. */
  readonly nextIndex: number;
  readonly nextPeriod: Period;
}

/**
 * The price of a change or a renewal at one level; what recurs is that of the periods after it.
 * @throws DomainError `quantity-invalid` for amounts that no book can hold
 */
export const quoteChange = (changed: ChangedRows, level: Level): Quote => {
  const { terms, nextIndex, nextPeriod } = changed;
  const { recurring, recurringAfterCoupon } = laterRows(terms, nextIndex, nextPeriod);
  return {
    currency: terms.currency,
    taxPercent: terms.issuer.taxPercent,
    ...taxedAt(terms, level),
    now: quotePricedRows(terms, changed.now, level),
    atPeriodEnd: quotePricedRows(terms, changed.atPeriodEnd, level),
    deferred: quotePricedRows(terms, changed.deferred, level),
    recurring: sumAt(terms, recurring, level),
    ...(recurringAfterCoupon === undefined ? {} : { recurringAfterCoupon: sumAt(terms, recurringAfterCoupon, level) }),
  };
};
