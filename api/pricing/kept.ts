import { randomUUID } from 'node:crypto';
import { DomainError } from '../../domain/errors';
import type { ObjectScopes } from '../../domain/identity/permission';
import { may } from '../../domain/identity/permission';
import { quoteValidUntil } from '../../domain/pricing/kept-quote';
import { purchaseRows, quote } from '../../domain/pricing/quote';
import type { Terms } from '../../domain/pricing/terms';
import type { UsageQuantities } from '../../domain/proceeds/proceeds';
import type { RealClock } from '../../platform/clock';
import type { Caller } from '../auth';
import { quoteIdOf } from '../orders/identity';
import { termsToAccept, toQuoteResponse } from './priced';
import type { QuoteReads, QuoteRecord, QuoteWrites, Sale } from './reads';

/**
 * A kept quote is for the customer it was made for, and for whoever sells to it, whose price it is. It is told at the customer's
 * level, which others may not see.
 * @throws DomainError `quote-not-found`
 */
export const visibleQuote = (caller: Caller, found: QuoteRecord | undefined): QuoteRecord => {
  if (found === undefined || !may(caller, 'order.read', scopesOf(found))) {
    throw new DomainError('quote-not-found', 'there is no such quote');
  }
  return found;
};

const scopesOf = ({ customerId, distributorId, resellerId, projectId }: QuoteRecord): ObjectScopes => ({
  organizationIds: [customerId, resellerId ?? distributorId],
  projectId,
});

export const toKeptResponse = (caller: Caller, kept: QuoteRecord, explain = false) => {
  const { id, projectId, planId, createdBy, createdAt, validUntil, orderId, terms, prices, expectedUsage } = kept;
  const priced = { terms, rows: purchaseRows(terms, expectedUsage, createdAt), parties: kept, prices };
  return {
    kind: 'purchase' as const,
    ...{ id, projectId, planId, createdBy, createdAt, validUntil, orderId, quantities: terms.quantities },
    ...toQuoteResponse(caller, priced, explain),
    ...termsToAccept(kept.termsOfService),
  };
};

/** A purchase with its terms as of now. */
export interface PricedPurchase {
  readonly sale: Sale;
  readonly projectId: string;
  readonly terms: Terms;
  readonly expectedUsage: UsageQuantities;
  /** In the customer's business time. */
  readonly at: string;
}

export interface KeepDeps {
  readonly quotes: QuoteReads;
  readonly quoteWrites: QuoteWrites;
  readonly now: RealClock;
}

/** What is kept, for whom, and under which key of the caller's own. */
interface Keeping {
  readonly caller: Caller;
  readonly idempotencyKey: string | undefined;
  readonly requestHash: string;
  /** Asked for unless the quote is there already: a repeat is not priced again. */
  readonly price: () => Promise<PricedPurchase>;
}

/** Keeps a quote once for each idempotency key of a caller; without one, each time anew. */
export const createKeepQuote =
  ({ quotes, quoteWrites, now }: KeepDeps) =>
  async ({ caller, idempotencyKey, requestHash, price }: Keeping) => {
    const id = idempotencyKey === undefined ? randomUUID() : quoteIdOf(caller.userId, idempotencyKey);
    const earlier = idempotencyKey === undefined ? undefined : await quotes.find(id);
    if (earlier !== undefined) return { kept: sameRequest(earlier, requestHash), isReplay: true };
    const { sale, projectId, terms, expectedUsage } = await price();
    const { customer, offering, channel, prices } = sale;
    const createdAt = customer.clockNow ?? now();
    // What cannot be settled is refused before anything is kept.
    quote(terms, expectedUsage, 'sellOut', createdAt);
    await quoteWrites.keep({
      ...{ id, customerId: customer.id, projectId, vendorId: offering.vendorId, planId: terms.planId },
      ...{ distributorId: channel.distributorId, resellerId: channel.resellerId, createdBy: caller.userId },
      ...{ requestHash, terms, prices, expectedUsage, createdAt, validUntil: quoteValidUntil(createdAt) },
    });
    // Read rather than made: of two requests at once, one is answered with what the other has kept.
    const kept = await quotes.find(id);
    if (kept === undefined) throw new Error('a quote that was kept is stored');
    return { kept: sameRequest(kept, requestHash), isReplay: false };
  };

const sameRequest = (kept: QuoteRecord, requestHash: string): QuoteRecord => {
  if (kept.requestHash === requestHash) return kept;
  throw new DomainError('idempotency-key-reused', 'this idempotency key came with another request');
};
