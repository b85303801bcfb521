import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { firstOrderState } from '../../domain/orders/order';
import { underPolicies } from '../../domain/orders/under-policies';
import type { Caller } from '../auth';
import type { BundleDeps, BundleMember } from '../discounts/bundle-sale';
import { bundleSaleOf, ofMember, saidOfMembers } from '../discounts/bundle-sale';
import { bundledOrderIdOf, bundleIdOf, requestHashOf } from './identity';
import type { EncloseDeps } from './enclose';
import type { Composed, PlaceOrderDeps } from './place-order';
import { createComposer } from './place-order';
import type { BundleWrites, OrderReads, OrderRecord, StoredPurchase } from './reads';
import type { BundleOrderBody } from './schemas';
import type { SubmitOrder } from './submission';

export interface OrderBundleDeps extends Pick<PlaceOrderDeps, 'coupons' | 'approvalPolicies'>, EncloseDeps {
  readonly discounts: PlaceOrderDeps['discounts'] & BundleDeps['discounts'];
  readonly sales: BundleDeps['sales'];
  readonly orders: Pick<OrderReads, 'find'>;
  readonly bundleWrites: BundleWrites;
  readonly submit: SubmitOrder;
}

type Body = z.output<typeof BundleOrderBody>;

/**
 * Places one order for each plan of a bundle, all of them or none, once for each idempotency key of a caller. They are stored
 * in one transaction and then handed over to their workflows; a repeat hands over what has not been.
 */
export const createOrderBundle = (deps: OrderBundleDeps) => {
  const { approvalPolicies, bundleWrites, orders, secrets, now } = deps;
  const composer = createComposer(deps);
  const handOver = createHandOver(deps);

  const compose = async (caller: Caller, id: string, requestHash: string, body: Body): Promise<readonly Composed[]> => {
    const { bundleId, projectId, members } = body;
    const bundle = await bundleSaleOf(deps, caller, projectId, bundleId);
    const composed = ({ planId, sale, bundle: sold }: BundleMember, said: Body['members'][number] | undefined) => {
      const placement = { orderId: bundledOrderIdOf(id, planId), requestHash, caller, now: now() };
      return composer.purchase(placement, { ...said, kind: 'purchase', projectId, planId }, sale, sold);
    };
    const all = await Promise.all(
      saidOfMembers(bundle, members).map(({ member, said, at }) =>
        ofMember(member, at, async () => ({ member, at, purchase: await composed(member, said) })),
      ),
    );
    // No vendor is asked before all that is known here has been looked at.
    await Promise.all(
      all.map(({ member, at, purchase }) => ofMember(member, at, async () => purchase.enclosing?.confirm())),
    );
    return all.map(({ purchase }) => purchase);
  };

  const place = async (caller: Caller, id: string, requestHash: string, body: Body): Promise<StoredPurchase> => {
    const composed = await compose(caller, id, requestHash, body);
    const purchase = { id, discountId: body.bundleId, requestHash, createdBy: caller.userId, createdAt: now() };
    const placed = await Promise.all(
      composed.map(async ({ order, summary }) => ({
        order: underPolicies({ ...order, bundleId: id }, await approvalPolicies.attachedTo(order)),
        summary,
      })),
    );
    const enclosures = composed.flatMap(({ enclosing }) => enclosing?.sealed() ?? []);
    return bundleWrites.place({ ...purchase, orders: placed, enclosures }, ({ approvedByCreator }) =>
      firstOrderState(approvedByCreator),
    );
  };

  const recorded = async ({ orders: placed }: StoredPurchase): Promise<readonly OrderRecord[]> =>
    Promise.all(
      placed.map(async ({ order: { id } }) => {
        const order = await orders.find(id);
        if (order === undefined) throw new Error('an order of a placed bundle is stored');
        return order;
      }),
    );

  return async (caller: Caller, idempotencyKey: string, body: Body) => {
    const id = bundleIdOf(caller.userId, idempotencyKey);
    // Answers may hold a secret, which a plain hash would tell to who tries out words.
    const requestHash = secrets.fingerprint(requestHashOf(body), 'order-request');
    const stored = await bundleWrites.find(id);
    if (stored !== undefined && stored.requestHash !== requestHash)
      throw new DomainError('idempotency-key-reused', 'this idempotency key came with another request');
    const purchase = stored ?? (await place(caller, id, requestHash, body));
    await handOver(purchase);
    return { id, bundleId: purchase.discountId, orders: await recorded(purchase), isReplay: stored !== undefined };
  };
};

/** Begins the workflows of all orders of a bundle. What is stored is what they are given, however often. */
const createHandOver =
  ({ bundleWrites, submit, now }: Pick<OrderBundleDeps, 'bundleWrites' | 'submit' | 'now'>) =>
  async ({ id, orders, handedOverAt }: StoredPurchase): Promise<void> => {
    if (handedOverAt !== null) return;
    for (const { order, summary } of orders) await submit(order, summary);
    await bundleWrites.handedOver(id, now());
  };
