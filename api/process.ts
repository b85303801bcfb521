import type { Client } from '@temporalio/client';
import type { RealClock } from '../platform/clock';
import type { ApiEnv } from '../platform/env';
import { createGuardedHttp } from '../platform/guarded-http';
import { createSecretBox } from '../platform/secrets';
import type { Logger } from '../platform/logger';
import type { AuditWrites } from './audit/reads';
import { createTrail } from './audit/trail';
import type { AuthDeps } from './auth';
import { createAuthenticate } from './auth';
import { createBusinessTime } from './business-time';
import type { VerifyToken } from './identity/access-token';
import { createVerifyToken } from './identity/access-token';
import type { KeyUsesDeps } from './identity/key-uses';
import { createKeyUses } from './identity/key-uses';
import { createLimit } from './limits/limiter';
import type { RouteDeps } from './routes';
import { createRoutes } from './routes';
import { createEnclosureSweep } from './orders/enclosure-sweep';
import { createServer } from './server';
import type { ReportInbox } from './syndication/reads';
import { createReportRelay } from './syndication/report-relay';
import { createVendorCalls } from './vendors/calls';
import { createFetchedChoices } from './vendors/fetched-choices';
import type { VendorEndpointReads } from './vendors/reads';

/** What the API reads from the database and appends to it. */
export type Books = Omit<
  RouteDeps,
  | 'client'
  | 'attachmentMaxBytes'
  | 'now'
  | 'businessTime'
  | 'relay'
  | 'inbox'
  | 'secrets'
  | 'verifyToken'
  | 'vendors'
  | 'choices'
> & {
  readonly vendorEndpoints: VendorEndpointReads;
  readonly actors: AuthDeps['actors'];
  readonly audit: AuditWrites;
  readonly keyUses: KeyUsesDeps['intake'];
  readonly inbox: ReportInbox;
  /** Answers when the database does. */
  readonly ping: () => Promise<unknown>;
};

export interface ApiProcess {
  readonly port: number;
  /** In this order: take nothing new and finish what is served, then what is still to be relayed. */
  readonly closers: readonly { readonly name: string; readonly close: () => Promise<void> }[];
}

type ApiSettings =
  | 'ALLOW_PRIVATE_ENDPOINTS'
  | 'API_PROXIES'
  | 'API_REQUESTS_PER_SECOND'
  | 'ATTACHMENT_MAX_BYTES'
  | 'API_HOST'
  | 'API_PORT'
  | 'CORS_ORIGINS'
  | 'ENTREPOT_SECRET_KEY'
  | 'OIDC_ISSUERS'
  | 'OIDC_CLOCK_SKEW_SECONDS';

/** More than any question to a vendor may take, which has its own deadline. */
const vendorCallMs = 10_000;

/** Puts the parts of the API together and begins to serve. */
export const startApi = async (
  env: Pick<ApiEnv, ApiSettings>,
  { books, client, log, now }: { books: Books; client: Client; log: Logger; now: RealClock },
): Promise<ApiProcess> => {
  const relay = createReportRelay({ inbox: books.inbox, client, log });
  const keyUses = createKeyUses({ intake: books.keyUses, now, log });
  const sweep = createEnclosureSweep({ enclosures: books.enclosures, log, now });
  const verifyToken = verifierOf(env, now);
  const used = (keyId: string): void => keyUses.note(keyId);
  const secrets = createSecretBox(env.ENTREPOT_SECRET_KEY);
  const http = createGuardedHttp({ allowPrivate: env.ALLOW_PRIVATE_ENDPOINTS, timeoutMs: vendorCallMs });
  const vendors = createVendorCalls({ http, endpoints: books.vendorEndpoints, secrets, log });
  const server = createServer({
    log,
    keepTrail: createTrail({ audit: books.audit, now, log }),
    proxies: env.API_PROXIES,
    limit: createLimit(env.API_REQUESTS_PER_SECOND),
    authenticate: createAuthenticate({ actors: books.actors, now, used, verifyToken }),
    routes: createRoutes({
      ...books,
      client,
      now,
      relay,
      verifyToken,
      attachmentMaxBytes: env.ATTACHMENT_MAX_BYTES,
      secrets,
      vendors,
      choices: createFetchedChoices(vendors),
      businessTime: createBusinessTime({ clocks: books.clocks, now }),
    }),
    health: {
      checks: {
        Postgres: books.ping,
        Temporal: () => client.connection.workflowService.getSystemInfo({}),
      },
    },
    corsOrigins: env.CORS_ORIGINS,
  });
  const { port } = await server.listen(env.API_HOST, env.API_PORT);
  relay.start();
  keyUses.start();
  sweep.start();
  return {
    port,
    closers: [
      { name: 'server', close: () => server.close() },
      { name: 'report relay', close: () => relay.close() },
      { name: 'uses of keys', close: () => keyUses.close() },
      { name: 'enclosure sweep', close: () => sweep.close() },
      { name: 'calls to vendors', close: () => http.close() },
    ],
  };
};

const verifierOf = (
  { OIDC_ISSUERS: issuers, OIDC_CLOCK_SKEW_SECONDS: clockSkewSeconds }: Pick<ApiEnv, ApiSettings>,
  now: RealClock,
): VerifyToken | undefined =>
  issuers.length === 0 ? undefined : createVerifyToken({ issuers, clockSkewSeconds, now });
