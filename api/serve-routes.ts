import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import type { Authenticate, Caller } from './auth';
import type { PickListed } from './listed-fields';
import { createPick } from './listed-fields';
import { contextOf } from './request-context';
import { RequestProblem } from './request-problem';
import type { Input, Reply, Route, RouteSpec } from './route';
import type { Match } from './route-table';
import { createRouteTable } from './route-table';
import { sendJson } from './send';
import { validate } from './validate';

/** Serves routes; what is at none of their addresses goes on to the next handler. */
export const serveRoutes = (routes: readonly Route[], authenticate: Authenticate): RequestHandler => {
  const find = createRouteTable(routes);
  const operations = new Map(routes.map((route) => [route, operationOf(route)]));
  return (request, response, next) => {
    const match = find(pathOf(request));
    if (match === undefined) {
      next();
      return;
    }
    const operation = operations.get(routeOf(match, request.method));
    if (operation !== undefined) serve(operation, match.params, authenticate, request, response).catch(next);
  };
};

/** A route with what is made once for it. */
interface Operation extends Route {
  readonly parseBody: ParseBody | undefined;
  readonly pick: PickListed;
}

const operationOf = (route: Route): Operation => ({
  ...route,
  parseBody: bodyParserOf(route.spec),
  pick: createPick(route.spec.response),
});

const pathOf = ({ url }: Request): string => {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
};

const routeOf = ({ address }: Match, method: string): Route => {
  const route = address.byMethod.get(method);
  if (route !== undefined) return route;
  throw new RequestProblem('method-not-allowed', `${method} is not one of ${address.allowed}`, {
    headers: { allow: address.allowed },
  });
};

const serve = async (
  { spec, handle, parseBody, pick }: Operation,
  params: Match['params'],
  authenticate: Authenticate,
  request: Request,
  response: Response,
): Promise<void> => {
  const context = contextOf(response);
  context.operationId = spec.operationId;
  context.ids = params;
  let caller: Caller | undefined;
  if (spec.access === 'authenticated') {
    caller = await authenticate(request.headers.authorization);
    context.userId = caller.userId;
  }
  // Who is not known gets no body parsed.
  const body = parseBody && (await parseBody(request, response));
  const { headers } = request;
  const query = spec.query && request.query;
  const input: Input = { ...validate(spec, { params, query, headers, body }), caller };
  const answer = await handle(input, replyOf(context.headers));
  sendJson(response, spec.status, pick(answer));
};

const replyOf = (headers: Record<string, string>): Reply => ({
  header: (name, value) => {
    headers[name] = value;
  },
});

type ParseBody = (request: Request, response: Response) => Promise<unknown>;

const defaultLimitBytes = 256 * 1024;

const bodyParserOf = ({ body, bodyLimitBytes = defaultLimitBytes }: RouteSpec): ParseBody | undefined => {
  if (body === undefined) return undefined;
  const parse: RequestHandler = express.json({
    limit: bodyLimitBytes,
    type: ['application/json', 'application/*+json'],
  });
  return (request, response) =>
    new Promise((resolve, reject) => {
      const parsed = (error?: unknown): void => {
        const given: { readonly body: unknown } = request;
        if (error instanceof Error) reject(error);
        else if (given.body === undefined) reject(withoutJson(request));
        else resolve(given.body);
      };
      void parse(request, response, parsed);
    });
};

/** Nothing was parsed: there was no body, or it was of another type. */
const withoutJson = ({ headers }: Request): RequestProblem => {
  const { 'content-length': length, 'transfer-encoding': encoding, 'content-type': type } = headers;
  if (encoding === undefined && (length === undefined || length === '0')) {
    return new RequestProblem('validation-failed', 'the request has no body', {
      errors: [{ in: 'body', pointer: '', detail: 'is missing' }],
    });
  }
  return new RequestProblem('unsupported-media-type', `${type ?? 'a body without a type'} is not JSON`);
};
