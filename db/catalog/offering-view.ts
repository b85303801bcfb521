import type { Knex } from 'knex';
import type { Offering } from '../../domain/catalog/offering';
import type { Page, PageRequest } from '../page';
import { createCursors, isId, isName, pageOf } from '../page';
import { columns, preparedRows, rowsOf } from '../rows';

export type OfferingSummary = Omit<Offering, 'plans'>;

interface OfferingFilter {
  /** Beginnings of words that name or description hold. */
  readonly search?: string | undefined;
  readonly category?: string | undefined;
  readonly vendorId?: string | undefined;
}

/** Active offerings are for everybody; a vendor sees its own in any state. */
export interface OfferingView {
  list(
    filter: OfferingFilter,
    of: { readonly all: boolean; readonly organizationIds: readonly string[] },
    page: PageRequest,
  ): Promise<Page<OfferingSummary>>;
  /** With its plans, at the version of their prices that is valid at `now`. */
  find(offeringId: string, now: string): Promise<Offering | undefined>;
}

const summary = columns('o', ['id', 'vendorId', 'name', 'description', 'category', 'plugin', 'state']);
const cursors = createCursors('offerings', isName, isId);

export const createOfferingView = (knex: Knex): OfferingView => ({
  list: async ({ search, category, vendorId }, { all, organizationIds }, { limit, cursor }) => {
    const conditions: Condition[] = [
      condition(all ? undefined : organizationIds, `(o.state = 'active' or o.vendor_id = any (cast(? as uuid[])))`),
      condition(search === undefined ? undefined : beginnings(search), `o.words @@ to_tsquery('simple', ?)`),
      condition(category, 'o.category = ?'),
      condition(vendorId, 'o.vendor_id = ?'),
      cursor === null ? undefined : { sql: '(o.name, o.id) > (?, ?)', values: cursors.read(cursor) },
    ].filter((one) => one !== undefined);
    const where = conditions.length === 0 ? '' : `where ${conditions.map(({ sql }) => sql).join(' and ')}`;
    const rows = await rowsOf<OfferingSummary>(
      knex,
      `select ${summary} from offerings o ${where} order by o.name, o.id limit ?`,
      [...conditions.flatMap(({ values }) => values), limit + 1],
    );
    return pageOf(rows, limit, cursors, ({ name, id }) => [name, id]);
  },
  find: async (offeringId, now) => (await preparedRows<Offering>(knex, 'offering', oneOffering, [now, offeringId]))[0],
});

interface Condition {
  readonly sql: string;
  readonly values: readonly (string | readonly string[])[];
}

const condition = (value: Condition['values'][number] | undefined, sql: string): Condition | undefined =>
  value === undefined ? undefined : { sql, values: [value] };

/** `team cr` finds “Team CRM”. Words are letters and digits alone, so nothing in them is an operator. */
const beginnings = (search: string): string =>
  (search.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `'${word}':*`).join(' & ');

const oneOffering = `
  select ${summary}, priced.plans as "plans"
  from offerings o
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', plan.id, 'offeringId', plan.offering_id, 'name', plan.name, 'currency', plan.currency,
      'periodMonths', plan.period_months, 'priceVersion', price.version, 'components', price.components,
      'couponRule', plan.coupon_rule
    ) order by plan.name, plan.id), '[]') as plans
    from plans plan
    cross join lateral (
      select version, components from plan_prices
      where plan_id = plan.id and valid_from <= ? order by valid_from desc, version desc limit 1
    ) price
    where plan.offering_id = o.id and plan.state = 'published'
  ) priced
  where o.id = ?`;
