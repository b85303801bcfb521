import type { Client } from '@temporalio/client';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Knex } from 'knex';
import type { Purchase } from './workflows';

/** As ours: workflows and database work wait in one queue, calls to the vendor in another. */
export const floorQueues = { core: 'floor', vendor: 'floor-vendor' } as const;

const insertRow = 'insert into floor (purchase_id, step) values (?, ?) on conflict do nothing';

const startOptions = (workflowId: string, purchase: Purchase) =>
  ({
    workflowId,
    taskQueue: floorQueues.core,
    args: [purchase],
    workflowIdConflictPolicy: 'USE_EXISTING',
  }) as const;

export const createFloorActivities = (knex: Knex, client: Client) => ({
  insert: async (id: string, step: string): Promise<void> => {
    await knex.raw(insertRow, [id, step]);
  },
  /** As ours: what answers at once is asked with the start, what takes its time is told of by a signal later. */
  startSubscription: async (purchase: Purchase): Promise<void> => {
    const start = startOptions(`floor-subscription/${purchase.id}`, purchase);
    if (purchase.full) await client.workflow.start('floorSubscription', start);
    else {
      const startWorkflowOperation = new WithStartWorkflowOperation('floorSubscription', start);
      await client.workflow.executeUpdateWithStart('provisioned', { startWorkflowOperation });
    }
  },
  startRun: async (purchase: Purchase): Promise<void> => {
    const run = await client.workflow.start('floorRun', startOptions(`floor-run/${purchase.id}`, purchase));
    if (!purchase.full) await run.result();
  },
  tell: (workflowId: string): Promise<void> => client.workflow.getHandle(workflowId).signal('done'),
});

export type FloorActivities = ReturnType<typeof createFloorActivities>;

export const createFloorVendorActivities = (knex: Knex, client: Client) => ({
  /** The vendor is told, and reports at once. */
  notify: async ({ id }: Purchase): Promise<void> => {
    await knex.raw(insertRow, [id, 'report']);
    await client.workflow.getHandle(`floor-run/${id}`).signal('report');
  },
});

export type FloorVendorActivities = ReturnType<typeof createFloorVendorActivities>;
