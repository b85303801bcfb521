import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Knex } from 'knex';
import { activityInterceptors } from '../../activities/interceptors';
import { createActivities } from '../../activities';
import { createVendorActivities } from '../../activities/syndication';
import { createClockStore } from '../../db/clocks/clock-store';
import { createKnex } from '../../db/knex';
import { createOrderStore } from '../../db/orders/order-store';
import { createSubscriptionStore } from '../../db/subscriptions/subscription-store';
import { createRunStore } from '../../db/syndication/run-store';
import { createVendorEndpointView } from '../../db/syndication/vendor-endpoint-view';
import type { SecretBox } from '../../platform/secrets';
import { createSecretBox, vendorEndpointContext } from '../../platform/secrets';
import { prepareNamespace } from '../../platform/temporal-namespace';
import { createPlugins } from '../../providers/plugins';
import { createWebhookClient } from '../../providers/webhook/client';
import { searchAttributes } from '../../workflows/search-attributes';
import { taskQueues } from '../../workflows/task-queues';
import { administer, databaseUrl, templateName } from './database';
import { quietRuntime } from './quiet-runtime';
import { scriptedPlugins } from './scripted-plugins';
import type { VendorProcess } from './vendor-process';
import { startVendor } from './vendor-process';

/** Real workers, stores, activities and plugins on a real Temporal server and a real Postgres; only the vendor is ours. */
export interface Stage {
  readonly client: Client;
  readonly knex: Knex;
  readonly vendor: VendorProcess;
  readonly secrets: SecretBox;
  /** What a worker of another process needs to work here. */
  readonly env: Readonly<Record<string, string>>;
  /** Stops the workers, so that what is sent meanwhile meets them in one task; then new ones take over. */
  readonly whileAway: (act: () => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
}

const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing: run the tests with npm test`);
  return value;
};

/** Opens a stage in a namespace and a database of its own. `interceptors` disturb the activities. */
export const openStage = async (interceptors: readonly ActivityInterceptorsFactory[] = []): Promise<Stage> => {
  const namespace = `stage-${randomUUID().slice(0, 8)}`;
  const database = namespace.replace('-', '_');
  await administer(`create database ${database} template ${variable(templateName)}`);
  const connection = await Connection.connect({ address: variable('TEMPORAL_ADDRESS') });
  await registerNamespace(connection, namespace);
  quietRuntime();
  const native = await NativeConnection.connect({ address: variable('TEMPORAL_ADDRESS') });
  const knex = createKnex(databaseUrl(database), { poolMax: 10 });
  const secretKey = randomBytes(32).toString('base64');
  const secrets = createSecretBox(secretKey);
  const webhooks = createWebhookClient(true);
  const activities = composeActivities({
    knex,
    webhooks,
    secrets,
    client: new Client({ connection: native, namespace }),
  });
  const start = (): Promise<() => Promise<void>> => startWorkers(native, namespace, activities, interceptors);
  let stop = await start();
  const vendor = await startVendor();
  return {
    client: new Client({ connection, namespace }),
    knex,
    vendor,
    secrets,
    env: {
      DATABASE_URL: databaseUrl(database),
      TEMPORAL_ADDRESS: variable('TEMPORAL_ADDRESS'),
      TEMPORAL_NAMESPACE: namespace,
      ENTREPOT_SECRET_KEY: secretKey,
      ALLOW_PRIVATE_ENDPOINTS: 'true',
    },
    whileAway: async (act) => {
      await stop();
      await act();
      stop = await start();
    },
    close: async () => {
      await stop();
      await webhooks.close();
      await knex.destroy();
      await administer(`drop database if exists ${database} with (force)`);
      await vendor.stop();
      await native.close();
      await connection.close();
    },
  };
};

interface Parts {
  readonly knex: Knex;
  readonly client: Client;
  readonly webhooks: ReturnType<typeof createWebhookClient>;
  readonly secrets: SecretBox;
}

const composeActivities = ({ knex, client, webhooks, secrets }: Parts) => {
  const endpoints = createVendorEndpointView(knex);
  const shipped = createPlugins({
    client: webhooks,
    publicUrl: 'http://127.0.0.1:9',
    endpointOf: async (vendorId) => {
      const endpoint = await endpoints.find(vendorId);
      return (
        endpoint && { url: endpoint.url, secret: secrets.open(endpoint.sealedSecret, vendorEndpointContext(vendorId)) }
      );
    },
  });
  const pluginOf = (kind: string) => scriptedPlugins.find(({ manifest }) => manifest.kind === kind) ?? shipped(kind);
  return {
    core: createActivities({
      client,
      pluginOf,
      orders: createOrderStore(knex),
      subscriptions: createSubscriptionStore(knex),
      runs: createRunStore(knex),
      clocks: createClockStore(knex),
    }),
    vendor: createVendorActivities({ pluginOf }),
  };
};

const registerNamespace = async (connection: Connection, namespace: string): Promise<void> => {
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  const client = new Client({ connection, namespace });
  await prepareNamespace(client, { attributes: Object.values(searchAttributes), retentionDays: 1 });
};

const bundle = join(__dirname, '../../dist/workflow-bundle.js');

/** @returns how to stop them; they let go of what they do, as a process that dies */
const startWorkers = async (
  connection: NativeConnection,
  namespace: string,
  activities: ReturnType<typeof composeActivities>,
  disturbances: readonly ActivityInterceptorsFactory[],
): Promise<() => Promise<void>> => {
  const shared = {
    connection,
    namespace,
    interceptors: { activity: [activityInterceptors, ...disturbances] },
    shutdownForceTime: '2s' as const,
  };
  const core = await Worker.create({
    ...shared,
    taskQueue: taskQueues.core,
    workflowBundle: { codePath: bundle },
    activities: activities.core,
  });
  const vendor = await Worker.create({ ...shared, taskQueue: taskQueues.vendor, activities: activities.vendor });
  const workers = [core, vendor];
  const running = workers.map((worker) => worker.run());
  const ended = Promise.allSettled(running);
  return async () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await ended;
  };
};
