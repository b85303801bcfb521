import type { Knex } from 'knex';
import type { Actor } from '../../domain/identity/permission';
import { preparedRows } from '../rows';

/** Who calls, with everything that permissions are decided by. */
export interface ActorRecord extends Actor {
  /** The organization that the actor acts for, `null` for the platform's staff. */
  readonly organizationId: string | null;
  /** The test clock that this organization lives on. */
  readonly testClockId: string | null;
}

export interface ActorView {
  /** The owner of an API key that is neither revoked nor expired at `now`. */
  byKeyHash(hash: Buffer, now: string): Promise<ActorRecord | undefined>;
}

export const createActorView = (knex: Knex): ActorView => ({
  byKeyHash: async (hash, now) => (await preparedRows<ActorRecord>(knex, 'actor', ofKey, [hash, now, now]))[0],
});

// Who has several roles acts for an organization that it has a role on, rather than for one by way of a project.
const ofKey = `
  select u.id as "userId", u.name as "name", held.grants as "grants",
    organization.id as "organizationId", organization.test_clock_id as "testClockId"
  from api_keys key
  join users u on u.id = key.user_id
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'scope', m.scope, 'scopeId', m.scope_id) order by m.scope, m.scope_id, m.role), '[]') as grants,
      coalesce(bool_or(m.scope = 'platform'), false) as is_staff
    from members m where m.user_id = u.id
  ) held
  left join lateral (
    select coalesce(project.organization_id, m.scope_id) as id
    from members m left join projects project on m.scope = 'project' and project.id = m.scope_id
    where m.user_id = u.id and m.scope <> 'platform'
    order by m.scope, m.scope_id limit 1
  ) home on not held.is_staff
  left join organizations organization on organization.id = home.id
  where key.hash = ? and (key.expires_at is null or key.expires_at > ?) and (key.revoked_at is null or key.revoked_at > ?)`;
