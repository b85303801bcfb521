import type { Knex } from 'knex';
import type { ListLevel, PriceList, PriceListRow } from '../../domain/channel/price-list';
import type { Reach } from '../../domain/identity/permission';
import type { Page, PageRequest } from '../page';
import { createCursors, isId, isName, pageOf } from '../page';
import { columns, rowsOf } from '../rows';
import { entriesOf } from './entries';

/** A price list without its rows. */
export interface PriceListSummary extends Omit<PriceList, 'rows' | 'buyerIds' | 'taxIncluded'> {
  readonly ownerId: string;
  readonly level: ListLevel;
  readonly name: string;
  readonly taxIncluded: boolean;
  readonly belowCost: 'warn' | 'refuse';
  /** What the owner recommends to the tier below to ask on top. */
  readonly recommendedPercent: string | null;
  /** Counts the changes of the list, from 1. */
  readonly rev: number;
}

export interface PriceListRecord extends PriceListSummary {
  readonly buyerIds: readonly string[];
  readonly rows: readonly PriceListRow[];
}

/** An organization with whoever sells to it: the nearest tier above it, else the platform. */
export interface Buyer {
  readonly id: string;
  readonly kinds: readonly string[];
  readonly sellerId: string | null;
  readonly sellerKinds: readonly string[] | null;
}

export interface PriceListView {
  list(reach: Reach, page: PageRequest): Promise<Page<PriceListSummary>>;
  find(priceListId: string): Promise<PriceListRecord | undefined>;
  /** All lists of one owner at one level, which inherit from each other. */
  family(ownerId: string, level: ListLevel): Promise<PriceListRecord[]>;
  buyer(organizationId: string): Promise<Buyer | undefined>;
  /** The list that a seller's buyer is bound to, else its default one. */
  listFor(buyerId: string, sellerId: string, level: ListLevel): Promise<PriceListRecord | undefined>;
}

const fields = ['id', 'ownerId', 'level', 'name', 'parentId', 'isDefault', 'taxIncluded', 'belowCost', 'rev'];
const summary = `${columns('list', fields)}, cast(trim_scale(list.recommended_percent) as text) as "recommendedPercent"`;
const cursors = createCursors('price-lists', isName, isId);

export const createPriceListView = (knex: Knex): PriceListView => ({
  list: async ({ all, organizationIds }, { limit, cursor }) => {
    const after = cursor === null ? [] : cursors.read(cursor);
    const conditions = [
      ...(all ? [] : ['list.owner_id = any (cast(? as uuid[]))']),
      ...(cursor === null ? [] : ['(list.name, list.id) > (?, ?)']),
    ];
    const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
    const rows = await rowsOf<PriceListSummary>(
      knex,
      `select ${summary} from price_lists list ${where} order by list.name, list.id limit ?`,
      [...(all ? [] : [organizationIds]), ...after, limit + 1],
    );
    return pageOf(rows, limit, cursors, ({ name, id }) => [name, id]);
  },
  find: async (priceListId) => (await rowsOf<PriceListRecord>(knex, `${whole} where list.id = ?`, [priceListId]))[0],
  family: (ownerId, level) =>
    rowsOf(knex, `${whole} where list.owner_id = ? and list.level = ? order by list.name, list.id`, [ownerId, level]),
  buyer: async (organizationId) => (await rowsOf<Buyer>(knex, buyer, [organizationId]))[0],
  listFor: async (buyerId, sellerId, level) =>
    (await rowsOf<PriceListRecord>(knex, `${whole} ${bound}`, [buyerId, sellerId, level]))[0],
});

const whole = `
  select ${summary}, buyers.ids as "buyerIds", rows.rows as "rows"
  from price_lists list
  cross join lateral (
    select coalesce(jsonb_agg(binding.buyer_id order by binding.buyer_id), '[]') as ids
    from price_list_bindings binding where binding.price_list_id = list.id
  ) buyers
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object(
      'planId', plan.id, 'visibility', coalesce(own.visibility, 'priced'), 'locked', coalesce(own.locked, false),
      'entries', coalesce(found.entries, '[]')
    ) || case when own.cost_entries <> '[]' then jsonb_build_object('costEntries', own.cost_entries) else '{}' end
      || case when own.components <> '[]' then jsonb_build_object('components', own.components) else '{}' end order by plan.id), '[]') as rows
    from (
      select plan_id as id from price_list_rows where price_list_id = list.id
      union select plan_id from price_list_entries where price_list_id = list.id
    ) plan
    left join price_list_rows own on own.price_list_id = list.id and own.plan_id = plan.id
    cross join lateral (${entriesOf('list.id', 'plan.id')}) found
  ) rows`;

const bound = `
  left join price_list_bindings bound on bound.price_list_id = list.id and bound.buyer_id = ?
  where list.owner_id = ? and list.level = ? and (list.is_default or bound.buyer_id is not null)
  order by bound.buyer_id nulls last limit 1`;

// Whom a sale would find as the last tier before the organization.
const buyer = `
  with recursive above as (
    select o.id, o.parent_id, o.kinds, 0 as depth from organizations o where o.id = ?
    union all
    select o.id, o.parent_id, o.kinds, above.depth + 1
    from organizations o join above on o.id = above.parent_id where above.depth < 8
  )
  select own.id, own.kinds, seller.id as "sellerId", seller.kinds as "sellerKinds"
  from above own
  left join lateral (
    select found.id, found.kinds from (
      select above.id, above.kinds, above.depth from above
        where above.depth > 0 and above.kinds && array['platform', 'distributor', 'reseller']
      union all
      (select o.id, o.kinds, 99 from organizations o where 'platform' = any (o.kinds) order by o.id limit 1)
    ) found order by found.depth limit 1
  ) seller on true
  where own.depth = 0`;
