import type { Knex } from 'knex';
import { createAuthenticate } from '../../api/auth';
import { createTrail } from '../../api/audit/trail';
import { createBooks } from '../../api/books';
import type { Books } from '../../api/process';
import type { Route } from '../../api/route';
import { createServer } from '../../api/server';
import type { Grant } from '../../domain/identity/permission';
import { createLogger } from '../../platform/logger';
import type { Caller } from './api';
import { createCaller } from './api';
import { askingVendors } from './asking-vendors';
import { insertUser } from './builders';

export interface Served {
  /** A new person with roles. */
  readonly as: (...grants: readonly Grant[]) => Promise<Caller>;
  /** Where it listens, for callers with keys of their own. */
  readonly urlOf: () => string;
  readonly ownerOf: (organizationId: string) => Promise<Caller>;
}

type Deps = Books &
  Omit<ReturnType<typeof askingVendors>, 'closeCalls'> & {
    readonly now: () => string;
    readonly attachmentMaxBytes: number;
  };

/** Serves routes that only read and write the database, over real HTTP, for the test file that calls this. */
export const useServer = (knex: Knex, now: string, routesOf: (deps: Deps) => readonly Route[]): Served => {
  const clock = (): string => now;
  const books = createBooks(knex);
  const log = createLogger({ level: 'silent', name: 'test' });
  const { closeCalls, ...asking } = askingVendors(knex);
  const routes = routesOf({ ...books, ...asking, attachmentMaxBytes: 100_000, now: clock });
  const server = createServer({
    log,
    keepTrail: createTrail({ audit: books.audit, now: clock, log }),
    authenticate: createAuthenticate({ actors: books.actors, now: clock }),
    routes,
    health: { checks: {} },
    corsOrigins: [],
  });
  let url = '';
  beforeAll(async () => {
    url = `http://127.0.0.1:${(await server.listen('127.0.0.1', 0)).port}`;
  });
  afterAll(async () => {
    await server.close();
    await closeCalls();
  });
  const as = async (...grants: readonly Grant[]): Promise<Caller> =>
    createCaller(url, (await insertUser(knex, grants)).key);
  return { as, urlOf: () => url, ownerOf: (scopeId) => as({ role: 'owner', scope: 'organization', scopeId }) };
};
