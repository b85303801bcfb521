import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { OrderChange, OrderStore } from '../db/orders/order-store';
import type { OrderState } from '../domain/orders/order';
import type { PlacedOrder } from '../domain/orders/placed-order';
import type { SubscriptionRun } from '../domain/subscriptions/subscription-run';
import type { ProviderPlugin } from '../providers/provider';
import { subscriptionWorkflowId, terminateSubscription } from '../workflows/subscriptions/contract';
import { searchAttributes, startAttributes } from '../workflows/search-attributes';
import { taskQueues } from '../workflows/task-queues';
import { startOnce } from './workflow-starter';

export interface OrderDeps {
  readonly orders: OrderStore;
  readonly client: Client;
  readonly pluginOf: (kind: string) => ProviderPlugin;
}

export const createOrderActivities = ({ orders, client, pluginOf }: OrderDeps) => ({
  /** Stores an order, and the pending subscription of a purchase. */
  placeOrder: ({ order, state }: { readonly order: PlacedOrder; readonly state: OrderState }): Promise<void> =>
    orders.place(order, state),

  advanceOrder: (change: OrderChange): Promise<void> => orders.advance(change),

  /**
   * Hands an executing order over to its subscription.
   * @returns why the subscription refuses, or null
   */
  carryOutOrder: async ({
    order,
    at,
  }: {
    readonly order: PlacedOrder;
    readonly at: string;
  }): Promise<string | null> => {
    if (order.kind === 'terminate') return orderTermination(client, order, at);
    const run: SubscriptionRun = {
      version: 1,
      id: order.subscriptionId,
      purchaseOrderId: order.id,
      customerId: order.customerId,
      vendorId: order.vendorId,
      offeringId: order.offeringId,
      plugin: order.plugin,
      answers: pluginOf(order.plugin).manifest.answers,
      testClockId: order.testClockId,
      now: at,
      state: 'pending',
      rev: 1,
      nextDueAt: null,
      termination: null,
      syndication: null,
      outcome: null,
    };
    await startOnce(client, 'subscriptionWorkflow', {
      workflowId: subscriptionWorkflowId(order.subscriptionId),
      taskQueue: taskQueues.core,
      args: [run],
      staticSummary: `subscription of ${order.plugin}, order ${order.id}`,
      typedSearchAttributes: startAttributes(order, { key: searchAttributes.subscriptionState, value: 'provisioning' }),
    });
    return null;
  },
});

export type OrderActivities = ReturnType<typeof createOrderActivities>;

const orderTermination = async (client: Client, order: PlacedOrder, at: string): Promise<string | null> => {
  const subscription = client.workflow.getHandle(subscriptionWorkflowId(order.subscriptionId));
  try {
    await subscription.executeUpdate(terminateSubscription, { args: [{ orderId: order.id, at }], updateId: order.id });
    return null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'subscription-ended';
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
      return error.cause.type ?? 'refused';
    throw error;
  }
};
