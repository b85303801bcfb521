import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';
import type { Purchase } from './workflows';

export const floorQueue = 'floor';

export const createFloorActivities = (knex: Knex, client: Client) => {
  const start = (type: string, workflowId: string, args: [Purchase]) =>
    client.workflow.start(type, { workflowId, taskQueue: floorQueue, args, workflowIdConflictPolicy: 'USE_EXISTING' });
  return {
    insert: async (what: string): Promise<void> => {
      await knex.raw('insert into floor (id, what) values (?, ?)', [randomUUID(), what]);
    },
    startSubscription: async (purchase: Purchase): Promise<void> => {
      await start('floorSubscription', `floor-subscription/${purchase.id}`, [purchase]);
    },
    startRun: async (purchase: Purchase): Promise<void> => {
      const run = await start('floorRun', `floor-run/${purchase.id}`, [purchase]);
      if (!purchase.full) await run.result();
    },
    /** The vendor is told and reports at once. */
    notify: async ({ id }: Purchase): Promise<void> => {
      await knex.raw('insert into floor (id, what) values (?, ?)', [randomUUID(), 'notify']);
      await client.workflow.getHandle(`floor-run/${id}`).signal('report');
    },
    tell: (workflowId: string): Promise<void> => client.workflow.getHandle(workflowId).signal('done'),
  };
};

export type FloorActivities = ReturnType<typeof createFloorActivities>;
