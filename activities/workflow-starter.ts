import type { Client } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';

type StartOptions = Parameters<Client['workflow']['start']>[1];

/**
 * Starts a workflow once for its id. That it runs already, or has ended, is what a repeated activity finds.
 * @returns true when it had ended before.
 */
export const startOnce = async (
  client: Client,
  workflowType: string,
  options: Omit<StartOptions, 'workflowIdReusePolicy' | 'workflowIdConflictPolicy'>,
): Promise<boolean> => {
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
