import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createKnex } from '../../db/knex';
import { createFloorActivities, floorQueue } from './activities';

/** The worker process of the floor: one worker, one pool, nothing else. */
const main = async (): Promise<void> => {
  const {
    TEMPORAL_ADDRESS: address = '',
    DATABASE_URL: databaseUrl = '',
    TEMPORAL_NAMESPACE: namespace = 'default',
  } = process.env;
  const connection = await NativeConnection.connect({ address });
  const knex = createKnex(databaseUrl, { poolMax: 20 });
  await knex.raw('create table if not exists floor (id uuid primary key, what text not null)');
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: floorQueue,
    workflowsPath: join(__dirname, 'workflows.js'),
    activities: createFloorActivities(knex, new Client({ connection, namespace })),
  });
  process.send?.('ready');
  await worker.run();
  await knex.destroy();
  await connection.close();
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
