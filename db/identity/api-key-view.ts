import type { Knex } from 'knex';
import type { KeyLife, KeyLimits } from '../../domain/identity/api-key';
import { createListing } from '../listing';
import type { Page, PageRequest } from '../page';
import { columns, rowsOf } from '../rows';

/** A key as it is stored, without its hash. */
export interface ApiKeyRecord extends KeyLife, KeyLimits {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly prefix: string;
  readonly createdBy: string | null;
  /** The key that this one was made in place of. */
  readonly replaces: string | null;
  readonly lastUsedAt: string | null;
}

export interface ApiKeyView {
  /** The keys of a user, newest first. */
  list(userId: string, page: PageRequest): Promise<Page<ApiKeyRecord>>;
  find(keyId: string): Promise<ApiKeyRecord | undefined>;
}

const recorded = columns('k', [
  ...['id', 'userId', 'name', 'prefix', 'permissions', 'scopeIds', 'createdAt', 'createdBy'],
  ...['expiresAt', 'revokedAt', 'replaces', 'lastUsedAt'],
]);

/** One key, for whoever reads it alone or before it changes. */
export const oneKey = `select ${recorded} from api_keys k where k.id = ?`;

export const createApiKeyView = (knex: Knex): ApiKeyView => {
  const page = createListing<ApiKeyRecord>(knex, {
    table: 'api_keys',
    alias: 'k',
    columns: recorded,
    at: { column: 'created_at', field: 'createdAt' },
    organizations: [],
    projects: [],
  });
  return {
    list: (userId, request) =>
      page([['k.user_id = ?', userId]], { all: true, organizationIds: [], projectIds: [] }, request),
    find: async (keyId) => (await rowsOf<ApiKeyRecord>(knex, oneKey, [keyId]))[0],
  };
};
