import type { Client } from '@temporalio/client';
import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';

type StartOptions = Parameters<Client['workflow']['start']>[1];
type StartOnceOptions = Omit<StartOptions, 'workflowIdReusePolicy' | 'workflowIdConflictPolicy'>;

/**
 * Starts a workflow once for its id. That it runs already, or has ended, is what a repeated activity finds.
 * @returns true when it had ended before.
 */
export const startOnce = async (client: Client, workflowType: string, options: StartOnceOptions): Promise<boolean> => {
  try {
    await client.workflow.start(workflowType, {
      ...options,
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
    return false;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return true;
    throw error;
  }
};

/**
 * Starts a workflow once for its id and asks it something in the same call.
 * @returns its answer; null when it has none within the limit, or had ended before it was ever asked
 */
export const askWithStart = async <Answer>(
  client: Client,
  workflowType: string,
  options: StartOnceOptions,
  question: UpdateDefinition<Answer>,
  { updateId, limitMs }: { readonly updateId: string; readonly limitMs: number },
): Promise<Answer | null> => {
  const startWorkflowOperation = new WithStartWorkflowOperation(workflowType, {
    ...options,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
  });
  try {
    return await client.withDeadline(Date.now() + limitMs, () =>
      client.workflow.executeUpdateWithStart(question, { updateId, startWorkflowOperation }),
    );
  } catch (error) {
    if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return null;
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
};

/** Signals a workflow; one that has ended has nothing left to hear. */
export const signalIfRunning = async <Args extends unknown[]>(
  client: Client,
  workflowId: string,
  signal: SignalDefinition<Args>,
  ...args: Args
): Promise<void> => {
  try {
    await client.workflow.getHandle(workflowId).signal(signal, ...args);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
};
