import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { rowsOf } from '../rows';
import { writeLock } from './stored-categories';

interface Edit {
  readonly key: string;
  readonly userId: string;
  readonly now: string;
}

export interface OrganizationGroupIntake {
  /** Makes or changes a group. @returns the members that there are no organizations of: nothing is done then */
  set(
    group: Edit & { readonly name: string; readonly organizationIds: readonly string[] },
  ): Promise<{ readonly unknown: readonly string[] }>;
  /** @returns how many offerings name it: it stays then; `undefined` when there is no such group */
  remove(group: Edit): Promise<number | undefined>;
}

/** As categories, groups do not change while offerings are imported that name them. */
export const createOrganizationGroupIntake = (knex: Knex): OrganizationGroupIntake => ({
  set: ({ key, name, organizationIds, ...edit }) =>
    knex.transaction(async (trx) => {
      await rowsOf(trx, writeLock);
      const unknown = await unknownOrganizations(trx, organizationIds);
      if (unknown.length > 0) return { unknown };
      await rowsOf(trx, upsertGroup, [key, name]);
      await rowsOf(trx, 'delete from organization_group_members where group_key = ?', [key]);
      await rowsOf(trx, insertMembers, [key, organizationIds]);
      await logChange(trx, { key, ...edit }, { name, organizationIds });
      return { unknown };
    }),
  remove: ({ key, ...edit }) =>
    knex.transaction(async (trx) => {
      await rowsOf(trx, writeLock);
      const [group] = await rowsOf<{ readonly used: number }>(trx, useOf, [key, key]);
      if (group === undefined || group.used > 0) return group?.used;
      await rowsOf(trx, 'delete from organization_groups where key = ?', [key]);
      await logChange(trx, { key, ...edit }, null);
      return 0;
    }),
});

/** Of some ids those that no organization has. */
const unknownOrganizations = async (trx: Knex, ids: readonly string[]): Promise<string[]> => {
  const rows = await rowsOf<{ readonly id: string }>(trx, known, [ids]);
  const found = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !found.has(id));
};

const known = 'select id from organizations where id = any (cast(? as uuid[]))';

const upsertGroup = `
  insert into organization_groups (key, name) values (?, ?) on conflict (key) do update set name = excluded.name`;

const insertMembers = `
  insert into organization_group_members (group_key, organization_id)
  select ?, id from unnest(cast(? as uuid[])) as member (id) on conflict do nothing`;

const useOf = `
  select cast((
    select count(*) from offerings where visibility = 'groups' and jsonb_exists(details -> 'visibleTo', ?)
  ) as integer) as used
  from organization_groups where key = ?`;

const logChange = (trx: Knex, { key, userId, now }: Edit, members: object | null): Promise<unknown> =>
  rowsOf(
    trx,
    `insert into organization_group_changes (id, group_key, changed_by, changed_at, members) values (?, ?, ?, ?, cast(? as jsonb))`,
    [randomUUID(), key, userId, now, members && JSON.stringify(members)],
  );
