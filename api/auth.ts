import type { ActorRecord, ActorView } from '../db/identity/actor-view';
import type { RealClock } from '../platform/clock';
import { hashOfKey } from './identity/key-text';
import { RequestProblem } from './request-problem';

/** Who calls, with everything that permissions are decided by. */
export type Caller = ActorRecord;

export interface AuthDeps {
  readonly actors: ActorView;
  readonly now: RealClock;
  /** How long a known key is believed; a revoked one may work for as long. */
  readonly believeMs?: number;
  /** Told of each key that a request came with. */
  readonly used?: (keyId: string) => void;
}

export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

const keysMax = 10_000;

/**
 * Finds the caller by its API key, which is known by its hash alone.
 * @throws RequestProblem `unauthenticated`
 */
export const createAuthenticate = ({ actors, now, believeMs = 15_000, used }: AuthDeps): Authenticate => {
  // The oldest entry is the first: a Map keeps the order of insertion.
  const known = new Map<string, { readonly caller: Promise<Caller | undefined>; readonly until: number }>();

  const find = (key: string): Promise<Caller | undefined> => {
    const hash = hashOfKey(key);
    const name = hash.toString('base64');
    const entry = known.get(name);
    if (entry !== undefined && entry.until > performance.now()) return entry.caller;
    known.delete(name);
    // The question is remembered rather than its answer: a burst of one caller asks once.
    const caller = actors.byKeyHash(hash, now());
    known.set(name, { caller, until: performance.now() + believeMs });
    if (known.size > keysMax) forgetOldest(known);
    const forget = (): void => {
      if (known.get(name)?.caller === caller) known.delete(name);
    };
    // A key that is not known may be made in a moment, and a failure says nothing about the key.
    caller.then((found) => {
      if (found === undefined) forget();
    }, forget);
    return caller;
  };

  return async (authorization) => {
    const key = bearer(authorization);
    const caller = key === undefined ? undefined : await find(key);
    if (caller !== undefined && !hasExpired(caller, now())) {
      if (caller.credential !== undefined) used?.(caller.credential.keyId);
      return caller;
    }
    throw new RequestProblem(
      'unauthenticated',
      authorization === undefined ? 'the request has no Authorization header' : 'the API key is not valid',
      { headers: { 'www-authenticate': 'Bearer realm="entrepot"' } },
    );
  };
};

/** What is believed of a key tells when it ends: the old one of a rotation works until that instant and no longer. */
const hasExpired = ({ credential }: Caller, now: string): boolean =>
  credential !== undefined && credential.expiresAt !== null && credential.expiresAt <= now;

const bearer = (authorization: string | undefined): string | undefined =>
  authorization === undefined ? undefined : /^Bearer +(ek_[\w-]{8,200})$/i.exec(authorization)?.[1];

const forgetOldest = (known: Map<string, unknown>): void => {
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
};
