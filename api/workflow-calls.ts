import type { Client } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { isWorkflowGone } from './temporal-failure';

/** Long enough for a worker that is restarting, short enough for a caller that waits. */
const callLimitMs = 15_000;

/** Runs calls to Temporal that have to be done within the limit; later they fail as unavailable. */
export const withinLimit = <T>(client: Client, call: () => Promise<T>): Promise<T> =>
  client.withDeadline(Date.now() + callLimitMs, call);

/**
 * Sends an update, once: the same id again gets the first one's answer, also after the workflow has closed.
 * @throws WorkflowNotFoundError when the workflow has closed, or never was, without this update
 */
export const updateOnce = <Ret, Args extends [unknown, ...unknown[]]>(
  client: Client,
  workflowId: string,
  update: UpdateDefinition<Ret, Args>,
  { updateId, args }: { readonly updateId: string; readonly args: Args },
): Promise<Ret> =>
  withinLimit(client, async () => {
    const handle = client.workflow.getHandle(workflowId);
    try {
      return await handle.executeUpdate(update, { updateId, args });
    } catch (error) {
      if (!isWorkflowGone(error)) throw error;
      return handle.getUpdateHandle<Ret>(updateId).result();
    }
  });
