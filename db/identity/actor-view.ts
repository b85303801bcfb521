import type { Knex } from 'knex';
import type { Actor } from '../../domain/identity/permission';
import type { Permission } from '../../domain/identity/permission-table';
import { preparedRows } from '../rows';

/** What a caller has shown to be known by: an API key, or an access token of an OpenID provider. */
interface Credential {
  readonly kind: 'api-key' | 'access-token';
  readonly keyId: string | null;
  /** The beginning of the key, by which people tell it from others. */
  readonly prefix: string | null;
  readonly expiresAt: string | null;
  /** The organizations and projects whose roles count; `null` for all. */
  readonly scopeIds: readonly string[] | null;
  /** Who has issued the access token. */
  readonly issuer: string | null;
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
  /** The user whom an OpenID provider knows under a subject. */
  byLogin(issuer: string, subject: string): Promise<ActorRecord | undefined>;
}

type Row = Omit<ActorRecord, 'permissions'> & { readonly permissions: readonly Permission[] | null };

export const createActorView = (knex: Knex): ActorView => ({
  byKeyHash: async (hash, now) => actorOf((await preparedRows<Row>(knex, 'actor', ofKey, [hash, now, now]))[0]),
  byLogin: async (issuer, subject) =>
    actorOf((await preparedRows<Row>(knex, 'actor-of-login', ofLogin, [issuer, subject]))[0]),
});

const actorOf = (row: Row | undefined): ActorRecord | undefined => {
  if (row === undefined) return undefined;
  const { permissions, ...actor } = row;
  return permissions === null ? actor : { ...actor, permissions };
};

// Who has several roles acts for an organization that it has a role on, rather than for one by way of a project or an offering.
// Roles that the key is not for are left out here, where all that follows from them is found.
const actorBy = (shown: string): string => `
  select u.id as "userId", u.name as "name", held.grants as "grants",
    organization.id as "organizationId", organization.test_clock_id as "testClockId",
    shown.permissions as "permissions", jsonb_build_object(
      'kind', shown.kind, 'keyId', shown.key_id, 'prefix', shown.prefix, 'scopeIds', to_jsonb(shown.scope_ids),
      'expiresAt', to_char(shown.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'issuer', shown.issuer
    ) as "credential"
  from (${shown}) shown
  join users u on u.id = shown.user_id
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'scope', m.scope, 'scopeId', m.scope_id) order by m.scope, m.scope_id, m.role), '[]') as grants,
      coalesce(bool_or(m.scope = 'platform'), false) as is_staff
    from members m where m.user_id = u.id and (shown.scope_ids is null or m.scope_id = any (shown.scope_ids))
  ) held
  left join lateral (
    select coalesce(project.organization_id, offering.vendor_id, m.scope_id) as id
    from members m left join projects project on m.scope = 'project' and project.id = m.scope_id
    left join offerings offering on m.scope = 'offering' and offering.id = m.scope_id
    where m.user_id = u.id and m.scope <> 'platform' and (shown.scope_ids is null or m.scope_id = any (shown.scope_ids))
    order by m.scope <> 'organization', m.scope, m.scope_id limit 1
  ) home on not held.is_staff
  left join organizations organization on organization.id = home.id`;

const ofKey = actorBy(`
  select 'api-key' as kind, user_id, id as key_id, prefix, expires_at, permissions, scope_ids, cast(null as text) as issuer
  from api_keys
  where hash = ? and (expires_at is null or expires_at > ?) and (revoked_at is null or revoked_at > ?)`);

const ofLogin = actorBy(`
  select 'access-token' as kind, user_id, cast(null as uuid) as key_id, cast(null as text) as prefix,
    cast(null as timestamptz) as expires_at, cast(null as text[]) as permissions, cast(null as uuid[]) as scope_ids, issuer
  from user_logins where issuer = ? and subject = ?`);
