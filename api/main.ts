import { createKnex } from '../db/knex';
import { realClock } from '../platform/clock';
import { readApiEnv } from '../platform/env';
import { createLogger } from '../platform/logger';
import { createShutdown, handleSignals } from '../platform/shutdown';
import { createTemporalClient } from '../platform/temporal';
import { createBooks } from './books';
import { startApi } from './process';

/** Room for what is being served; what stops us kills us some seconds later. */
const shutdownLimitMs = 12_000;

const main = async (): Promise<void> => {
  const env = readApiEnv(process.env);
  const log = createLogger({ level: env.LOG_LEVEL, name: 'api' });
  const knex = createKnex(env.DATABASE_URL, { poolMax: env.DATABASE_POOL_MAX });
  const client = createTemporalClient(env);
  const closers = [
    { name: 'Temporal', close: () => client.connection.close() },
    { name: 'Postgres', close: () => knex.destroy() },
  ];
  const shutdown = createShutdown({ log, closers, limitMs: shutdownLimitMs });
  handleSignals(shutdown, log);

  const api = await startApi(env, { books: createBooks(knex), client, log, now: realClock });
  closers.unshift(...api.closers);
  log.info({ host: env.API_HOST, port: api.port }, 'the API listens');
};

void main();
