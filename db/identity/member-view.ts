import type { Knex } from 'knex';
import type { Role, ScopeKind } from '../../domain/identity/permission-table';
import type { Page, PageRequest } from '../page';
import { createCursors, isId, isName, pageOf } from '../page';
import { rowsOf } from '../rows';

/** One role on one scope. */
export interface HeldOn {
  readonly scope: ScopeKind;
  readonly scopeId: string | null;
}

/** A user with all roles that it holds on a scope itself. */
export interface MemberRecord {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly {
    readonly role: Role;
    readonly grantedBy: string | null;
    readonly grantedAt: string | null;
  }[];
}

export interface MemberView {
  /** By name. */
  list(of: HeldOn, page: PageRequest): Promise<Page<MemberRecord>>;
  find(of: HeldOn, userId: string): Promise<MemberRecord | undefined>;
  /** Whether there is such a user, and whether it has any role in an organization, its projects or its offerings. */
  user(userId: string, organizationId: string | null): Promise<{ readonly isOfOrganization: boolean } | undefined>;
}

const cursors = createCursors('members', isName, isId);

export const createMemberView = (knex: Knex): MemberView => ({
  list: async ({ scope, scopeId }, { limit, cursor }) => {
    const after = cursor === null ? [] : cursors.read(cursor);
    const beyond = cursor === null ? '' : 'and (u.name, u.id) > (?, ?)';
    const rows = await rowsOf<MemberRecord>(knex, `${members} ${beyond} group by u.id order by u.name, u.id limit ?`, [
      scope,
      scopeId,
      ...after,
      limit + 1,
    ]);
    return pageOf(rows, limit, cursors, ({ name, id }) => [name, id]);
  },
  find: async ({ scope, scopeId }, userId) =>
    (await rowsOf<MemberRecord>(knex, `${members} and u.id = ? group by u.id`, [scope, scopeId, userId]))[0],
  user: async (userId, organizationId) =>
    (await rowsOf<{ isOfOrganization: boolean }>(knex, knownTo, { userId, organizationId }))[0],
});

const members = `
  select u.id, u.name, jsonb_agg(jsonb_build_object(
      'role', m.role, 'grantedBy', m.granted_by,
      'grantedAt', to_char(m.granted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    ) order by m.role) as roles
  from members m join users u on u.id = m.user_id
  where m.scope = ? and m.scope_id is not distinct from cast(? as uuid)`;

const knownTo = `
  select exists (
    select from members m
    left join projects project on m.scope = 'project' and project.id = m.scope_id
    left join offerings offering on m.scope = 'offering' and offering.id = m.scope_id
    where m.user_id = u.id and cast(:organizationId as uuid) = coalesce(project.organization_id, offering.vendor_id, m.scope_id)
  ) as "isOfOrganization"
  from users u where u.id = :userId`;
