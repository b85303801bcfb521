import type { Server } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as NetServer } from 'node:net';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import express from 'express';
import type { Logger } from '../platform/logger';
import type { KeepTrail } from './audit/trail';
import type { Authenticate } from './auth';
import { mountDocs } from './docs/pages';
import type { HealthDeps } from './health';
import { healthRoutes } from './health';
import type { Limit } from './limits/limiter';
import { unlimited } from './limits/limiter';
import { refusalFrom } from './problem';
import { mountProblemPages } from './problem-pages';
import { logRequest } from './request-log';
import { RequestProblem } from './request-problem';
import { contextOf, openContext } from './request-context';
import type { Route } from './route';
import { sendProblem } from './send';
import { serveRoutes } from './serve-routes';

export interface ServerDeps {
  readonly log: Logger;
  readonly authenticate: Authenticate;
  readonly keepTrail: KeepTrail;
  readonly routes: readonly Route[];
  readonly health: HealthDeps;
  /** Origins of web pages that may call the API. */
  readonly corsOrigins: readonly string[];
  readonly limit?: Limit;
  /** How many proxies stand in front: each writes down whom it serves. */
  readonly proxies?: number;
}

export interface ApiServer {
  /** Begins to listen; port 0 is any free one. Answers where. */
  listen(host: string, port: number): Promise<{ readonly port: number }>;
  /** Takes nothing new and waits for what is being served. */
  close(): Promise<void>;
}

export const createServer = ({
  log,
  authenticate,
  keepTrail,
  routes,
  health,
  corsOrigins,
  proxies = 0,
  limit = unlimited,
}: ServerDeps): ApiServer => {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').set('trust proxy', proxies);
  let isClosing = false;
  app.use(open(log, () => isClosing));
  if (corsOrigins.length > 0) app.use(allowOrigins(new Set(corsOrigins)));
  const all = [...healthRoutes({ ...health, isClosing: () => isClosing }), ...routes];
  app.use(serveRoutes(all, authenticate, keepTrail, limit));
  mountDocs(app, all);
  mountProblemPages(app);
  app.use((request) => {
    throw new RequestProblem('not-found', `there is nothing at ${request.path}`);
  });
  app.use(answerError);

  const server = createHttpServer(app as unknown as Parameters<typeof createHttpServer>[1]);
  // Longer than load balancers keep an idle connection, so that they never send on one that we are closing.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 20_000;
  server.requestTimeout = 60_000;
  return {
    listen: (host, port) => listen(server, host, port),
    close: () => {
      isClosing = true;
      return close(server);
    },
  };
};

const open =
  (log: Logger, isClosing: () => boolean): RequestHandler =>
  (request, response, next) => {
    const context = openContext(response, request.headers['x-request-id']);
    if (isClosing()) context.headers['connection'] = 'close';
    response.once('close', () => logRequest(log, request, response, context));
    next();
  };

const allowOrigins =
  (origins: ReadonlySet<string>): RequestHandler =>
  (request, response, next) => {
    const { origin } = request.headers;
    const { headers } = contextOf(response);
    headers['vary'] = 'origin';
    if (origin === undefined || !origins.has(origin)) {
      next();
      return;
    }
    headers['access-control-allow-origin'] = origin;
    headers['access-control-expose-headers'] =
      'location, x-request-id, retry-after, idempotent-replay, ratelimit, ratelimit-policy';
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    headers['access-control-allow-methods'] = 'GET, POST, PUT';
    headers['access-control-allow-headers'] = 'authorization, content-type, idempotency-key, x-request-id';
    headers['access-control-max-age'] = '600';
    response.writeHead(204, headers).end();
  };

const answerError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  const refusal = refusalFrom(error);
  // What is away for the moment needs no stack: the message says what it is.
  if (refusal.code === 'internal') contextOf(response).error = error;
  if (refusal.code === 'unavailable') contextOf(response).reason = error instanceof Error ? error.message : '';
  // Part of an answer is out already: Express cuts the connection, the one way left to say that it is not whole.
  if (response.headersSent) next(error);
  else sendProblem(response, refusal);
};

const listen = (server: Server, host: string, port: number): Promise<{ readonly port: number }> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve({ port: (server.address() as AddressInfo).port });
    });
  });

/** A client may be sending on a connection that looks idle here; what it gets answered tells it to send no more there. */
const idleGraceMs = 500;

const close = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    const since = Date.now();
    // A connection that is busy now would stay open, idle, once its request has been served.
    const sweep = setInterval(() => {
      if (Date.now() - since >= idleGraceMs) server.closeIdleConnections();
    }, 50);
    // Of `net`, because the one of `http` closes idle connections at once.
    NetServer.prototype.close.call(server, (error) => {
      clearInterval(sweep);
      if (error === undefined) resolve();
      else reject(error);
    });
  });
