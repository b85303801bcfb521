import type { Knex } from 'knex';
import { rowsOf } from '../rows';

interface OrganizationGroup {
  readonly key: string;
  readonly name: string;
}

export interface OrganizationGroupView {
  /** In the order of their names. */
  list(): Promise<readonly OrganizationGroup[]>;
  find(key: string): Promise<(OrganizationGroup & { readonly organizationIds: readonly string[] }) | undefined>;
}

export const createOrganizationGroupView = (knex: Knex): OrganizationGroupView => ({
  list: () => rowsOf(knex, 'select key, name from organization_groups order by name, key'),
  find: async (key) => (await rowsOf<OrganizationGroup & { organizationIds: string[] }>(knex, one, [key]))[0],
});

const one = `
  select g.key, g.name,
    array(select m.organization_id from organization_group_members m where m.group_key = g.key order by m.organization_id)
      as "organizationIds"
  from organization_groups g where g.key = ?`;
