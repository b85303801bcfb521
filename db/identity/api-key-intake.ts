import type { Knex } from 'knex';
import { DomainError } from '../../domain/errors';
import type { KeyLimits, Rotation } from '../../domain/identity/api-key';
import { activeKeysMax, rotate } from '../../domain/identity/api-key';
import { rowsOf } from '../rows';
import type { ApiKeyRecord } from './api-key-view';
import { oneKey } from './api-key-view';

/** A key as it is made: of its text the prefix and the hash remain. */
interface NewKey {
  readonly id: string;
  readonly prefix: string;
  readonly hash: Buffer;
}

export interface ApiKeyIntake {
  /** @throws DomainError `api-keys-too-many` */
  add(
    key: NewKey &
      KeyLimits & {
        readonly userId: string;
        readonly name: string;
        readonly expiresAt: string | null;
        readonly createdBy: string;
        readonly now: string;
      },
  ): Promise<void>;
  /**
   * Makes a key in place of another, which works on for a while.
   * @throws DomainError `api-key-ended`, `api-key-overlap-invalid`, `api-keys-too-many`
   */
  rotate(keyId: string, key: NewKey & { readonly by: string } & Rotation): Promise<void>;
  /** Ends a key; one that has ended stays as it is. */
  revoke(key: { readonly id: string; readonly by: string; readonly now: string }): Promise<void>;
}

export const createApiKeyIntake = (knex: Knex): ApiKeyIntake => ({
  add: (key) =>
    knex.transaction(async (trx) => {
      await checkRoom(trx, key.userId, key.now);
      await insert(trx, { ...key, replaces: null });
    }),
  rotate: (keyId, { by, id, prefix, hash, ...rotation }) =>
    knex.transaction(async (trx) => {
      const [old] = await rowsOf<ApiKeyRecord>(trx, `${oneKey} for update`, [keyId]);
      if (old === undefined) throw new DomainError('api-key-not-found', 'there is no such api key');
      await checkRoom(trx, old.userId, rotation.now);
      const { oldExpiresAt, expiresAt } = rotate(old, rotation);
      await trx('api_keys').where({ id: keyId }).update({ expires_at: oldExpiresAt });
      const made = { id, prefix, hash, expiresAt, createdBy: by, now: rotation.now };
      await insert(trx, { ...old, ...made, replaces: keyId });
    }),
  revoke: async ({ id, by, now }) => {
    await knex.transaction((trx) =>
      trx('api_keys').where({ id }).whereNull('revoked_at').update({ revoked_at: now, revoked_by: by }),
    );
  },
});

const insert = (
  trx: Knex,
  key: Parameters<ApiKeyIntake['add']>[0] & { readonly replaces: string | null },
): Promise<unknown> =>
  trx('api_keys').insert({
    id: key.id,
    user_id: key.userId,
    name: key.name,
    prefix: key.prefix,
    hash: key.hash,
    permissions: key.permissions,
    scope_ids: key.scopeIds,
    expires_at: key.expiresAt,
    created_at: key.now,
    created_by: key.createdBy,
    replaces: key.replaces,
  });

/** One key of a user at a time, so that many at once do not pass the limit together. */
const checkRoom = async (trx: Knex, userId: string, now: string): Promise<void> => {
  await rowsOf(trx, 'select from users where id = ? for no key update', [userId]);
  const [active] = await rowsOf<{ readonly count: number }>(trx, activeKeys, [userId, now, now]);
  if ((active?.count ?? 0) < activeKeysMax) return;
  throw new DomainError('api-keys-too-many', `the user has ${activeKeysMax} keys`, { max: activeKeysMax });
};

const activeKeys = `
  select cast(count(*) as integer) as count from api_keys
  where user_id = ? and (expires_at is null or expires_at > ?) and (revoked_at is null or revoked_at > ?)`;
