import type { Client } from '@temporalio/client';
import { reachOf } from '../../domain/identity/permission';
import { visible } from '../access';
import type { DelegationReads, PolicyReads } from '../approvals/reads';
import type { BusinessTime } from '../business-time';
import { mapPage } from '../page';
import type { SoldWithDeps } from '../discounts/sold-with';
import type { QuoteReads, SaleReads } from '../pricing/reads';
import type { Route } from '../route';
import { route } from '../route';
import type { SubscriptionReads } from '../subscriptions/reads';
import type { EncloseDeps } from './enclose';
import type { OrderBundleDeps } from './order-bundle';
import { createOrderBundle } from './order-bundle';
import type { OrderDeskDeps } from './order-desk';
import { createOrderDesk } from './order-desk';
import { createPlaceOrder } from './place-order';
import type { EnclosureWrites, OrderReads } from './reads';
import { toOrderResponse } from './response';
import {
  BundleOrderBody,
  BundleOrderOut,
  DecisionBody,
  IdempotencyHeaders,
  OptionalIdempotencyHeaders,
  OrderOut,
  OrderPage,
  OrderParams,
  OrderQuery,
  PlacedHeaders,
  PlaceOrderBody,
  ReassignmentBody,
  RemarkBody,
} from './schemas';
import { createSubmitOrder } from './submission';

export interface OrderDeps
  extends
    Pick<SoldWithDeps, 'coupons'>,
    Pick<OrderBundleDeps, 'discounts' | 'bundleWrites'>,
    Pick<OrderDeskDeps, 'projects'>,
    EncloseDeps {
  readonly orders: OrderReads;
  readonly approvalPolicies: Pick<PolicyReads, 'attachedTo'>;
  readonly delegations: Pick<DelegationReads, 'representedBy'>;
  readonly enclosures: EnclosureWrites;
  readonly sales: SaleReads;
  readonly quotes: QuoteReads;
  readonly subscriptions: Pick<SubscriptionReads, 'forOrder'>;
  readonly client: Client;
  readonly businessTime: BusinessTime;
}

const tag = 'Orders';

const problemsOfApprovers = [
  'order-closed',
  'order-decided',
  'order-decided-already',
  'order-decision-forbidden',
  'order-not-found',
  'order-own',
] as const;

export const orderRoutes = (deps: OrderDeps): readonly Route[] => {
  const { orders } = deps;
  const submit = createSubmitOrder(deps.client);
  const placeOrder = createPlaceOrder({ ...deps, submit });
  const orderBundle = createOrderBundle({ ...deps, submit });
  const desk = createOrderDesk(deps);
  return [
    route(
      {
        method: 'post',
        path: '/v1/orders',
        operationId: 'placeOrder',
        tag,
        summary: 'Orders a purchase or the termination of a subscription',
        description:
          'An order waits in `pending-consumer` for somebody who may approve, unless its creator may. The same Idempotency-Key with the same body gives the same order.',
        access: 'authenticated',
        headers: IdempotencyHeaders,
        body: PlaceOrderBody,
        status: 201,
        response: OrderOut,
        responseHeaders: PlacedHeaders,
        problems: [
          'answers-invalid',
          'campaign-not-usable',
          'cap-reached',
          'choices-unavailable',
          'coupon-not-usable',
          'currency-not-priced',
          'forbidden',
          'idempotency-key-reused',
          'offering-not-for-sale',
          'order-check-unavailable',
          'order-refused-by-vendor',
          'organization-closed',
          'project-not-open',
          'plan-not-found',
          'project-not-found',
          'quantity-invalid',
          'quote-expired',
          'quote-not-found',
          'quote-used',
          'subscription-busy',
          'subscription-ended',
          'subscription-not-active',
          'subscription-not-found',
          'subscription-not-renewable',
          'termination-too-early',
          'terms-not-accepted',
        ],
      },
      async ({ caller, headers, body }, reply) => {
        const { order, isReplay } = await placeOrder(caller, headers['idempotency-key'], body);
        reply.header('location', `/v1/orders/${order.id}`);
        if (isReplay) reply.header('idempotent-replay', 'true');
        return toOrderResponse(caller, order);
      },
    ),
    route(
      {
        method: 'post',
        path: '/v1/bundle-orders',
        operationId: 'orderBundle',
        tag,
        summary: 'Orders every plan of a bundle, all of them or none',
        description:
          'One purchase order for each plan, each approved and carried out by itself. The same Idempotency-Key with the same body gives the same orders; after an answer of 503 the repeat goes on where it stopped.',
        access: 'authenticated',
        headers: IdempotencyHeaders,
        body: BundleOrderBody,
        status: 201,
        response: BundleOrderOut,
        responseHeaders: PlacedHeaders,
        problems: [
          'answers-invalid',
          'bundle-not-found',
          'cap-reached',
          'campaign-not-usable',
          'choices-unavailable',
          'coupon-not-usable',
          'forbidden',
          'idempotency-key-reused',
          'offering-not-for-sale',
          'order-check-unavailable',
          'order-refused-by-vendor',
          'organization-closed',
          'project-not-open',
          'project-not-found',
          'quantity-invalid',
          'terms-not-accepted',
        ],
      },
      async ({ caller, headers, body }, reply) => {
        const { isReplay, orders: placed, ...bundle } = await orderBundle(caller, headers['idempotency-key'], body);
        reply.header('location', `/v1/orders?bundleId=${bundle.id}`);
        if (isReplay) reply.header('idempotent-replay', 'true');
        return { ...bundle, orders: placed.map((order) => toOrderResponse(caller, order)) };
      },
    ),
    route(
      {
        method: 'get',
        path: '/v1/orders',
        operationId: 'listOrders',
        tag,
        summary: 'Orders, newest first',
        access: 'authenticated',
        query: OrderQuery,
        status: 200,
        response: OrderPage,
      },
      async ({ caller, query: { limit, cursor, ...filter } }) => {
        const page = await orders.list(filter, reachOf(caller, 'order.read'), { limit, cursor });
        return mapPage(page, (order) => toOrderResponse(caller, order));
      },
    ),
    route(
      {
        method: 'get',
        path: '/v1/orders/{orderId}',
        operationId: 'getOrder',
        tag,
        summary: 'One order',
        access: 'authenticated',
        params: OrderParams,
        status: 200,
        response: OrderOut,
        problems: ['order-not-found'],
      },
      async ({ caller, params }) =>
        toOrderResponse(caller, visible(caller, 'order.read', await orders.find(params.orderId), 'order-not-found')),
    ),
    route(
      {
        method: 'post',
        path: '/v1/orders/{orderId}/decisions',
        operationId: 'decideOrder',
        tag,
        summary: 'Approves or rejects an order that waits',
        description:
          'For those who are asked: by default who holds `order.approve` on the project or its customer, except the creator; else whom the approval policies name, and whoever stands in for them. A step is decided once by each; what comes later is refused.',
        access: 'authenticated',
        params: OrderParams,
        headers: OptionalIdempotencyHeaders,
        body: DecisionBody,
        status: 200,
        response: OrderOut,
        problems: [...problemsOfApprovers, 'project-not-open'],
      },
      async ({ caller, params, headers, body: { decisionId, ...decision } }) => {
        const id = decisionId ?? headers['idempotency-key'];
        return toOrderResponse(caller, await desk.decide(caller, params.orderId, { ...decision, id }));
      },
    ),
    route(
      {
        method: 'post',
        path: '/v1/orders/{orderId}/reassignment',
        operationId: 'reassignOrder',
        tag,
        summary: 'Asks others in the place of those who are asked',
        description: 'For those who are asked. Approvals that were given count; the deadline begins anew.',
        access: 'authenticated',
        params: OrderParams,
        body: ReassignmentBody,
        status: 200,
        response: OrderOut,
        problems: ['approvers-too-few', ...problemsOfApprovers],
      },
      async ({ caller, params, body }) => toOrderResponse(caller, await desk.reassign(caller, params.orderId, body.to)),
    ),
    route(
      {
        method: 'post',
        path: '/v1/orders/{orderId}/questions',
        operationId: 'askBuyer',
        tag,
        summary: 'Asks the buyer something about an order that waits',
        description:
          'For those who are asked. Until the answer, though not for more than 14 days, no deadline of the step runs and nobody is reminded.',
        access: 'authenticated',
        params: OrderParams,
        body: RemarkBody,
        status: 200,
        response: OrderOut,
        problems: ['order-question-open', ...problemsOfApprovers],
      },
      async ({ caller, params, body }) => toOrderResponse(caller, await desk.ask(caller, params.orderId, body.text)),
    ),
    route(
      {
        method: 'post',
        path: '/v1/orders/{orderId}/answers',
        operationId: 'answerApprovers',
        tag,
        summary: 'Answers the question of an approver',
        description: 'For the creator of the order, and for who may order for its project. The deadline goes on.',
        access: 'authenticated',
        params: OrderParams,
        body: RemarkBody,
        status: 200,
        response: OrderOut,
        problems: ['forbidden', 'order-closed', 'order-decided', 'order-not-found', 'order-question-missing'],
      },
      async ({ caller, params, body }) => toOrderResponse(caller, await desk.answer(caller, params.orderId, body.text)),
    ),
    route(
      {
        method: 'post',
        path: '/v1/orders/{orderId}/cancellation',
        operationId: 'cancelOrder',
        tag,
        summary: 'Takes a pending order back',
        description:
          'For its creator, and for who may approve it. An order that is executing can no longer be cancelled.',
        access: 'authenticated',
        params: OrderParams,
        status: 200,
        response: OrderOut,
        problems: ['forbidden', 'order-move-illegal', 'order-not-found'],
      },
      async ({ caller, params }) => toOrderResponse(caller, await desk.cancel(caller, params.orderId)),
    ),
  ];
};
