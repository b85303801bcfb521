import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { OrderChange, OrderStanding, OrderStore } from '../db/orders/order-store';
import { planned } from '../domain/approvals/plan';
import type { RunMove } from '../domain/approvals/run';
import type { OrderState } from '../domain/orders/order';
import type { PlacedOrder } from '../domain/orders/placed-order';
import type { SubscriptionRun } from '../domain/subscriptions/subscription-run';
import type { ProviderPlugin } from '../providers/provider';
import type { CarryingOut } from '../workflows/orders/contract';
import { provisioned, subscriptionWorkflowId, terminateSubscription } from '../workflows/subscriptions/contract';
import { searchAttributes, startAttributes } from '../workflows/search-attributes';
import { taskQueues } from '../workflows/task-queues';
import type { WaitingRoom } from './waiting-room';
import { atOnceMs, createWaitingRoom } from './waiting-room';
import { askWithStart, startOnce } from './workflow-starter';

export interface OrderDeps {
  readonly orders: OrderStore;
  readonly client: Client;
  readonly pluginOf: (kind: string) => ProviderPlugin;
}

/** What came of handing over: the end, if it is known; else it will be signalled, or asked for again. */
export interface Handover {
  readonly carriedOut: CarryingOut | null;
  readonly isAsked: boolean;
}

/** Fewer than the subscriptions that may wait in turn, so that each of these orders' subscriptions finds a place. */
const waitingOrders = 60;

const underWay: Handover = { carriedOut: null, isAsked: false };

export const createOrderActivities = (
  { orders, client, pluginOf }: OrderDeps,
  waitingRoom = createWaitingRoom(waitingOrders),
) => ({
  /** Stores an order, and the pending subscription of a purchase. */
  placeOrder: ({ order, state }: { readonly order: PlacedOrder; readonly state: OrderState }): Promise<void> =>
    orders.place(order, state),

  advanceOrder: (change: OrderChange): Promise<OrderStanding | null> => orders.advance(change),

  /** Finds when what a move has begun falls due. */
  planApproval: (move: RunMove): Promise<RunMove> => Promise.resolve(planned(move)),

  /** Hands an executing order over to its subscription. */
  carryOutOrder: ({ order, at }: { readonly order: PlacedOrder; readonly at: string }): Promise<Handover> =>
    order.kind === 'terminate'
      ? orderTermination(client, order, at)
      : orderProvisioning(client, waitingRoom, order, firstRun(order, pluginOf(order.plugin), at)),
});

export type OrderActivities = ReturnType<typeof createOrderActivities>;

const firstRun = (order: PlacedOrder, { manifest }: ProviderPlugin, at: string): SubscriptionRun => ({
  version: 1,
  id: order.subscriptionId,
  purchaseOrderId: order.id,
  customerId: order.customerId,
  vendorId: order.vendorId,
  offeringId: order.offeringId,
  plugin: order.plugin,
  answers: manifest.answers,
  testClockId: order.testClockId,
  now: at,
  state: 'pending',
  rev: 1,
  nextDueAt: null,
  termination: null,
  syndication: null,
  outcome: null,
  provisioning: null,
});

/** Starts the subscription; one whose plugin answers at once is waited for, which spares a signal back. */
const orderProvisioning = async (
  client: Client,
  waitingRoom: WaitingRoom,
  order: PlacedOrder,
  run: SubscriptionRun,
): Promise<Handover> => {
  const start = {
    workflowId: subscriptionWorkflowId(run.id),
    taskQueue: taskQueues.core,
    args: [run],
    staticSummary: `subscription of ${order.plugin}, order ${order.id}`,
    typedSearchAttributes: startAttributes(order, { key: searchAttributes.subscriptionState, value: 'provisioning' }),
  };
  if (run.answers === 'by-report' || waitingRoom.isFull()) {
    await startOnce(client, 'subscriptionWorkflow', start);
    return underWay;
  }
  const outcome = await waitingRoom.wait(() =>
    askWithStart(client, 'subscriptionWorkflow', start, provisioned, { updateId: order.id, limitMs: atOnceMs }),
  );
  return { carriedOut: outcome, isAsked: true };
};

const leavingOf = ({ mayLeaveEarly, atWindowEnd }: PlacedOrder) => ({
  ...(mayLeaveEarly === true ? { mayLeaveEarly } : {}),
  ...(atWindowEnd === true ? { atWindowEnd } : {}),
});

const orderTermination = async (client: Client, order: PlacedOrder, at: string): Promise<Handover> => {
  const subscription = client.workflow.getHandle(subscriptionWorkflowId(order.subscriptionId));
  const refused = (reason: string): Handover => ({
    carriedOut: { result: 'failed', reason, at },
    isAsked: false,
  });
  try {
    await subscription.executeUpdate(terminateSubscription, {
      args: [{ orderId: order.id, at, ...leavingOf(order) }],
      updateId: order.id,
    });
    return underWay;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return refused('subscription-ended');
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
      return refused(error.cause.type ?? 'refused');
    throw error;
  }
};
