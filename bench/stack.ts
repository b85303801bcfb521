import { Client, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import type { ApiClient } from './api-client';
import { createApiClient } from './api-client';
import type { Market } from './market';
import { openMarket } from './market';
import type { Program } from './programs';
import { runProgram, startProgram } from './programs';

/** Everything that is measured: our processes, the floor's worker, and the servers that both use. */
export interface Stack {
  readonly env: NodeJS.ProcessEnv;
  readonly api: ApiClient;
  readonly client: Client;
  readonly pool: Pool;
  readonly market: Market;
  readonly programs: Readonly<Record<Name, Program>>;
  /** Starts these programs anew, with more in their environment. */
  readonly restart: (names: readonly Name[], more: NodeJS.ProcessEnv) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What one key can do is measured, not what it may. */
const unlimited = { API_REQUESTS_PER_SECOND: '0' } as const;

type Name = 'api' | 'worker' | 'vendor' | 'floor';

const serverOf = (env: NodeJS.ProcessEnv, portName: string): string => `http://127.0.0.1:${env[portName] ?? ''}`;

/** Starts the processes of an installation on the servers of the environment, with the demo market in an empty database. */
export const startStack = async (env: NodeJS.ProcessEnv): Promise<Stack> => {
  await runProgram('../bin/prepare.js', ['--demo'], env);
  await runProgram('floor/bundle.js', [], env);
  const pool = new Pool({ connectionString: env['DATABASE_URL'], max: 16 });
  const market = await openMarket(pool, env['ENTREPOT_KEYS_FILE'] ?? '');
  const apiUrl = serverOf(env, 'API_PORT');
  const start: Record<Name, (more?: NodeJS.ProcessEnv) => Promise<Program>> = {
    api: (more) =>
      startProgram({ script: '../api/main.js', env: { ...env, ...unlimited, ...more }, readyUrl: `${apiUrl}/readyz` }),
    worker: (more) =>
      startProgram({
        script: '../workers/main.js',
        env: { ...env, ...more },
        readyUrl: `${serverOf(env, 'WORKER_HEALTH_PORT')}/readyz`,
      }),
    vendor: () =>
      startProgram({ script: 'vendor.js', env: { ...env, API_URL: apiUrl, VENDOR_KEY: market.keys.vendor } }),
    floor: (more) => startProgram({ script: 'floor/worker.js', env: { ...env, ...more } }),
  };
  const programs = {
    api: await start.api(),
    worker: await start.worker(),
    vendor: await start.vendor(),
    floor: await start.floor(),
  };
  const connection = await Connection.connect({ address: env['TEMPORAL_ADDRESS'] ?? '' });
  const api = createApiClient(apiUrl);
  return {
    env,
    api,
    client: new Client({ connection, namespace: env['TEMPORAL_NAMESPACE'] ?? 'default' }),
    pool,
    market,
    programs,
    restart: async (names, more) => {
      for (const name of names) {
        await programs[name].stop();
        programs[name] = await start[name](more);
      }
    },
    stop: async () => {
      await api.close();
      await connection.close();
      await pool.end();
      await Promise.all(Object.values(programs).map((program) => program.stop()));
    },
  };
};
