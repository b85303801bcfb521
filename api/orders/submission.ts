import type { Client } from '@temporalio/client';
import { WithStartWorkflowOperation, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { DomainError } from '../../domain/errors';
import { firstOrderState } from '../../domain/orders/order';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import type { OrderAnswer } from '../../workflows/orders/contract';
import { orderWorkflowId, submitOrder } from '../../workflows/orders/contract';
import { searchAttributes, startAttributes } from '../../workflows/search-attributes';
import { taskQueues } from '../../workflows/task-queues';
import { withinLimit } from '../workflow-calls';

/** Hands an order over; answers when it is stored. */
export type SubmitOrder = (order: PlacedOrder, summary: string) => Promise<OrderAnswer>;

/**
 * Starts the order's workflow and waits, in the same call, until it has stored the order. A repeat finds the workflow
 * that runs, or the answer of one that has closed, which the server keeps by the update's id.
 */
export const createSubmitOrder =
  (client: Client): SubmitOrder =>
  async (order, summary) => {
    const start = new WithStartWorkflowOperation('orderWorkflow', {
      workflowId: orderWorkflowId(order.id),
      taskQueue: taskQueues.core,
      args: [order],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: summary,
      typedSearchAttributes: new TypedSearchAttributes(
        startAttributes(order, { key: searchAttributes.orderState, value: firstOrderState(order.approvedByCreator) }),
      ),
    });
    try {
      return await withinLimit(client, () =>
        client.workflow.executeUpdateWithStart(submitOrder, {
          // Another body under the same key is another update, so that the workflow gets to refuse it.
          updateId: `submit-${order.requestHash}`,
          args: [{ requestHash: order.requestHash }],
          startWorkflowOperation: start,
        }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      throw new DomainError('idempotency-key-reused', 'this idempotency key came with another request');
    }
  };
