import { DomainError } from '../../domain/errors';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import type { RealClock } from '../../platform/clock';
import type { Caller } from '../auth';
import type { CouponReads } from '../discounts/reads';
import { soldCouponOf } from '../discounts/sold-coupon';
import { visibleQuote } from '../pricing/kept';
import type { QuoteReads, Sale, SaleReads } from '../pricing/reads';
import { permittedSale } from '../pricing/sale';
import type { SubscriptionReads } from '../subscriptions/reads';
import { composePurchase, composeQuotedPurchase, composeTermination } from './compose';
import { orderIdOf, requestHashOf } from './identity';
import type { OrderReads, OrderRecord } from './reads';
import type { PlaceOrder } from './schemas';
import type { SubmitOrder } from './submission';

export interface PlaceOrderDeps {
  readonly orders: Pick<OrderReads, 'findWithHash'>;
  readonly sales: SaleReads;
  readonly quotes: QuoteReads;
  readonly coupons: Pick<CouponReads, 'withCode'>;
  readonly subscriptions: Pick<SubscriptionReads, 'forOrder'>;
  readonly submit: SubmitOrder;
  readonly now: RealClock;
}

interface Composed {
  readonly order: PlacedOrder;
  /** For the list of workflows: names only, no person and no price. */
  readonly summary: string;
}

/** Places an order once for each idempotency key of a caller. */
export const createPlaceOrder = (deps: PlaceOrderDeps) => {
  const { orders, sales, quotes, coupons, subscriptions, submit, now } = deps;

  /** Reads what the order is composed from while it is looked whether the order is there already. */
  const prepare = (caller: Caller, orderId: string, requestHash: string, body: PlaceOrder) => {
    const placement = { orderId, requestHash, caller, now: now() };
    if ('quoteId' in body) {
      const quote = quotes.find(body.quoteId);
      return async (): Promise<Composed> => {
        const kept = visibleQuote(caller, await quote);
        const { planId, projectId } = kept;
        const found = await sales.forPlan({ planId, projectId, now: placement.now });
        return { order: composeQuotedPurchase(placement, kept, found), summary: purchaseSummary(found) };
      };
    }
    if (body.kind === 'purchase') {
      const found = sales.forPlan({ planId: body.planId, projectId: body.projectId, now: placement.now });
      return async (): Promise<Composed> => {
        const sale = permittedSale(caller, body.projectId, await found);
        const coupon = await soldCouponOf(coupons, { ...placement, sale, couponCode: body.couponCode });
        return {
          order: composePurchase(placement, body, sale, { coupon }),
          summary: purchaseSummary(sale),
        };
      };
    }
    const subscription = subscriptions.forOrder(body.subscriptionId);
    return async (): Promise<Composed> => {
      const found = await subscription;
      return {
        order: composeTermination(placement, found),
        summary: `termination of ${found?.offeringName ?? 'a subscription'}`,
      };
    };
  };

  return async (
    caller: Caller,
    idempotencyKey: string,
    body: PlaceOrder,
  ): Promise<{ readonly order: OrderRecord; readonly isReplay: boolean }> => {
    const orderId = orderIdOf(caller.userId, idempotencyKey);
    const requestHash = requestHashOf(body);
    const compose = prepare(caller, orderId, requestHash, body);
    const composing = compose();
    // A replay does not need it, and must not fail with it.
    composing.catch(() => undefined);
    const stored = await orders.findWithHash(orderId);
    if (stored !== undefined) {
      checkSame(stored.requestHash, requestHash);
      return { order: stored, isReplay: true };
    }
    const { order, summary } = await composing;
    await submit(order, summary);
    // Read rather than composed: of two requests at once, one is answered with what the other has placed.
    return { order: storedOrder(await orders.findWithHash(orderId)), isReplay: false };
  };
};

const purchaseSummary = (found: Sale | undefined): string => `purchase of ${found?.offering.name ?? 'an offering'}`;

const storedOrder = (order: OrderRecord | undefined): OrderRecord => {
  if (order === undefined) throw new Error('a submitted order is stored');
  return order;
};

const checkSame = (stored: string, sent: string): void => {
  if (stored !== sent) {
    throw new DomainError('idempotency-key-reused', 'this idempotency key came with another request');
  }
};
