import { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { createActivities } from '../activities';
import { createVendorActivities } from '../activities/syndication';
import { createClockStore } from '../db/clocks/clock-store';
import { createKnex } from '../db/knex';
import { createOrderStore } from '../db/orders/order-store';
import { createSubscriptionStore } from '../db/subscriptions/subscription-store';
import { createRunStore } from '../db/syndication/run-store';
import { createVendorEndpointView } from '../db/syndication/vendor-endpoint-view';
import type { WorkerEnv } from '../platform/env';
import { createSecretBox, vendorEndpointContext } from '../platform/secrets';
import { createPlugins } from '../providers/plugins';
import { createWebhookClient } from '../providers/webhook/client';

/** The one place that builds what activities need and hands it in. */
export const createDeps = (env: WorkerEnv, connection: NativeConnection) => {
  const knex = createKnex(env.DATABASE_URL, { poolMax: env.DATABASE_POOL_MAX });
  const client = new Client({ connection, namespace: env.TEMPORAL_NAMESPACE });
  const webhooks = createWebhookClient(env.ALLOW_PRIVATE_ENDPOINTS);
  const secrets = createSecretBox(env.ENTREPOT_SECRET_KEY);
  const endpoints = createVendorEndpointView(knex);
  const pluginOf = createPlugins({
    client: webhooks,
    publicUrl: env.PUBLIC_URL,
    endpointOf: async (vendorId) => {
      const endpoint = await endpoints.find(vendorId);
      return (
        endpoint && { url: endpoint.url, secret: secrets.open(endpoint.sealedSecret, vendorEndpointContext(vendorId)) }
      );
    },
  });
  return {
    knex,
    coreActivities: createActivities({
      client,
      pluginOf,
      orders: createOrderStore(knex),
      subscriptions: createSubscriptionStore(knex),
      runs: createRunStore(knex),
      clocks: createClockStore(knex),
    }),
    vendorActivities: createVendorActivities({ pluginOf }),
    close: async (): Promise<void> => {
      await webhooks.close();
      await knex.destroy();
    },
  };
};
