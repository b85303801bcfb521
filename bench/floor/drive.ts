import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { floorQueues } from './activities';
import type { Purchase } from './workflows';

export const floorWorkflowIds = (id: string): string[] => [
  `floor-order/${id}`,
  `floor-subscription/${id}`,
  `floor-run/${id}`,
];

/** Submits a bare order, as the API does; answers when its row is written. */
export const submitFloorOrder = async (client: Client, full: boolean): Promise<string> => {
  const purchase: Purchase = { id: randomUUID(), full };
  const start = new WithStartWorkflowOperation('floorOrder', {
    workflowId: `floor-order/${purchase.id}`,
    taskQueue: floorQueues.core,
    args: [purchase],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  await client.workflow.executeUpdateWithStart('submit', { startWorkflowOperation: start });
  return purchase.id;
};

export const decideFloorOrder = (client: Client, id: string): Promise<unknown> =>
  client.workflow.getHandle(`floor-order/${id}`).executeUpdate('decide');
