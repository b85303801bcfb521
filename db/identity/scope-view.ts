import type { Knex } from 'knex';
import { rowsOf } from '../rows';

/** What roles are held on, with the organization that it belongs to. */
export interface Scope {
  readonly organizationId: string;
  /** The nearest first. */
  readonly ancestorIds: readonly string[];
}

export interface ScopeView {
  find(scope: 'organization' | 'project' | 'offering', id: string): Promise<Scope | undefined>;
}

export const createScopeView = (knex: Knex): ScopeView => ({
  find: async (scope, id) => (await rowsOf<Scope>(knex, scopeOf(owners[scope]), [id]))[0],
});

const owners = {
  organization: 'select id from organizations where id = ?',
  project: 'select organization_id as id from projects where id = ?',
  offering: 'select vendor_id as id from offerings where id = ?',
} as const;

// Nothing is higher than eight tiers: a loop in the tree must not become an endless query.
const scopeOf = (owner: string): string => `
  with recursive above as (
    select o.id, o.parent_id, 0 as depth from organizations o where o.id = (${owner})
    union all
    select o.id, o.parent_id, above.depth + 1 from organizations o join above on o.id = above.parent_id where above.depth < 8
  )
  select own.id as "organizationId", array(select id from above where depth > 0 order by depth) as "ancestorIds"
  from above own where own.depth = 0`;
