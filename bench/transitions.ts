import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { round } from './load';
import type { Purchaser } from './purchase';

/** State transitions of a purchase's workflows as the server counts them, on the average of some purchases. */
export const transitionsOf = async (
  client: Client,
  purchaser: Purchaser,
  purchases: readonly string[],
): Promise<number> => {
  // The order has ended in the database a moment before its workflow has.
  await sleep(500);
  let transitions = 0;
  for (const id of purchases) {
    for (const workflowId of await purchaser.workflowIdsOf(id)) {
      const { raw } = await client.workflow.getHandle(workflowId).describe();
      transitions += Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0);
    }
  }
  return round(transitions / Math.max(1, purchases.length));
};
