import type { ChannelPrices } from '../channel/chain';
import { DomainError } from '../errors';
import type { UsageQuantities } from '../proceeds/proceeds';
import type { Instant } from '../time';
import { addMilliseconds } from '../time';
import type { Terms } from './terms';

/** How long a kept quote can be ordered, in the customer's business time: 30 days. */
const validityMs = 30 * 86_400_000;

/** A priced purchase that is kept: whoever orders it in time gets these terms, whatever prices are by then. */
export interface KeptQuote {
  readonly id: string;
  readonly customerId: string;
  readonly projectId: string;
  readonly vendorId: string;
  readonly distributorId: string | null;
  readonly resellerId: string | null;
  readonly planId: string;
  readonly createdBy: string;
  readonly terms: Terms;
  /** The price lists that the terms were frozen from: they explain its figures. */
  readonly prices: ChannelPrices;
  readonly expectedUsage: UsageQuantities;
  readonly createdAt: Instant;
  /** It can be ordered before this instant. */
  readonly validUntil: Instant;
}

/** When a quote that is kept at this instant can no longer be ordered. */
export const quoteValidUntil = (keptAt: Instant): Instant => addMilliseconds(keptAt, validityMs);

/**
 * A quote is ordered once, and in time. The order that has used it may come again.
 * @throws DomainError `quote-used`, `quote-expired`
 */
export const checkQuoteOrderable = (
  { validUntil, orderId }: { readonly validUntil: Instant; readonly orderId: string | null },
  order: { readonly id: string; readonly placedAt: Instant },
): void => {
  if (orderId !== null && orderId !== order.id) {
    throw new DomainError('quote-used', 'the quote has been ordered', { orderId });
  }
  if (order.placedAt >= validUntil) {
    throw new DomainError('quote-expired', 'the quote can no longer be ordered', { validUntil });
  }
};
