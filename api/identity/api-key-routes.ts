import { DomainError } from '../../domain/errors';
import { checkLimits, keyState } from '../../domain/identity/api-key';
import { may } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import type { Caller } from '../auth';
import { mapPage } from '../page';
import { RequestProblem } from '../request-problem';
import type { Route } from '../route';
import { route } from '../route';
import { pageOf } from '../shapes';
import { KeyIn, KeyOut, KeyParams, KeyQuery, NewKeyOut, RotationIn } from './api-key-schemas';
import { createKeyText } from './key-text';
import type { ApiKeyReads, ApiKeyRecord, ApiKeyWrites } from './reads';
import { checkUnlimited } from './unlimited';

export interface ApiKeyDeps {
  readonly apiKeys: ApiKeyReads;
  readonly apiKeyWrites: ApiKeyWrites;
  readonly now: RealClock;
}

const common = { tag: 'API keys', access: 'authenticated' } as const;
const ofOne = { ...common, params: KeyParams } as const;

/** Whoever calls manages its own keys; the platform sees and revokes those of all. */
export const apiKeyRoutes = ({ apiKeys, apiKeyWrites, now }: ApiKeyDeps): readonly Route[] => {
  const toKey = (key: ApiKeyRecord) => ({ ...key, state: keyState(key, now()) });
  const seen = async (caller: Caller, keyId: string): Promise<ApiKeyRecord> => {
    const key = await apiKeys.find(keyId);
    if (key === undefined || !sees(caller, key.userId)) throw noKey();
    return key;
  };

  return [
    route(
      {
        ...common,
        method: 'get',
        path: '/v1/api-keys',
        operationId: 'listApiKeys',
        summary: 'Keys, newest first, with their prefixes and when each was last used',
        query: KeyQuery,
        status: 200,
        response: pageOf('ApiKeyPage', KeyOut),
      },
      async ({ caller, query: { userId = caller.userId, limit, cursor } }) => {
        if (!sees(caller, userId)) return { items: [], nextCursor: null };
        return mapPage(await apiKeys.list(userId, { limit, cursor }), toKey);
      },
    ),
    route(
      {
        ...common,
        method: 'post',
        path: '/v1/api-keys',
        operationId: 'createApiKey',
        summary: 'Makes a key for yourself; its text is shown in this answer alone',
        description: 'Each call makes another. When the answer is lost, revoke the key that nobody has seen.',
        body: KeyIn,
        status: 201,
        response: NewKeyOut,
        problems: ['api-key-beyond-owner', 'api-key-limited', 'api-keys-too-many'],
      },
      async ({ caller, body: { name, permissions = null, scopeIds = null, expiresAt = null } }, reply) => {
        checkUnlimited(caller);
        checkFuture(expiresAt, now());
        const limits = { permissions, scopeIds };
        checkLimits(caller, limits);
        const { text, stored } = createKeyText();
        const { userId } = caller;
        await apiKeyWrites.add({ ...stored, ...limits, userId, name, expiresAt, createdBy: userId, now: now() });
        reply.header('location', `/v1/api-keys/${stored.id}`);
        return { ...toKey(await seen(caller, stored.id)), key: text };
      },
    ),
    route(
      {
        ...ofOne,
        method: 'get',
        path: '/v1/api-keys/{keyId}',
        operationId: 'getApiKey',
        summary: 'One key, without its text',
        status: 200,
        response: KeyOut,
        problems: ['api-key-not-found'],
      },
      async ({ caller, params }) => toKey(await seen(caller, params.keyId)),
    ),
    route(
      {
        ...ofOne,
        method: 'post',
        path: '/v1/api-keys/{keyId}/rotate',
        operationId: 'rotateApiKey',
        summary: 'Makes a key in place of another, which works on for a while',
        description:
          'The new key has the name and the limits of the old one, and its text is shown in this answer alone. A lost answer: rotate again, and revoke the key in between.',
        body: RotationIn,
        status: 201,
        response: NewKeyOut,
        problems: [
          ...(['api-key-ended', 'api-key-limited', 'api-key-not-found', 'api-key-overlap-invalid'] as const),
          ...(['api-keys-too-many', 'forbidden'] as const),
        ],
      },
      async ({ caller, params: { keyId }, body }, reply) => {
        const key = await seen(caller, keyId);
        checkManaged(caller, key);
        if (key.userId !== caller.userId) throw new DomainError('forbidden', 'a key is rotated by its owner');
        checkFuture(body.expiresAt ?? null, now());
        const { text, stored } = createKeyText();
        await apiKeyWrites.rotate(keyId, { ...stored, ...body, by: caller.userId, now: now() });
        reply.header('location', `/v1/api-keys/${stored.id}`);
        return { ...toKey(await seen(caller, stored.id)), key: text };
      },
    ),
    route(
      {
        ...ofOne,
        method: 'post',
        path: '/v1/api-keys/{keyId}/revoke',
        operationId: 'revokeApiKey',
        summary: 'Ends a key; within 15 seconds no process takes it any more',
        status: 200,
        response: KeyOut,
        problems: ['api-key-limited', 'api-key-not-found'],
      },
      async ({ caller, params: { keyId } }) => {
        checkManaged(caller, await seen(caller, keyId));
        await apiKeyWrites.revoke({ id: keyId, by: caller.userId, now: now() });
        return toKey(await seen(caller, keyId));
      },
    ),
  ];
};

const sees = (caller: Caller, userId: string): boolean =>
  userId === caller.userId || may(caller, 'api-key.write', { organizationIds: [] });

const noKey = (): DomainError => new DomainError('api-key-not-found', 'there is no such API key');

const checkManaged = (caller: Caller, key: ApiKeyRecord): void => {
  if (caller.credential?.keyId !== key.id) checkUnlimited(caller);
};

const checkFuture = (expiresAt: string | null, now: string): void => {
  if (expiresAt === null || expiresAt > now) return;
  throw new RequestProblem('validation-failed', "one of the request's values cannot be taken", {
    errors: [{ in: 'body', pointer: '/expiresAt', detail: 'lies in the past' }],
  });
};
