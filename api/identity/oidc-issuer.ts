import { createRemoteJWKSet, errors } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { RequestProblem } from '../request-problem';

export interface IssuerOptions {
  /** As the `iss` of its tokens says it, to the letter. */
  readonly issuer: string;
  /** Longest wait for one of its answers. */
  readonly timeoutMs?: number;
  /** After keys were fetched, an unknown key lets them be fetched again no sooner. */
  readonly unknownKeyEveryMs?: number;
  /** After a fetch has failed, the next is tried no sooner. */
  readonly retryEveryMs?: number;
}

/** Keys are believed for as long; one that the issuer takes back works for as long too. */
const keysBelievedMs = 600_000;

/**
 * Finds the keys of an issuer by its discovery document, and remembers them. What cannot be fetched is answered 503, at once
 * for a while: nobody hangs on an issuer that is away, and an issuer in trouble is not asked by every request.
 */
export const createIssuerKeys = ({
  issuer,
  timeoutMs = 5_000,
  unknownKeyEveryMs = 30_000,
  retryEveryMs = 5_000,
}: IssuerOptions): JWTVerifyGetKey => {
  let discovered: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;
  let failedUntil = 0;

  const discover = async () => {
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    const document = (await answer.json()) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
    const { issuer: said, jwks_uri: keys } = document;
    if (answer.status !== 200 || said !== issuer || typeof keys !== 'string' || !isAsSafe(keys, issuer)) {
      throw new Error('the discovery document is not one of this issuer');
    }
    return createRemoteJWKSet(new URL(keys), {
      timeoutDuration: timeoutMs,
      cooldownDuration: unknownKeyEveryMs,
      cacheMaxAge: keysBelievedMs,
    });
  };

  return async (header, token) => {
    if (performance.now() < failedUntil) throw away(issuer);
    try {
      discovered ??= discover();
      return await (
        await discovered
      )(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      // The key is there, but it is of no use for this token.
      if (error instanceof errors.JOSENotSupported || error instanceof errors.JOSEAlgNotAllowed) throw error;
      discovered = undefined;
      failedUntil = performance.now() + retryEveryMs;
      throw away(issuer);
    }
  };
};

/** An issuer over HTTPS has no keys over plain HTTP. */
const isAsSafe = (keys: string, issuer: string): boolean =>
  URL.canParse(keys) && (new URL(keys).protocol === 'https:' || new URL(keys).origin === new URL(issuer).origin);

const away = (issuer: string): RequestProblem =>
  new RequestProblem('unavailable', `the keys of ${issuer} cannot be fetched`, { headers: { 'retry-after': '5' } });
