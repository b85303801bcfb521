import type { PolicyReads } from '../approvals/reads';
import { underPolicies } from '../../domain/orders/under-policies';
import { pricedIn } from '../../domain/catalog/currencies';
import { DomainError } from '../../domain/errors';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import type { Caller } from '../auth';
import type { SoldDiscount } from '../../domain/discounts/sold-discount';
import type { SoldWithDeps } from '../discounts/sold-with';
import { soldWithOf } from '../discounts/sold-with';
import { visibleQuote } from '../pricing/kept';
import type { QuoteReads, Sale, SaleReads } from '../pricing/reads';
import { permittedSale } from '../pricing/sale';
import type { SubscriptionReads } from '../subscriptions/reads';
import type { Placement } from './compose';
import { composePurchase, composeQuotedPurchase, composeTermination } from './compose';
import type { EncloseDeps, Enclosing } from './enclose';
import { createEnclose, submittedHashOf } from './enclose';
import { orderIdOf } from './identity';
import { createKeepEnclosed } from './keep-enclosed';
import type { EnclosureWrites, OrderReads, OrderRecord } from './reads';
import type { PlaceOrder } from './schemas';
import type { SubmitOrder } from './submission';

export interface PlaceOrderDeps extends SoldWithDeps, EncloseDeps {
  readonly orders: Pick<OrderReads, 'findWithHash'>;
  readonly approvalPolicies: Pick<PolicyReads, 'attachedTo'>;
  readonly sales: SaleReads;
  readonly quotes: QuoteReads;
  readonly subscriptions: Pick<SubscriptionReads, 'forOrder'>;
  readonly enclosures: EnclosureWrites;
  readonly submit: SubmitOrder;
}

export interface Composed {
  readonly order: PlacedOrder;
  /** For the list of workflows: names only, no person and no price. */
  readonly summary: string;
  /** What comes with a purchase. */
  readonly enclosing?: Enclosing;
}

type Purchase = Extract<PlaceOrder, { readonly planId: string }>;

/** Composes purchases, with what comes with them. */
export const createComposer = (deps: SoldWithDeps & EncloseDeps) => {
  const enclose = createEnclose(deps);

  /** @param bundle That of the bundle that it is a member of. */
  const purchase = async (
    placement: Placement,
    body: Purchase,
    sale: Sale,
    bundle?: SoldDiscount,
  ): Promise<Composed> => {
    const { couponCode, campaignId, quantities = {} } = body;
    const soldWith = await soldWithOf(deps, { ...placement, sale, quantities, couponCode, campaignId, bundle });
    const order = composePurchase(placement, body, sale, soldWith);
    return { order, summary: purchaseSummary(sale), enclosing: enclose(order, sale, body) };
  };

  return { enclose, purchase };
};

/** Places an order once for each idempotency key of a caller. */
export const createPlaceOrder = (deps: PlaceOrderDeps) => {
  const { orders, approvalPolicies, sales, quotes, subscriptions, secrets, submit, now } = deps;
  const enclosed = createKeepEnclosed(deps.enclosures);
  const { enclose, purchase } = createComposer(deps);

  /** Reads what the order is composed from while it is looked whether the order is there already. */
  const prepare = (caller: Caller, orderId: string, requestHash: string, body: PlaceOrder) => {
    const placement = { orderId, requestHash, caller, now: now() };
    if ('quoteId' in body) {
      const quote = quotes.find(body.quoteId);
      return async (): Promise<Composed> => {
        const kept = visibleQuote(caller, await quote);
        const { planId, projectId } = kept;
        const found = await sales.forPlan({ planId, projectId, now: placement.now });
        const sale = permittedSale(caller, projectId, found);
        const order = composeQuotedPurchase(placement, kept, sale);
        return { order, summary: purchaseSummary(sale), enclosing: enclose(order, sale, body) };
      };
    }
    if (body.kind === 'purchase') {
      const found = sales.forPlan({ planId: body.planId, projectId: body.projectId, now: placement.now });
      return async (): Promise<Composed> => {
        const sale = pricedIn(permittedSale(caller, body.projectId, await found), body.currency);
        return purchase(placement, body, sale);
      };
    }
    const subscription = subscriptions.forOrder(body.subscriptionId);
    return async (): Promise<Composed> => {
      const found = await subscription;
      return {
        order: composeTermination(placement, found, body.when),
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
    const requestHash = submittedHashOf(body, secrets);
    const compose = prepare(caller, orderId, requestHash, body);
    const composing = compose();
    // A replay does not need it, and must not fail with it.
    composing.catch(() => undefined);
    const stored = await orders.findWithHash(orderId);
    if (stored !== undefined) {
      checkSame(stored.requestHash, requestHash);
      return { order: stored, isReplay: true };
    }
    const { order, summary, enclosing } = await composing;
    const governed = underPolicies(order, await approvalPolicies.attachedTo(order));
    await enclosing?.confirm();
    await enclosed(enclosing?.sealed(), () => submit(governed, summary));
    // Read rather than composed: of two requests at once, one is answered with what the other has placed.
    return { order: storedOrder(await orders.findWithHash(orderId)), isReplay: false };
  };
};

const purchaseSummary = ({ offering }: Sale): string => `purchase of ${offering.name}`;

const storedOrder = (order: OrderRecord | undefined): OrderRecord => {
  if (order === undefined) throw new Error('a submitted order is stored');
  return order;
};

const checkSame = (stored: string, sent: string): void => {
  if (stored !== sent) {
    throw new DomainError('idempotency-key-reused', 'this idempotency key came with another request');
  }
};
