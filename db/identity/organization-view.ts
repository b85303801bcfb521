import type { Knex } from 'knex';
import type { OrganizationKind } from '../../domain/identity/organization';
import type { Reach } from '../../domain/identity/permission';
import type { Page, PageRequest } from '../page';
import { createCursors, isId, isName, pageOf } from '../page';
import { columns, rowsOf } from '../rows';

export interface OrganizationRecord {
  readonly id: string;
  readonly name: string;
  readonly kinds: readonly OrganizationKind[];
  readonly parentId: string | null;
  /** Who sells to it is told by name alone. */
  readonly parentName: string | null;
  readonly zone: string;
  readonly invoicePrefix: string | null;
  readonly taxPercent: string | null;
  readonly sandbox: boolean;
  readonly closedAt: string | null;
  /** Counts the changes, from 1. */
  readonly rev: number;
}

interface OrganizationFilter {
  readonly parentId?: string | undefined;
  readonly kind?: OrganizationKind | undefined;
  readonly state?: 'open' | 'closed' | undefined;
}

export interface OrganizationView {
  /** Those in reach with all below them, by name. */
  list(filter: OrganizationFilter, reach: Reach, page: PageRequest): Promise<Page<OrganizationRecord>>;
  find(organizationId: string): Promise<(OrganizationRecord & { readonly ancestorIds: readonly string[] }) | undefined>;
  /** The one that owns the installation; the oldest if there are several. */
  platformId(): Promise<string | undefined>;
}

const cursors = createCursors('organizations', isName, isId);

export const createOrganizationView = (knex: Knex): OrganizationView => ({
  list: async (filter, reach, { limit, cursor }) => {
    const conditions: Condition[] = [
      ...(reach.all ? [] : [['o.id in (select id from below)'] as const]),
      ...(filter.parentId === undefined ? [] : [['o.parent_id = ?', filter.parentId] as const]),
      ...(filter.kind === undefined ? [] : [['? = any (o.kinds)', filter.kind] as const]),
      ...(filter.state === undefined ? [] : [[states[filter.state]] as const]),
      ...(cursor === null ? [] : [['(o.name, o.id) > (?, ?)', ...cursors.read(cursor)] as const]),
    ];
    const where = conditions.length === 0 ? '' : `where ${conditions.map(([sql]) => sql).join(' and ')}`;
    const rows = await rowsOf<OrganizationRecord>(
      knex,
      `${reach.all ? '' : below} select ${record} ${source} ${where} order by o.name, o.id limit ?`,
      [...(reach.all ? [] : [reach.organizationIds]), ...conditions.flatMap(([, ...values]) => values), limit + 1],
    );
    return pageOf(rows, limit, cursors, ({ name, id }) => [name, id]);
  },
  find: async (organizationId) =>
    (await rowsOf<OrganizationRecord & { ancestorIds: string[] }>(knex, one, [organizationId, organizationId]))[0],
  platformId: async () => (await rowsOf<{ readonly id: string }>(knex, platform))[0]?.id,
});

type Condition = readonly [sql: string, ...values: string[]];

const states = { open: 'o.closed_at is null', closed: 'o.closed_at is not null' } as const;

const fields = ['id', 'name', 'kinds', 'parentId', 'zone', 'invoicePrefix', 'sandbox', 'closedAt', 'rev'];
const record = `${columns('o', fields)}, cast(trim_scale(o.tax_percent) as text) as "taxPercent", parent.name as "parentName"`;
const source = 'from organizations o left join organizations parent on parent.id = o.parent_id';

const below = `
  with recursive below as (
    select id from organizations where id = any (cast(? as uuid[]))
    union select o.id from organizations o join below on o.parent_id = below.id
  )`;

// Nothing is higher than eight tiers: a loop in the tree must not become an endless query.
const one = `
  with recursive above as (
    select o.parent_id as id, 1 as depth from organizations o where o.id = ?
    union all
    select o.parent_id, above.depth + 1 from organizations o join above on o.id = above.id where above.depth < 8
  )
  select ${record}, array(select id from above where id is not null order by depth) as "ancestorIds"
  ${source} where o.id = ?`;

const platform = `select id from organizations where 'platform' = any (kinds) order by id limit 1`;
