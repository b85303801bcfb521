import type { Knex } from 'knex';
import type { Actor } from '../../domain/identity/permission';
import type { Permission } from '../../domain/identity/permission-table';
import { preparedRows } from '../rows';

/** What a caller has shown to be known by. */
export interface Credential {
  readonly keyId: string;
  /** The beginning of the key, by which people tell it from others. */
  readonly prefix: string;
  readonly expiresAt: string | null;
  /** The organizations and projects whose roles count; `null` for all. */
  readonly scopeIds: readonly string[] | null;
}

/** Who calls, with everything that permissions are decided by. */
export interface ActorRecord extends Actor {
  /** The organization that the actor acts for, `null` for the platform's staff. */
  readonly organizationId: string | null;
  /** The test clock that this organization lives on. */
  readonly testClockId: string | null;
  readonly credential?: Credential;
}

export interface ActorView {
  /** The owner of an API key that is neither revoked nor expired at `now`, as far as the key goes. */
  byKeyHash(hash: Buffer, now: string): Promise<ActorRecord | undefined>;
}

type Row = Omit<ActorRecord, 'permissions'> & { readonly permissions: readonly Permission[] | null };

export const createActorView = (knex: Knex): ActorView => ({
  byKeyHash: async (hash, now) => actorOf((await preparedRows<Row>(knex, 'actor', ofKey, [hash, now, now]))[0]),
});

const actorOf = (row: Row | undefined): ActorRecord | undefined => {
  if (row === undefined) return undefined;
  const { permissions, ...actor } = row;
  return permissions === null ? actor : { ...actor, permissions };
};

// Who has several roles acts for an organization that it has a role on, rather than for one by way of a project. Roles
// that the key is not for are left out here, where all that follows from them is found.
const ofKey = `
  select u.id as "userId", u.name as "name", held.grants as "grants",
    organization.id as "organizationId", organization.test_clock_id as "testClockId",
    key.permissions as "permissions", jsonb_build_object(
      'keyId', key.id, 'prefix', key.prefix, 'scopeIds', to_jsonb(key.scope_ids),
      'expiresAt', to_char(key.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    ) as "credential"
  from api_keys key
  join users u on u.id = key.user_id
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'scope', m.scope, 'scopeId', m.scope_id) order by m.scope, m.scope_id, m.role), '[]') as grants,
      coalesce(bool_or(m.scope = 'platform'), false) as is_staff
    from members m where m.user_id = u.id and (key.scope_ids is null or m.scope_id = any (key.scope_ids))
  ) held
  left join lateral (
    select coalesce(project.organization_id, m.scope_id) as id
    from members m left join projects project on m.scope = 'project' and project.id = m.scope_id
    where m.user_id = u.id and m.scope <> 'platform' and (key.scope_ids is null or m.scope_id = any (key.scope_ids))
    order by m.scope, m.scope_id limit 1
  ) home on not held.is_staff
  left join organizations organization on organization.id = home.id
  where key.hash = ? and (key.expires_at is null or key.expires_at > ?) and (key.revoked_at is null or key.revoked_at > ?)`;
