import type { Request, RequestHandler, Response } from 'express';
import { holds } from '../domain/identity/permission';
import type { Permission } from '../domain/identity/permission-table';
import { DomainError } from '../domain/errors';
import type { KeepTrail } from './audit/trail';
import type { Authenticate, Caller } from './auth';
import type { ParseBody } from './body';
import { bodyParserOf } from './body';
import type { Limit } from './limits/limiter';
import type { Download } from './bytes';
import { sendDownload } from './bytes';
import type { PickListed } from './listed-fields';
import { createPick } from './listed-fields';
import { contextOf } from './request-context';
import { RequestProblem } from './request-problem';
import type { Input, Reply, Route } from './route';
import type { Match } from './route-table';
import { createRouteTable } from './route-table';
import { sendJson, sendText } from './send';
import { validate } from './validate';
import { yamlType, yamlTypes } from './yaml';
import { yamlThreads } from './yaml-threads';

/** Serves routes; what is at none of their addresses goes on to the next handler. */
export const serveRoutes = (
  routes: readonly Route[],
  authenticate: Authenticate,
  keepTrail: KeepTrail,
  limit: Limit,
): RequestHandler => {
  const find = createRouteTable(routes);
  const operations = new Map(routes.map((route) => [route, operationOf(route)]));
  return (request, response, next) => {
    const match = find(pathOf(request));
    if (match === undefined) {
      next();
      return;
    }
    const operation = operations.get(routeOf(match, request.method));
    if (operation !== undefined)
      serve(operation, match.params, { authenticate, keepTrail, limit }, request, response).catch(next);
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

/** What every request passes. */
interface Doors {
  readonly authenticate: Authenticate;
  readonly keepTrail: KeepTrail;
  readonly limit: Limit;
}

const serve = async (
  operation: Operation,
  params: Match['params'],
  { authenticate, keepTrail, limit }: Doors,
  request: Request,
  response: Response,
): Promise<void> => {
  const { spec, pick } = operation;
  const context = contextOf(response);
  context.operationId = spec.operationId;
  context.ids = params;
  const asked: Asked = { params, request, response, body: undefined };
  let answer: unknown;
  if (spec.access === 'authenticated') {
    const caller = await authenticate(request.headers.authorization);
    context.userId = caller.userId;
    Object.assign(context.headers, limit(caller));
    const { requestId } = context;
    const audited = { spec, caller, requestId, address: request.ip, params, body: () => asked.body };
    answer = await keepTrail(audited, () => carryOut(operation, asked, caller));
  } else answer = await carryOut(operation, asked, undefined);
  const listed = pick(answer);
  if (spec.download !== undefined) await sendDownload(request, response, spec.status, listed as Download);
  else if (spec.yaml === true && prefersYaml(request)) {
    sendText(response, spec.status, yamlType, await yamlThreads.write(listed));
  } else sendJson(response, spec.status, listed);
};

/** Whatever the answer is, another language may get another one. */
const languagesOf = (request: Request, headers: Record<string, string>): readonly string[] => {
  const { vary } = headers;
  headers['vary'] = vary === undefined ? 'accept-language' : `${vary}, accept-language`;
  // Nothing but a star: any language will do.
  return request.acceptsLanguages().filter((range) => range !== '*');
};

interface Asked {
  readonly params: Match['params'];
  readonly request: Request;
  readonly response: Response;
  /** Once it has been parsed. */
  body: unknown;
}

const carryOut = async (
  { spec, handle, parseBody }: Operation,
  asked: Asked,
  caller: Caller | undefined,
): Promise<unknown> => {
  const { params, request, response } = asked;
  const { headers: answered } = contextOf(response);
  if (caller !== undefined && spec.permission !== undefined) checkHeld(caller, spec.permission);
  // Who is not known, or may do this nowhere, gets no body parsed.
  asked.body = parseBody && (await parseBody(request, response));
  const { headers } = request;
  const { body } = asked;
  const query = spec.query && request.query;
  const languages = spec.localized === true ? languagesOf(request, answered) : [];
  const input: Input = { ...validate(spec, { params, query, headers, body }), languages, caller };
  return handle(input, replyOf(answered));
};

const prefersYaml = (request: Request): boolean =>
  request.accepts(['application/json', ...yamlTypes]) !== 'application/json' && request.accepts(yamlTypes) !== false;

const checkHeld = (caller: Caller, permission: Permission): void => {
  if (holds(caller, permission)) return;
  throw new DomainError('forbidden', 'the permission is missing', { permission });
};

const replyOf = (headers: Record<string, string>): Reply => ({
  header: (name, value) => {
    headers[name] = value;
  },
});
