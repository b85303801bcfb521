import type { JWTVerifyGetKey } from 'jose';
import { decodeJwt, errors, jwtVerify } from 'jose';
import type { RealClock } from '../../platform/clock';
import { RequestProblem } from '../request-problem';
import type { IssuerOptions } from './oidc-issuer';
import { createIssuerKeys } from './oidc-issuer';

/** An OpenID provider whose access tokens are taken. */
interface TrustedIssuer extends IssuerOptions {
  /** What its tokens have to be for. */
  readonly audience: string;
}

export interface TokenDeps {
  readonly issuers: readonly TrustedIssuer[];
  readonly clockSkewSeconds: number;
  readonly now: RealClock;
}

/** Whom a token is about: one user of one issuer. */
interface Login {
  readonly issuer: string;
  readonly subject: string;
}

export type VerifyToken = (token: string) => Promise<Login>;

// Signatures with a pair of keys alone: a key that only verifies can sign nothing. Neither `none` nor a shared secret.
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** True for what is written like a token: three parts, of which the last may be empty. */
export const isTokenLike = (text: string): boolean => text.length <= 16_384 && /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text);

/**
 * Checks access tokens: signature, issuer, audience, times.
 * @throws RequestProblem `unauthenticated`; `unavailable` when the issuer's keys cannot be fetched
 */
export const createVerifyToken = ({ issuers, clockSkewSeconds, now }: TokenDeps): VerifyToken => {
  const trusted = new Map(issuers.map((options) => [options.issuer, { ...options, keys: createIssuerKeys(options) }]));
  return async (token) => {
    const issuer = trusted.get(issuerOf(token));
    if (issuer === undefined) throw refused('its issuer is not one that is trusted here');
    return { issuer: issuer.issuer, subject: await subjectOf(token, issuer, { clockSkewSeconds, now }) };
  };
};

/** What the token says of itself: believed by nobody before the issuer's key has verified it. */
const issuerOf = (token: string): string => {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    throw refused('it is not a JSON Web Token');
  }
};

const subjectOf = async (
  token: string,
  { keys, issuer, audience }: TrustedIssuer & { readonly keys: JWTVerifyGetKey },
  { clockSkewSeconds, now }: Pick<TokenDeps, 'clockSkewSeconds' | 'now'>,
): Promise<string> => {
  try {
    const { payload } = await jwtVerify(token, keys, {
      ...{ issuer, audience, algorithms, clockTolerance: clockSkewSeconds, currentDate: new Date(now()) },
      requiredClaims: ['exp', 'sub'],
    });
    const { sub = '' } = payload;
    if (sub === '' || Buffer.byteLength(sub) > 500 || sub.includes('\0')) throw refused('its subject is none');
    return sub;
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refused('it has expired');
    if (error instanceof errors.JWTClaimValidationFailed) throw refused(`its ${error.claim} is not the right one`);
    if (error instanceof errors.JOSEError) throw refused('its signature is not one of the issuer');
    throw error;
  }
};

const refused = (reason: string): RequestProblem =>
  new RequestProblem('unauthenticated', `the access token is not valid: ${reason}`, {
    headers: { 'www-authenticate': 'Bearer realm="entrepot", error="invalid_token"' },
  });
