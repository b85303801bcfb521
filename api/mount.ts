import type { Express, Request, RequestHandler, Response } from 'express';
import express from 'express';
import type { Authenticate, Caller } from './auth';
import { contextOf } from './request-context';
import { RequestProblem } from './request-problem';
import type { Reply, Route, RouteSpec } from './route';
import { sendJson } from './send';
import { validate } from './validate';

const bodyLimitBytes = 256 * 1024;

/** Puts routes on the server; an address that is known answers other methods with 405. */
export const mount = (app: Express, routes: readonly Route[], authenticate: Authenticate): void => {
  for (const path of new Set(routes.map(({ spec }) => spec.path))) {
    const here = routes.filter(({ spec }) => spec.path === path);
    const address = app.route(expressPath(path));
    for (const route of here) address[route.spec.method](...handlersOf(route, authenticate));
    const methods = here.map(({ spec }) => spec.method.toUpperCase());
    address.all(refuseMethod(methods.includes('GET') ? ['HEAD', ...methods] : methods));
  }
};

/** `/v1/orders/{orderId}` → `/v1/orders/:orderId`. */
const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

const refuseMethod =
  (allowed: readonly string[]) =>
  (request: Request): void => {
    throw new RequestProblem('method-not-allowed', `${request.method} is not one of ${allowed.join(', ')}`, {
      headers: { allow: allowed.join(', ') },
    });
  };

const handlersOf = (route: Route, authenticate: Authenticate): RequestHandler[] => {
  const { spec } = route;
  const identify = async (request: Request, response: Response): Promise<Caller | undefined> => {
    const context = contextOf(response);
    context.operationId = spec.operationId;
    if (spec.access === 'public') return undefined;
    const caller = await authenticate(request.headers.authorization);
    context.userId = caller.userId;
    return caller;
  };
  if (spec.body === undefined) {
    return [async (request, response) => serve(route, request, response, await identify(request, response))];
  }
  // Who is not known gets no body parsed.
  const callers = new WeakMap<Request, Caller>();
  return [
    async (request, response, next) => {
      const caller = await identify(request, response);
      if (caller !== undefined) callers.set(request, caller);
      next();
    },
    express.json({
      limit: spec.bodyLimitBytes ?? bodyLimitBytes,
      type: ['application/json', 'application/*+json'],
    }) as RequestHandler,
    (request: Request, response: Response) => {
      checkHasJson(request);
      return serve(route, request, response, callers.get(request));
    },
  ];
};

const checkHasJson = (request: Request): void => {
  if (request.body !== undefined) return;
  const { 'content-length': length, 'transfer-encoding': encoding, 'content-type': type } = request.headers;
  if (encoding === undefined && (length === undefined || length === '0')) {
    throw new RequestProblem('validation-failed', 'the request has no body', {
      errors: [{ in: 'body', pointer: '', detail: 'is missing' }],
    });
  }
  throw new RequestProblem('unsupported-media-type', `${type ?? 'a body without a type'} is not JSON`);
};

const serve = async (
  { spec, handle }: Route,
  request: Request,
  response: Response,
  caller: Caller | undefined,
): Promise<void> => {
  const raw: { params: unknown; query: unknown; headers: unknown; body: unknown } = request;
  const context = contextOf(response);
  context.ids = raw.params;
  const input = validate(spec, raw);
  const reply: Reply = {
    header: (name, value) => {
      context.headers[name] = value;
    },
  };
  const answer = await handle({ ...input, caller }, reply);
  sendJson(response, spec.status, onlyListed(spec, answer));
};

/** Parses the answer too: a field that its schema does not list never leaves. */
const onlyListed = (spec: RouteSpec, answer: unknown): unknown => {
  const listed = spec.response.safeParse(answer);
  if (listed.success) return listed.data;
  throw new Error(`the answer of ${spec.operationId} does not fit its schema`, { cause: listed.error });
};
