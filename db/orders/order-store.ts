import type { Knex } from 'knex';
import type { ApprovalRun } from '../../domain/approvals/run';
import { nextDueOf } from '../../domain/approvals/time-passes';
import { DomainError } from '../../domain/errors';
import type { OrderDecision, OrderState } from '../../domain/orders/order';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { preparedWrite } from '../rows';
import { writeStep } from '../steps';
import type { ApprovalChange } from '../approvals/ask-rows';
import { approvalBindings, firstChange, writeApproval } from '../approvals/ask-rows';
import { checkWithinCaps } from './caps';

/** One move of an order; a change that is not newer than the row is a repeat and does nothing. */
export interface OrderChange {
  readonly orderId: string;
  readonly rev: number;
  readonly state: OrderState;
  readonly type: string;
  readonly at: string;
  readonly actorId: string | null;
  readonly nextDueAt: string | null;
  readonly decision?: OrderDecision;
  readonly failure?: string | null;
  /** Where its approval stands after the move, and what happened in it. */
  readonly approval?: ApprovalChange;
}

/** Where an order stands in the books. */
export interface OrderStanding {
  readonly rev: number;
  readonly state: OrderState;
  readonly decidedBy: string | null;
  readonly approval: ApprovalRun | null;
}

export interface OrderStore {
  /**
   * @throws DomainError `subscription-busy` when another order of the subscription is open, `quote-used`,
   * `coupon-not-usable` when another order holds its one-time coupon, `campaign-not-usable` when others hold all of its stock,
   * `cap-reached`
   */
  place(order: PlacedOrder, state: OrderState): Promise<void>;
  /** @returns where the order stands when another step is stored under the revision; null when it is this one */
  advance(change: OrderChange): Promise<OrderStanding | null>;
}

export const createOrderStore = (knex: Knex): OrderStore => ({
  place: async (order, state) => {
    try {
      if (order.caps === undefined) await write(knex, order, state);
      else await knex.transaction((trx) => writeWithinCaps(trx, order, state));
    } catch (error) {
      if (isConflict(error, 'orders_one_per_quote')) throw new DomainError('quote-used', 'the quote has been ordered');
      if (isConflict(error, 'orders_one_open_per_subscription')) {
        throw new DomainError('subscription-busy', 'another order of this subscription is still open', {
          subscriptionId: order.subscriptionId,
        });
      }
      if (isConflict(error, 'coupon_redemptions_once')) {
        throw new DomainError('coupon-not-usable', 'the coupon cannot be used for this purchase');
      }
      if (isConflict(error, 'discounts_stock')) {
        throw new DomainError('campaign-not-usable', 'the campaign cannot be used for this purchase');
      }
      throw error;
    }
  },
  advance: ({ orderId, decision, failure, approval, ...change }) =>
    writeStep<OrderStanding>(knex, 'advance-order', advanceOrder, standing, {
      ...change,
      id: orderId,
      decidedBy: decision?.by ?? null,
      decidedAt: decision?.decidedAt ?? null,
      comment: decision?.comment ?? null,
      failure: failure ?? null,
      ...approvalBindings(approval),
    }),
});

const placeOrder = `
  with placed as (
    insert into orders (id, rev, kind, state, subscription_id, customer_id, project_id, vendor_id, distributor_id, reseller_id,
      offering_id, plan_id, created_by, request_hash, quantities, quote, quote_id, bundle_id, test_clock_id, placed_at, next_due_at, updated_at,
      deadline_at, approval_run)
    values (:id, 1, :kind, :state, :subscriptionId, :customerId, :projectId, :vendorId, :distributorId, :resellerId,
      :offeringId, :planId, :createdBy, :requestHash, :quantities, :quote, :quoteId, :bundleId, :testClockId, :placedAt, :nextDueAt, :placedAt,
      :deadlineAt, cast(:run as jsonb))
    on conflict (id) do nothing
    returning id, customer_id, project_id, vendor_id, distributor_id, reseller_id, created_by
  ), subscribed as (
    insert into subscriptions (id, rev, state, order_id, customer_id, project_id, vendor_id, distributor_id, reseller_id,
      offering_id, plan_id, terms, bundle_id, test_clock_id, created_at, updated_at)
    select :subscriptionId, 1, 'pending', :id, :customerId, :projectId, :vendorId, :distributorId, :resellerId,
      :offeringId, :planId, cast(:terms as jsonb), :bundleId, :testClockId, :placedAt, :placedAt
    from placed where :kind = 'purchase'
    on conflict (id) do nothing
  ), redeemed as (
    insert into coupon_redemptions (order_id, coupon_id, is_exclusive, claimed_at)
    select placed.id, coupon.id, not coupon.reusable, :placedAt
    from placed join coupons coupon on coupon.id = :couponId
  ), claimed as (
    insert into discount_redemptions (order_id, discount_id, claimed_at)
    select placed.id, campaign.id, :placedAt
    from placed join discounts campaign on campaign.id = cast(:campaignId as uuid)
    returning discount_id
  ), counted as (
    update discounts set taken = taken + 1 from claimed where discounts.id = claimed.discount_id
  ), ${writeApproval('placed', '1')}
  insert into events (entity, entity_id, rev, type, customer_id, project_id, vendor_id, distributor_id, reseller_id, actor_id, occurred_at, data)
  select 'order', id, 1, 'order-placed', customer_id, project_id, vendor_id, distributor_id, reseller_id, created_by, :placedAt,
    jsonb_build_object('kind', cast(:kind as text), 'state', cast(:state as text))
  from placed
  on conflict (entity_id, rev) do nothing`;

const write = (on: Knex, order: PlacedOrder, state: OrderState): Promise<unknown> =>
  preparedWrite(on, 'place-order', placeOrder, bindings(order, state));

const writeWithinCaps = async (trx: Knex.Transaction, order: PlacedOrder, state: OrderState): Promise<void> => {
  await checkWithinCaps(trx, order);
  await write(trx, order, state);
};

const bindings = (order: PlacedOrder, state: OrderState) => {
  const approval = state === 'pending-consumer' ? firstChange(order) : undefined;
  return {
    ...fieldsOf(order, state),
    ...approvalBindings(approval),
    nextDueAt: approval === undefined ? null : nextDueOf(approval.run),
  };
};

const fieldsOf = (order: PlacedOrder, state: OrderState) => ({
  id: order.id,
  kind: order.kind,
  state,
  subscriptionId: order.subscriptionId,
  customerId: order.customerId,
  projectId: order.projectId,
  vendorId: order.vendorId,
  distributorId: order.distributorId,
  resellerId: order.resellerId,
  offeringId: order.offeringId,
  planId: order.planId,
  createdBy: order.createdBy,
  requestHash: order.requestHash,
  quantities: JSON.stringify(order.terms?.quantities ?? {}),
  quote: order.quote === null ? null : JSON.stringify(order.quote),
  quoteId: order.quoteId ?? null,
  bundleId: order.bundleId ?? null,
  couponId: order.terms?.coupon?.id ?? null,
  campaignId: order.kind === 'purchase' ? campaignOf(order) : null,
  terms: order.terms === null ? null : JSON.stringify(order.terms),
  testClockId: order.testClockId,
  placedAt: order.placedAt,
});

const campaignOf = ({ terms }: PlacedOrder): string | null =>
  terms?.discounts?.find(({ kind }) => kind === 'campaign')?.id ?? null;

// A purchase that will never be carried out takes its pending subscription with it, and gives its coupon and its campaign back.
const advanceOrder = `
  with moved as (
    update orders set rev = :rev, state = :state, updated_at = :at, next_due_at = :nextDueAt,
      deadline_at = :deadlineAt, approval_run = coalesce(cast(:run as jsonb), approval_run),
      decided_by = coalesce(:decidedBy, decided_by), decided_at = coalesce(:decidedAt, decided_at),
      decision_comment = coalesce(:comment, decision_comment), failure = coalesce(:failure, failure)
    where id = :id and rev < :rev
    returning id, kind, subscription_id, customer_id, project_id, vendor_id, distributor_id, reseller_id
  ), dropped as (
    update subscriptions set rev = subscriptions.rev + 1, state = 'terminated', ended_at = :at, updated_at = :at
    from moved
    where subscriptions.id = moved.subscription_id and moved.kind = 'purchase' and subscriptions.state = 'pending'
      and :state in ('rejected', 'cancelled', 'expired')
  ), released as (
    update coupon_redemptions set released_at = :at
    from moved
    where coupon_redemptions.order_id = moved.id and :state in ('rejected', 'cancelled', 'expired', 'failed')
  ), returned as (
    update discount_redemptions set released_at = :at
    from moved
    where discount_redemptions.order_id = moved.id and released_at is null
      and :state in ('rejected', 'cancelled', 'expired', 'failed')
    returning discount_id
  ), recounted as (
    update discounts set taken = taken - 1 from returned where discounts.id = returned.discount_id
  ), ${writeApproval('moved', 'cast(:rev as integer)')}
  insert into events (entity, entity_id, rev, type, customer_id, project_id, vendor_id, distributor_id, reseller_id, actor_id, occurred_at, data)
  select 'order', id, :rev, :type, customer_id, project_id, vendor_id, distributor_id, reseller_id, :actorId, :at,
    jsonb_strip_nulls(jsonb_build_object('state', cast(:state as text), 'failure', cast(:failure as text)))
  from moved
  on conflict (entity_id, rev) do nothing
  returning rev`;

const standing = {
  table: 'orders',
  columns: 't.rev, t.state, t.decided_by as "decidedBy", t.approval_run as "approval"',
};

const isConflict = (error: unknown, constraint: string): boolean =>
  error instanceof Error && 'constraint' in error && error.constraint === constraint;
