import { randomUUID } from 'node:crypto';
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { floorQueue } from './activities';
import type { Purchase } from './workflows';

/** Starts the floor's worker; the returned function stops it. */
export const startFloor = async (env: NodeJS.ProcessEnv): Promise<() => Promise<void>> => {
  const child = fork(join(__dirname, 'worker.js'), { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the floor's worker ended with ${code ?? 'a signal'}`)));
  });
  return () =>
    new Promise((resolve) => {
      child.removeAllListeners('exit');
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
};

/** One bare purchase, with the messages of a real one; ends when the order's workflow has ended. */
export const floorPurchase = async (client: Client, full: boolean): Promise<string> => {
  const purchase: Purchase = { id: randomUUID(), full };
  const start = new WithStartWorkflowOperation('floorOrder', {
    workflowId: `floor-order/${purchase.id}`,
    taskQueue: floorQueue,
    args: [purchase],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  await client.workflow.executeUpdateWithStart('submit', { startWorkflowOperation: start });
  const order = client.workflow.getHandle(`floor-order/${purchase.id}`);
  if (full) await order.executeUpdate('decide');
  await order.result();
  return purchase.id;
};
