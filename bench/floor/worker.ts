import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createKnex } from '../../db/knex';
import { createFloorActivities, createFloorVendorActivities, floorQueues } from './activities';

const createFloorTable = `
  create table if not exists floor (purchase_id uuid not null, step text not null, primary key (purchase_id, step))`;

/** The worker process of the floor: settings and pool as in `workers/main.ts`, and nothing else. */
const main = async (): Promise<void> => {
  const { TEMPORAL_ADDRESS: address = '', DATABASE_URL: databaseUrl = '', MAX_CACHED_WORKFLOWS } = process.env;
  const namespace = process.env['TEMPORAL_NAMESPACE'] ?? 'default';
  Runtime.install({ telemetryOptions: { logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } } });
  const connection = await NativeConnection.connect({ address });
  const client = new Client({ connection, namespace });
  const knex = createKnex(databaseUrl, { poolMax: Number(process.env['DATABASE_POOL_MAX'] ?? 10) });
  await knex.raw(createFloorTable);
  const workers = [
    await Worker.create({
      connection,
      namespace,
      taskQueue: floorQueues.core,
      workflowBundle: { codePath: join(__dirname, 'workflow-bundle.js') },
      activities: createFloorActivities(knex, client),
      maxCachedWorkflows: Number(MAX_CACHED_WORKFLOWS ?? 2_000),
      maxConcurrentWorkflowTaskExecutions: 200,
      maxConcurrentLocalActivityExecutions: 500,
    }),
    await Worker.create({
      connection,
      namespace,
      taskQueue: floorQueues.vendor,
      activities: createFloorVendorActivities(knex, client),
      maxConcurrentActivityTaskExecutions: 200,
    }),
  ];
  const running = Promise.all(workers.map((worker) => worker.run()));
  process.send?.('ready');
  await running;
  await knex.destroy();
  await connection.close();
};

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
