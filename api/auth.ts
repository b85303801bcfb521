import type { ActorRecord, ActorView } from '../db/identity/actor-view';
import type { RealClock } from '../platform/clock';
import type { VerifyToken } from './identity/access-token';
import { isTokenLike } from './identity/access-token';
import { hashOfKey } from './identity/key-text';
import { createMemory } from './memory';
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
  /** Left out where no OpenID provider is trusted. */
  readonly verifyToken?: VerifyToken | undefined;
}

export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

const callersMax = 10_000;

/**
 * Finds the caller by its API key, which is known by its hash alone, or by its access token.
 * @throws RequestProblem `unauthenticated`; `unavailable` when a token's issuer is away
 */
export const createAuthenticate = ({ actors, now, believeMs = 15_000, used, verifyToken }: AuthDeps): Authenticate => {
  const known = createMemory<Caller>({ believeMs, most: callersMax });

  const byKey = async (key: string): Promise<Caller> => {
    const hash = hashOfKey(key);
    const caller = await known.find(hash.toString('base64'), () => actors.byKeyHash(hash, now()));
    if (caller === undefined || hasExpired(caller, now())) throw unknown('the API key is not valid');
    if (typeof caller.credential?.keyId === 'string') used?.(caller.credential.keyId);
    return caller;
  };

  const byToken = async (token: string, verify: VerifyToken): Promise<Caller> => {
    const { issuer, subject } = await verify(token);
    const caller = await known.find(`${issuer}\n${subject}`, () => actors.byLogin(issuer, subject));
    if (caller === undefined) throw unknown('the access token is valid, but its subject is linked to no user here');
    return caller;
  };

  return (authorization) => {
    const shown = bearer(authorization);
    if (shown !== undefined && /^ek_[\w-]{8,200}$/i.test(shown)) return byKey(shown);
    if (shown !== undefined && verifyToken !== undefined && isTokenLike(shown)) return byToken(shown, verifyToken);
    const reason = authorization === undefined ? 'the request has no Authorization header' : 'the API key is not valid';
    return Promise.reject(unknown(reason));
  };
};

/** What is believed of a key tells when it ends: the old one of a rotation works until that instant and no longer. */
const hasExpired = ({ credential }: Caller, now: string): boolean => {
  const expiresAt = credential?.expiresAt ?? null;
  return expiresAt !== null && expiresAt <= now;
};

const bearer = (authorization: string | undefined): string | undefined =>
  authorization === undefined ? undefined : /^Bearer +(\S+)$/i.exec(authorization)?.[1];

const unknown = (reason: string): RequestProblem =>
  new RequestProblem('unauthenticated', reason, { headers: { 'www-authenticate': 'Bearer realm="entrepot"' } });
