import type { Knex } from 'knex';
import { createKnex } from '../db/knex';
import { migrateUp } from '../db/migrate';
import { seedDemoMarket, takesDemoMarket } from '../db/seeds/demo-market';
import type { PrepareEnv } from '../platform/env';
import { readDemoEnv, readPrepareEnv } from '../platform/env';
import { createLogger } from '../platform/logger';
import { connectTemporal } from '../platform/temporal';
import { prepareNamespace } from '../platform/temporal-namespace';
import { searchAttributes } from '../workflows/search-attributes';
import { keepDemoKeys } from './keys-file';

/** How long Temporal keeps the history of what has ended. */
const retentionDays = 30;

const prepareTemporal = async (env: PrepareEnv): Promise<void> => {
  const client = await connectTemporal(env, createLogger({ level: env.LOG_LEVEL, name: 'prepare' }));
  try {
    await prepareNamespace(client, { attributes: Object.values(searchAttributes), retentionDays });
  } finally {
    await client.connection.close();
  }
};

/** @returns whether the demo marketplace is there */
const loadDemo = async (knex: Knex): Promise<boolean> => {
  const env = readDemoEnv(process.env);
  if (!(await takesDemoMarket(knex))) return false;
  await seedDemoMarket(knex, {
    keys: keepDemoKeys(env.ENTREPOT_KEYS_FILE),
    secretKey: env.ENTREPOT_SECRET_KEY,
    vendorUrl: `http://127.0.0.1:${env.VENDOR_PORT}/events`,
  });
  return true;
};

const prepareDatabase = async (env: PrepareEnv, withDemo: boolean): Promise<void> => {
  const knex = createKnex(env.DATABASE_URL, { poolMax: 4 });
  try {
    await migrateUp(knex);
    // The launcher reads this line.
    if (withDemo) console.log(`demo marketplace: ${(await loadDemo(knex)) ? 'loaded' : 'left out'}`);
  } finally {
    await knex.destroy();
  }
};

/** Makes database and Temporal ready for API and worker; with `--demo` loads the demo marketplace. May be repeated. */
const main = async (): Promise<void> => {
  const env = readPrepareEnv(process.env);
  await Promise.all([prepareTemporal(env), prepareDatabase(env, process.argv.includes('--demo'))]);
};

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
