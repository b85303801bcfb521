import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { startApplication } from '../../bin/launcher/application.js';
import { findFree, startPostgres, startTemporal } from '../../bin/launcher/index.js';
import { run } from '../../bin/launcher/processes.js';

type Application = Awaited<ReturnType<typeof startApplication>>;
type OwnPostgres = Awaited<ReturnType<typeof startPostgres>>;
type OwnTemporal = Awaited<ReturnType<typeof startTemporal>>;

/** A whole installation of real processes: servers, API, worker and demo vendor, each of which can be killed. */
export interface Stack {
  readonly apiUrl: string;
  readonly vendorUrl: string;
  readonly databaseUrl: string;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly postgres: OwnPostgres;
  readonly temporal: OwnTemporal;
  readonly api: Application;
  readonly worker: Application;
  readonly vendor: Application;
  readonly client: Client;
  /** One more API, or worker, beside those that run. */
  readonly addApi: () => Promise<Application & { readonly url: string }>;
  readonly addWorker: () => Promise<Application>;
  readonly stop: () => Promise<void>;
}

const root = join(__dirname, '../..');

/** Starts everything on free ports below a folder of its own, with the demo market in an empty database. */
export const startStack = async (name: string): Promise<Stack> => {
  const home = join(
    process.env['ENTREPOT_TEST_HOME'] ?? join(root, '.entrepot', 'test'),
    `${name}-${randomUUID().slice(0, 8)}`,
  );
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const postgres = await startPostgres({ home, port: 0, test: true, own: true });
  const temporal = await startTemporal({ home, port: 0, uiPort: 0, own: true });
  const [apiPort, workerPort, vendorPort] = [await findFree(), await findFree(), await findFree()];
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'test',
    LOG_LEVEL: 'info',
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: 'default',
    API_HOST: '127.0.0.1',
    API_PORT: String(apiPort),
    PUBLIC_URL: apiUrl,
    WORKER_HEALTH_PORT: String(workerPort),
    VENDOR_PORT: String(vendorPort),
    ENTREPOT_HOME: home,
    ENTREPOT_KEYS_FILE: join(home, 'keys.json'),
    ENTREPOT_SECRET_KEY: randomBytes(32).toString('base64'),
    ALLOW_PRIVATE_ENDPOINTS: 'true',
  };
  const prepared = await run(process.execPath, [join(root, 'dist/bin/prepare.js'), '--demo'], { env });
  if (prepared.code !== 0) throw new Error(`prepare failed: ${prepared.output}`);
  const application = (script: string, port: number, page: string, more: NodeJS.ProcessEnv = {}) =>
    startApplication({
      // Each has a log and a mark of its own.
      name: `${script.split('/')[0] ?? script}${more['NTH'] ?? ''}`,
      script,
      home,
      env: { ...env, ...more },
      readyUrl: `http://127.0.0.1:${port}${page}`,
    });
  const [api, worker, vendor] = await Promise.all([
    application('api/main.js', apiPort, '/readyz'),
    application('workers/main.js', workerPort, '/readyz'),
    application('demo/vendor.js', vendorPort, '/healthz'),
  ]);
  const connection = await Connection.connect({ address: temporal.address });
  const parts: { stop: () => Promise<void> }[] = [vendor, api, worker, temporal, postgres];
  return {
    apiUrl,
    vendorUrl: `http://127.0.0.1:${vendorPort}`,
    databaseUrl: postgres.url,
    env,
    home,
    postgres,
    temporal,
    api,
    worker,
    vendor,
    client: new Client({ connection }),
    addApi: async () => {
      const port = await findFree();
      const added = await application('api/main.js', port, '/readyz', { NTH: '-2', API_PORT: String(port) });
      parts.unshift(added);
      return Object.assign(added, { url: `http://127.0.0.1:${port}` });
    },
    addWorker: async () => {
      const port = await findFree();
      const more = { NTH: '-2', WORKER_HEALTH_PORT: String(port) };
      const added = await application('workers/main.js', port, '/readyz', more);
      parts.unshift(added);
      return added;
    },
    stop: async () => {
      await connection.close();
      for (const part of parts) await part.stop();
    },
  };
};
