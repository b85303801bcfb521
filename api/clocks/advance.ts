import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { DomainError } from '../../domain/errors';
import { beginAdvance, clockAdvanceWorkflowId } from '../../workflows/clocks/contract';
import { taskQueues } from '../../workflows/task-queues';
import { withinLimit } from '../workflow-calls';
import type { ClockReads } from './reads';

/** Between the row that says ready and the end of the workflow that wrote it lies a moment. */
const aMomentMs = 25;
const attemptsMost = 80;

/**
 * Starts the advance and waits until the clock is marked, or the advance refused. One at a time for each clock. The same
 * advance again gets the answer of the first: the server keeps it by the update's id, also when the workflow has closed.
 */
export const createBeginAdvance =
  (client: Client, clocks: Pick<ClockReads, 'find'>) =>
  async (clockId: string, to: string): Promise<void> => {
    for (let attempt = 1; attempt <= attemptsMost; attempt += 1) {
      const { target } = await begin(client, clockId, to);
      if (target === to) return;
      if ((await clocks.find(clockId))?.state !== 'ready') break;
      await sleep(aMomentMs);
    }
    throw new DomainError('test-clock-busy', 'the test clock is still advancing');
  };

const begin = (client: Client, clockId: string, to: string): Promise<{ readonly target: string }> =>
  withinLimit(client, () =>
    client.workflow.executeUpdateWithStart(beginAdvance, {
      updateId: `begin-${to}`,
      startWorkflowOperation: new WithStartWorkflowOperation('clockAdvanceWorkflow', {
        workflowId: clockAdvanceWorkflowId(clockId),
        taskQueue: taskQueues.core,
        args: [{ clockId, to }],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: `test clock to ${to}`,
      }),
    }),
  );
