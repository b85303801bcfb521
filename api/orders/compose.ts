import { may } from '../../domain/identity/permission';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { approvalDeadlineMs } from '../../domain/orders/placed-order';
import { checkQuoteOrderable } from '../../domain/pricing/kept-quote';
import { quote } from '../../domain/pricing/quote';
import type { Terms } from '../../domain/pricing/terms';
import { checkGoesOn } from '../../domain/subscriptions/bound';
import { checkTerminable } from '../../domain/subscriptions/subscription';
import { addMilliseconds } from '../../domain/time';
import { customerScopes, permit, visible } from '../access';
import type { Caller } from '../auth';
import type { QuoteRecord, Sale } from '../pricing/reads';
import type { SoldWith } from '../pricing/sale';
import { termsOf } from '../pricing/sale';
import type { TerminableSubscription } from '../subscriptions/reads';
import { subscriptionIdOf } from './identity';
import { checkBound, isStaff } from '../subscriptions/leaving';
import type { PlaceOrder } from './schemas';

export interface Placement {
  readonly orderId: string;
  readonly requestHash: string;
  readonly caller: Caller;
  /** The real time; something on a test clock is placed at that clock's time. */
  readonly now: string;
}

/** An order of a purchase, with what it was sold at. */
export type PlacedPurchase = PlacedOrder & { readonly terms: Terms };

type Purchase = Extract<PlaceOrder, { readonly planId: string }>;

/** Freezes a purchase that the caller may make: plan, quantities, channel, prices and discounts, complete. */
export const composePurchase = (placement: Placement, body: Purchase, sale: Sale, soldWith: SoldWith): PlacedPurchase =>
  purchaseOf(placement, sale, body.projectId, termsOf(sale, body.quantities ?? {}, soldWith));

/** Freezes a purchase at the terms of a kept quote, whatever prices are by now; what is sold must still be for sale. */
export const composeQuotedPurchase = (placement: Placement, kept: QuoteRecord, sale: Sale): PlacedPurchase => {
  const order = purchaseOf(placement, sale, kept.projectId, kept.terms);
  checkQuoteOrderable(kept, order);
  return { ...order, quoteId: kept.id };
};

const purchaseOf = (placement: Placement, sale: Sale, projectId: string, terms: Terms): PlacedPurchase => {
  const { orderId, requestHash, caller, now } = placement;
  const parties = { customerId: sale.customer.id, projectId, vendorId: sale.offering.vendorId };
  const { distributorId, resellerId } = terms.channel;
  const at = sale.customer.clockNow ?? now;
  return {
    id: orderId,
    kind: 'purchase',
    subscriptionId: subscriptionIdOf(orderId),
    ...parties,
    distributorId,
    resellerId,
    offeringId: sale.offering.id,
    planId: sale.plan.id,
    plugin: sale.offering.plugin,
    createdBy: caller.userId,
    requestHash,
    terms,
    quote: quote(terms, {}, 'sellOut', at),
    ...capsOf(sale, terms),
    testClockId: sale.customer.testClockId,
    ...approvalOf(caller, parties, at),
  };
};

/** Only an order of what is capped carries caps: no other pays for looking after them. */
const capsOf = ({ offering }: Sale, terms: Terms): Pick<PlacedOrder, 'caps'> => {
  const sold = new Set(terms.components.map(({ key }) => key));
  const caps = Object.entries(offering.caps).filter(([key]) => sold.has(key));
  return caps.length === 0 ? {} : { caps: Object.fromEntries(caps) };
};

/** Freezes a termination: it names the subscription, and the subscription says the rest. */
export const composeTermination = (
  { orderId, requestHash, caller, now }: Placement,
  found: TerminableSubscription | undefined,
  when: 'now' | 'window-end' = 'now',
): PlacedOrder => {
  const subscription = visible(caller, 'subscription.read', found, 'subscription-not-found');
  permit(caller, 'order.create', customerScopes(subscription));
  checkTerminable(subscription.state);
  const placedAt = subscription.clockNow ?? now;
  const mayLeaveEarly = isStaff(caller);
  if (when === 'window-end') checkGoesOn(subscription);
  else checkBound(subscription, placedAt, mayLeaveEarly);
  const { customerId, projectId, vendorId, distributorId, resellerId, offeringId, planId, plugin, testClockId } =
    subscription;
  return {
    id: orderId,
    kind: 'terminate',
    subscriptionId: subscription.id,
    customerId,
    projectId,
    vendorId,
    distributorId,
    resellerId,
    offeringId,
    planId,
    plugin,
    createdBy: caller.userId,
    requestHash,
    terms: null,
    quote: null,
    testClockId,
    ...(mayLeaveEarly ? { mayLeaveEarly } : {}),
    ...(when === 'window-end' ? { atWindowEnd: true } : {}),
    ...approvalOf(caller, { customerId, projectId, vendorId }, placedAt),
  };
};

/** Whoever may approve need not ask anybody (`product.md` §6). */
const approvalOf = (
  caller: Caller,
  parties: { readonly customerId: string; readonly projectId: string; readonly vendorId: string },
  placedAt: string,
) => {
  const approvedByCreator = may(caller, 'order.approve', customerScopes(parties));
  return {
    approvedByCreator,
    placedAt,
    deadlineAt: approvedByCreator ? null : addMilliseconds(placedAt, approvalDeadlineMs),
  };
};
