import { DomainError } from '../domain/errors';
import { isDatabaseAway } from './database-failure';
import type { ProblemCode } from './problem-table';
import { problemTable } from './problem-table';
import type { RequestError, RequestProblemExtras } from './request-problem';
import { RequestProblem } from './request-problem';
import { isTemporalAway, refusalOf } from './temporal-failure';

/** A problem as RFC 9457 writes it; `code` is the last part of `type`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance: string;
  readonly requestId: string;
  readonly errors?: readonly RequestError[];
  readonly details?: RequestProblemExtras['details'];
}

/** What is to be answered when something was thrown. */
export interface Refusal {
  readonly code: ProblemCode;
  /** Told to the caller; `undefined` when the reason is nobody's business. */
  readonly detail?: string;
  readonly extras: RequestProblemExtras;
}

// Soon enough for a caller, late enough for a server that is starting.
const retryAfterSeconds = '2';
const unavailable: Refusal = { code: 'unavailable', extras: { headers: { 'retry-after': retryAfterSeconds } } };

/** Finds the one identity of an error, wherever it was thrown: by a rule, at the border, in a workflow, on the way. */
export const refusalFrom = (error: unknown): Refusal => {
  if (error instanceof DomainError) return refusedByRule(error.code, error.message, error.details, error.places);
  if (error instanceof RequestProblem) return { code: error.code, detail: error.message, extras: error.extras };
  // Views refuse a cursor by an error of this name; their module is closed to the API's values.
  if (error instanceof Error && error.name === 'InvalidCursorError') return { code: 'cursor-invalid', extras: {} };
  const refusal = refusalOf(error);
  if (refusal !== undefined) return refusedByRule(refusal.code, refusal.message, refusal.details);
  if (isTemporalAway(error) || isDatabaseAway(error)) return unavailable;
  return fromParser(error) ?? { code: 'internal', extras: {} };
};

const refusedByRule = (
  code: ProblemCode,
  detail: string,
  details: NonNullable<RequestProblemExtras['details']>,
  places: DomainError['places'] = [],
): Refusal => {
  const { component, item } = details;
  const above = typeof item === 'number' ? `/items/${item}` : '';
  const errors: RequestError[] =
    code === 'quantity-invalid' && typeof component === 'string'
      ? [{ in: 'body', pointer: `${above}/quantities/${pointerPart(component)}`, detail }]
      : places.map(({ pointer, rule }) => ({ in: 'body', pointer: `${above}${pointer}`, detail: rule }));
  return {
    code,
    detail,
    extras: {
      ...(Object.keys(details).length === 0 ? {} : { details }),
      ...(errors.length === 0 ? {} : { errors }),
    },
  };
};

/** What the body parser and the router throw carries a `type` or a `status`. */
const fromParser = (error: unknown): Refusal | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { type, limit } = error as Error & { type?: unknown; limit?: unknown };
  switch (type) {
    case 'entity.parse.failed':
    case 'request.aborted':
    case 'request.size.invalid':
      return { code: 'malformed-json', extras: {} };
    case 'entity.too.large':
      return {
        code: 'payload-too-large',
        // The rest of the body is not read, so nothing more can come over this connection.
        extras: { headers: { connection: 'close' }, ...(typeof limit === 'number' ? { details: { limit } } : {}) },
      };
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return { code: 'unsupported-media-type', extras: {} };
    default:
      // An address with a broken percent escape leads nowhere.
      return error instanceof URIError ? { code: 'not-found', extras: {} } : undefined;
  }
};

/** The body of the answer. */
export const problemOf = (
  { code, detail, extras }: Refusal,
  request: { readonly instance: string; readonly requestId: string },
): Problem => {
  const { status, title } = problemTable[code];
  return {
    type: `/problems/${code}`,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...request,
    ...(extras.errors === undefined ? {} : { errors: extras.errors }),
    ...(extras.details === undefined ? {} : { details: extras.details }),
  };
};

/** One step of a JSON pointer (RFC 6901). */
export const pointerPart = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
