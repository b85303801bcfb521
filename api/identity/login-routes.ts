import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import type { RealClock } from '../../platform/clock';
import { RequestProblem } from '../request-problem';
import type { Route } from '../route';
import { route } from '../route';
import { idIn, idOut, instantOut, textIn } from '../shapes';
import type { VerifyToken } from './access-token';
import { isTokenLike } from './access-token';
import type { LoginReads, LoginWrites } from './reads';
import { checkUnlimited } from './unlimited';

export interface LoginDeps {
  readonly logins: LoginReads;
  readonly loginWrites: LoginWrites;
  /** Left out where no OpenID provider is trusted: nobody links a token then. */
  readonly verifyToken?: VerifyToken | undefined;
  readonly now: RealClock;
}

const LoginIn = z.strictObject({ issuer: textIn(500), subject: textIn(500) }).meta({ id: 'LoginRequest' });
const TokenIn = z
  .strictObject({ token: z.string().refine(isTokenLike, { error: 'is not an access token' }) })
  .meta({ id: 'LoginByToken' });
const LoginOut = z
  .object({ issuer: z.string(), subject: z.string(), userId: idOut, linkedBy: idOut, linkedAt: instantOut })
  .meta({ id: 'Login', description: 'Under which subject an OpenID provider knows a user.' });
const Logins = z.object({ items: z.array(LoginOut) }).meta({ id: 'LoginList' });
const UserParams = z.strictObject({ userId: idIn });

const common = { tag: 'Identity', access: 'authenticated', status: 200, response: Logins } as const;

/** Who comes with access tokens: issuer and subject are linked to a user by itself, with a token, or by the platform. */
export const loginRoutes = ({ logins, loginWrites, verifyToken, now }: LoginDeps): readonly Route[] => {
  const listed = async (userId: string) => ({ items: await logins.list(userId) });
  return [
    route(
      {
        ...common,
        method: 'get',
        path: '/v1/me/logins',
        operationId: 'listLogins',
        summary: 'The OpenID providers by whose access tokens you may call',
      },
      ({ caller }) => listed(caller.userId),
    ),
    route(
      {
        ...common,
        method: 'post',
        path: '/v1/me/logins',
        operationId: 'linkLogin',
        summary: 'Links the subject of an access token to yourself, which the token proves to be yours',
        body: TokenIn,
        problems: ['api-key-limited', 'login-taken'],
      },
      async ({ caller, body }) => {
        checkUnlimited(caller);
        const login = await proven(verifyToken, body.token);
        await loginWrites.link({ ...login, userId: caller.userId, linkedBy: caller.userId, linkedAt: now() });
        return listed(caller.userId);
      },
    ),
    route(
      {
        ...common,
        method: 'post',
        path: '/v1/me/logins/remove',
        operationId: 'removeLogin',
        summary: 'Unlinks a login from yourself; within 15 seconds its tokens are refused',
        body: LoginIn,
        problems: ['api-key-limited', 'login-not-found'],
      },
      async ({ caller, body }) => {
        checkUnlimited(caller);
        if (!(await loginWrites.unlink({ ...body, userId: caller.userId })))
          throw new DomainError('login-not-found', 'there is no such login of yours');
        return listed(caller.userId);
      },
    ),
    route(
      {
        ...common,
        method: 'post',
        path: '/v1/users/{userId}/logins',
        operationId: 'linkLoginOfUser',
        summary: 'Links a login to any user, for the platform: the first way in for who has no API key',
        permission: 'login.write',
        params: UserParams,
        body: LoginIn,
        problems: ['api-key-limited', 'login-taken', 'user-not-found'],
      },
      async ({ caller, params: { userId }, body }) => {
        checkUnlimited(caller);
        await loginWrites.link({ ...body, userId, linkedBy: caller.userId, linkedAt: now() });
        return listed(userId);
      },
    ),
  ];
};

/** A wrong token in a body says nothing about who calls, so it is no 401. */
const proven = async (verifyToken: VerifyToken | undefined, token: string) => {
  try {
    if (verifyToken === undefined) throw new RequestProblem('unauthenticated', 'no OpenID provider is trusted here');
    return await verifyToken(token);
  } catch (error) {
    if (!(error instanceof RequestProblem) || error.code !== 'unauthenticated') throw error;
    throw new RequestProblem('validation-failed', "one of the request's values cannot be taken", {
      errors: [{ in: 'body', pointer: '/token', detail: error.message }],
    });
  }
};
