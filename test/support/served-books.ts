import type { AuthDeps } from '../../api/auth';
import { createAuthenticate } from '../../api/auth';
import { createTrail } from '../../api/audit/trail';
import { createBooks } from '../../api/books';
import { createBusinessTime } from '../../api/business-time';
import type { RouteDeps } from '../../api/routes';
import { createRoutes } from '../../api/routes';
import { createServer } from '../../api/server';
import { createLogger } from '../../platform/logger';
import type { Caller } from './api';
import { askingVendors } from './asking-vendors';
import { createCaller } from './api';
import type { TestDatabase } from './database';

/** What only workflows need: nothing that these tests ask for begins one. */
const nowhere = {} as Pick<RouteDeps, 'client' | 'relay'>;

/** The API over HTTP on a test's database, without workflows. */
export const useServedBooks = (
  { knex }: TestDatabase,
  now: () => string,
  auth: Pick<AuthDeps, 'believeMs' | 'used' | 'verifyToken'> = {},
  asking = askingVendors(knex),
): { readonly callerOf: (key: string) => Caller } => {
  const books = createBooks(knex);
  const businessTime = createBusinessTime({ clocks: books.clocks, now });
  const log = createLogger({ level: 'silent', name: 'test' });
  const server = createServer({
    log,
    keepTrail: createTrail({ audit: books.audit, now: now, log }),
    authenticate: createAuthenticate({ ...auth, actors: books.actors, now }),
    routes: createRoutes({
      ...books,
      ...nowhere,
      ...asking,
      verifyToken: auth.verifyToken,
      businessTime,
      attachmentMaxBytes: 100_000,
      now,
    }),
    health: { checks: {} },
    corsOrigins: [],
  });
  let url = '';
  beforeAll(async () => {
    url = `http://127.0.0.1:${(await server.listen('127.0.0.1', 0)).port}`;
  });
  afterAll(async () => {
    await server.close();
    await asking.closeCalls();
  });
  return { callerOf: (key) => createCaller(url, key) };
};
