import type { Knex } from 'knex';
import type { Offering } from '../../domain/catalog/offering';
import type { OfferingDetails } from '../../domain/catalog/settings';
import { completed, defaultOfferingDetails } from '../../domain/catalog/settings';
import type { Reach } from '../../domain/identity/permission';
import type { Page, PageRequest } from '../page';
import { createCursors, isId, isName, pageOf } from '../page';
import { columns, preparedRows, rowsOf } from '../rows';
import { seenBelow } from './audience';
import type { PlanRow } from './plan-row';
import { toPlan } from './plan-row';

export type OfferingSummary = Omit<Offering, 'plans'>;

/** How many offerings a filter would leave with one more condition, the most first. */
interface OfferingFacets {
  readonly categories: readonly { readonly category: string; readonly offerings: number }[];
  readonly vendors: readonly { readonly vendorId: string; readonly name: string; readonly offerings: number }[];
}

interface OfferingFilter {
  /** Beginnings of words that name or description hold. */
  readonly search?: string | undefined;
  readonly category?: string | undefined;
  readonly vendorId?: string | undefined;
}

/** In whose name somebody looks. */
type Viewer = Reach;

/** Active offerings are for those whom they are visible to; a vendor sees its own in any state. */
export interface OfferingView {
  list(filter: OfferingFilter, of: Viewer, page: PageRequest): Promise<Page<OfferingSummary>>;
  /** Each facet leaves its own condition out, so that others of its kind can be chosen. */
  facets(filter: OfferingFilter, of: Viewer): Promise<OfferingFacets>;
  /** With its plans, at the version of their prices that is valid at `now`. */
  find(offeringId: string, now: string, of: Viewer): Promise<Offering | undefined>;
}

const summary = columns('o', ['id', 'vendorId', 'name', 'description', 'category', 'plugin', 'state', 'details']);
const cursors = createCursors('offerings', isName, isId);

export const createOfferingView = (knex: Knex): OfferingView => ({
  list: async (filter, of, { limit, cursor }) => {
    const after = cursor === null ? [] : [{ sql: '(o.name, o.id) > (?, ?)', values: cursors.read(cursor) }];
    const { where, values } = whereOf([...conditionsOf(filter, of), ...after]);
    const rows = await rowsOf<SummaryRow>(
      knex,
      `select ${summary} from offerings o ${where} order by o.name, o.id limit ?`,
      [...values, limit + 1],
    );
    return pageOf(rows.map(toSummary), limit, cursors, ({ name, id }) => [name, id]);
  },
  facets: async ({ category, vendorId, ...filter }, of) => {
    const byCategory = whereOf(conditionsOf({ ...filter, vendorId }, of));
    const byVendor = whereOf(conditionsOf({ ...filter, category }, of));
    const [categories, vendors] = await Promise.all([
      rowsOf<OfferingFacets['categories'][number]>(knex, categoryFacet(byCategory.where), byCategory.values),
      rowsOf<OfferingFacets['vendors'][number]>(knex, vendorFacet(byVendor.where), byVendor.values),
    ]);
    return { categories, vendors };
  },
  find: async (offeringId, now, of) => {
    const { where, values } = whereOf([{ sql: 'o.id = ?', values: [offeringId] }, ...visibleTo(of)]);
    const rows = await preparedRows<OfferingRow>(knex, `offering-${of.all ? 'all' : 'seen'}`, oneOffering(where), [
      now,
      ...values,
    ]);
    const [row] = rows;
    return row && { ...toSummary(row), plans: row.plans.map(toPlan) };
  },
});

export type SummaryRow = Omit<OfferingSummary, keyof OfferingDetails> & { readonly details: Partial<OfferingDetails> };
type OfferingRow = SummaryRow & { readonly plans: readonly PlanRow[] };

export const toSummary = ({ details, ...row }: SummaryRow): OfferingSummary => ({
  ...row,
  ...completed(defaultOfferingDetails, details),
});

interface Condition {
  readonly sql: string;
  readonly values: readonly (string | readonly string[])[];
}

const conditionsOf = ({ search, category, vendorId }: OfferingFilter, of: Viewer): Condition[] =>
  [
    ...visibleTo(of),
    condition(search === undefined ? undefined : beginnings(search), `o.words @@ to_tsquery('simple', ?)`),
    condition(category, 'o.category = ?'),
    condition(vendorId, 'o.vendor_id = ?'),
  ].filter((one) => one !== undefined);

const visibleTo = ({ all, organizationIds, projectIds }: Viewer): Condition[] =>
  all ? [] : [{ sql: isVisible, values: [organizationIds, projectIds, organizationIds] }];

const isVisible = `(
  o.state = 'active' and ${seenBelow(
    'o',
    `select unnest(cast(? as uuid[])) union select organization_id from projects where id = any (cast(? as uuid[]))`,
  )}
  or o.vendor_id = any (cast(? as uuid[]))
)`;

const whereOf = (conditions: readonly Condition[]) => ({
  where: conditions.length === 0 ? '' : `where ${conditions.map(({ sql }) => sql).join(' and ')}`,
  values: conditions.flatMap(({ values }) => values),
});

// More than people choose from.
const facetsMost = 50;

// Drafts may have no category yet.
const categoryFacet = (where: string): string => `
  select category, cast(count(*) as integer) as offerings from offerings o ${where}
  group by category having category <> '' order by count(*) desc, category limit ${facetsMost}`;

const vendorFacet = (where: string): string => `
  select vendor.id as "vendorId", vendor.name, counted.offerings
  from (
    select vendor_id, cast(count(*) as integer) as offerings from offerings o ${where}
    group by vendor_id order by count(*) desc, vendor_id limit ${facetsMost}
  ) counted
  join organizations vendor on vendor.id = counted.vendor_id
  order by counted.offerings desc, vendor.name, vendor.id`;

const condition = (value: Condition['values'][number] | undefined, sql: string): Condition | undefined =>
  value === undefined ? undefined : { sql, values: [value] };

/** `team cr` finds “Team CRM”. Words are letters and digits alone, so nothing in them is an operator. */
const beginnings = (search: string): string =>
  (search.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `'${word}':*`).join(' & ');

const oneOffering = (where: string): string => `
  select ${summary}, priced.plans as "plans"
  from offerings o
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', plan.id, 'offeringId', plan.offering_id, 'name', plan.name, 'currency', plan.currency,
      'periodMonths', plan.period_months, 'priceVersion', price.version, 'components', price.components,
      'settings', plan.settings
    ) order by plan.name, plan.id), '[]') as plans
    from plans plan
    cross join lateral (
      select version, components from plan_prices
      where plan_id = plan.id and valid_from <= ? order by valid_from desc, version desc limit 1
    ) price
    where plan.offering_id = o.id and plan.state = 'published'
  ) priced
  ${where}`;
