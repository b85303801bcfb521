import type { Knex } from 'knex';
import type { Offering } from '../../domain/catalog/offering';
import type { OfferingDetails } from '../../domain/catalog/settings';
import { completed, defaultOfferingDetails } from '../../domain/catalog/settings';
import type { Reach } from '../../domain/identity/permission';
import type { Page, PageRequest } from '../page';
import { createCursors, isId, isName, pageOf } from '../page';
import { columns, preparedRows, rowsOf } from '../rows';
import type { OfferingFacets } from './offering-facets';
import { countFacets } from './offering-facets';
import type { Condition, OfferingFilter } from './offering-filter';
import { conditionsOf, meetings, whereOf } from './offering-filter';
import type { Viewer } from './offering-viewer';
import { notExcluded, visibleTo } from './offering-viewer';
import { countFor } from './offering-found';
import { createSharedCounts } from './shared-counts';
import type { PlanRow } from './plan-row';
import { toPlan } from './plan-row';

export type OfferingSummary = Omit<Offering, 'plans'>;

/** The name of the main image, if there is one. */
interface WithLogo {
  readonly logo: string | null;
}

/** Active offerings are for those whom they are visible to; a vendor sees its own in any state. */
export interface OfferingView {
  /** In the order of names; of a search, what its words meet in name, tags or category comes first. */
  list(filter: OfferingFilter, of: Viewer, page: PageRequest): Promise<Page<OfferingSummary & WithLogo>>;
  facets(filter: OfferingFilter, of: Viewer): Promise<OfferingFacets>;
  /** With its plans, at the version of their prices that is valid at `now`. */
  find(offeringId: string, now: string, of: Reach): Promise<(Offering & WithLogo) | undefined>;
}

const logo = `(select a.name from offering_attachments a where a.offering_id = o.id and a.purpose = 'logo') as "logo"`;
const summary = columns('o', ['id', 'vendorId', 'name', 'description', 'category', 'plugin', 'state', 'details']);
const isPlace = (text: string): boolean => /^[01]/.test(text) && isName(text.slice(1));
const nameCursors = createCursors('offerings', isPlace, isId);
const searchCursors = createCursors('found-offerings', isPlace, isId);

export const createOfferingView = (knex: Knex): OfferingView => {
  const shared = createSharedCounts(knex);
  return {
    list: async (filter, of, { limit, cursor }) => {
      const cursors = filter.search === undefined ? nameCursors : searchCursors;
      const after = cursor === null ? undefined : placeOf(cursors.read(cursor));
      const page = pageStatement(filter, of, limit + 1, after);
      const rows = await rowsOf<FoundRow>(knex, page.sql, page.values);
      const { items, nextCursor } = pageOf(rows, limit, cursors, ({ nearness, name, id }) => [
        `${nearness}${name}`,
        id,
      ]);
      return { items: items.map(({ nearness: _, ...row }) => toSummary(row)), nextCursor };
    },
    facets: async (filter, of) => countFacets(knex, countFor(knex, await shared(), of), filter),
    find: async (offeringId, now, of) => {
      const { where, values } = whereOf([{ sql: 'o.id = ?', values: [offeringId] }, ...visibleTo(of)]);
      const rows = await preparedRows<OfferingRow>(knex, `offering-${of.all ? 'all' : 'seen'}`, oneOffering(where), [
        now,
        ...values,
      ]);
      const [row] = rows;
      return row && { ...toSummary(row), plans: row.plans.map(toPlan) };
    },
  };
};

export type SummaryRow = Omit<OfferingSummary, keyof OfferingDetails> & { readonly details: Partial<OfferingDetails> };
type OfferingRow = SummaryRow & WithLogo & { readonly plans: readonly PlanRow[] };

export const toSummary = <Row extends SummaryRow>({ details, ...row }: Row) => ({
  ...row,
  ...completed(defaultOfferingDetails, details),
});

interface FoundRow extends SummaryRow, WithLogo {
  readonly nearness: number;
}

interface Place {
  readonly nearness: number;
  readonly name: string;
  readonly id: string;
}

const placeOf = ([at, id]: readonly [string, string]): Place => ({ nearness: Number(at[0]), name: at.slice(1), id });

/**
 * Each degree of nearness by itself, in the order of names: the database stops as soon as the page is full, where a rank
 * would have to be worked out for all that is found.
 */
const pageStatement = (filter: OfferingFilter, of: Viewer, limit: number, after: Place | undefined): Condition => {
  const parts = meetings(filter.search).flatMap((met, nearness) => {
    if (after !== undefined && nearness < after.nearness) return [];
    const from =
      after?.nearness === nearness ? [{ sql: '(o.name, o.id) > (?, ?)', values: [after.name, after.id] }] : [];
    const { where, values } = whereOf([...visibleTo(of), ...conditionsOf(filter), ...met, ...from, ...notExcluded(of)]);
    const sql = `(select ${summary}, ${logo}, ${nearness} as nearness from offerings o ${where} order by o.name, o.id limit ?)`;
    return [{ sql, values: [...values, limit] }];
  });
  return {
    sql: `select * from (${parts.map(({ sql }) => sql).join(' union all ')}) found order by nearness, name, id limit ?`,
    values: [...parts.flatMap(({ values }) => values), limit],
  };
};

const oneOffering = (where: string): string => `
  select ${summary}, ${logo}, priced.plans as "plans"
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
