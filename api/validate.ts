import type { z } from 'zod';
import { pointerPart } from './problem';
import type { RequestError } from './request-problem';
import { RequestProblem } from './request-problem';
import type { RouteSpec } from './route';

interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

type Issue = z.core.$ZodIssue;

const places = { params: 'path', query: 'query', headers: 'header', body: 'body' } as const;
const parts = ['params', 'query', 'headers', 'body'] as const;

/**
 * Parses every part of a request by its schema.
 * @throws RequestProblem `validation-failed` with one entry for each wrong place, of all parts together
 */
export const validate = (spec: RouteSpec, raw: RawRequest): RawRequest => {
  const parsed: Record<(typeof parts)[number], unknown> = {
    params: undefined,
    query: undefined,
    headers: undefined,
    body: undefined,
  };
  const errors: RequestError[] = [];
  for (const part of parts) {
    const schema = spec[part];
    if (schema === undefined) continue;
    const result = schema.safeParse(raw[part]);
    if (result.success) parsed[part] = result.data;
    else errors.push(...result.error.issues.flatMap((issue) => errorsOf(issue, places[part])));
  }
  if (errors.length > 0) {
    throw new RequestProblem('validation-failed', `${errors.length} of the request's values cannot be taken`, {
      errors: errors.slice(0, errorsMax),
    });
  }
  return parsed;
};

// A large batch can be wrong in thousands of places; nobody reads on after some.
const errorsMax = 50;

const errorsOf = (issue: Issue, place: RequestError['in'], above: readonly PropertyKey[] = []): RequestError[] => {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ in: place, pointer: pointerTo([...path, key]), detail: 'is not known here' }));
  }
  // A key that is wrong is explained by what is wrong with it.
  if (issue.code === 'invalid_key') {
    return [{ in: place, pointer: pointerTo(path), detail: issue.issues[0]?.message ?? 'is not a key' }];
  }
  const closest = issue.code === 'invalid_union' ? closestBranch(issue.errors) : undefined;
  if (closest !== undefined) return closest.flatMap((inner) => errorsOf(inner, place, path));
  return [{ in: place, pointer: pointerTo(path), detail: sentence(issue) }];
};

/** Of the shapes that a value could have, the one that it comes nearest to: what is wrong lies deepest in it. */
const closestBranch = (branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined =>
  [...branches]
    .filter((branch) => branch.length > 0)
    .sort((a, b) => depth(b) - depth(a) || a.length - b.length)
    .at(0);

const depth = (branch: readonly Issue[]): number => Math.max(...branch.map((issue) => issue.path.length));

const sentence = (issue: Issue): string =>
  issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined')
    ? 'is missing'
    : issue.message;

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${pointerPart(String(step))}`).join('');
