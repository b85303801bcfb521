import type { Knex } from 'knex';
import type { StoredOffering, StoredPlan } from '../../domain/catalog/catalog-file';
import type { OfferingDetails, PlanSettings } from '../../domain/catalog/settings';
import { completed, defaultOfferingDetails, defaultPlanSettings } from '../../domain/catalog/settings';
import { columns, rowsOf } from '../rows';

interface KnownPlan extends StoredPlan {
  readonly id: string;
}

/** What is kept of an offering, with the ids that it is kept under. */
export interface KnownOffering extends StoredOffering {
  readonly id: string;
  readonly plans: readonly KnownPlan[];
}

/**
 * A vendor's offerings in the order of their keys, with the prices in force at `now` and all planned ones.
 * @param keys those to find; `null` for all
 */
export const storedOfferings = async (
  knex: Knex,
  { vendorId, keys, now }: { readonly vendorId: string; readonly keys: readonly string[] | null; readonly now: string },
): Promise<KnownOffering[]> => {
  const values = [now, now, vendorId, ...(keys === null ? [] : [keys])];
  const rows = await rowsOf<OfferingRow>(knex, keys === null ? allOffered : offeredUnder, values);
  return rows.map(({ details, plans, ...row }) => ({
    ...row,
    ...completed(defaultOfferingDetails, details),
    plans: plans.map(({ settings, ...plan }) => ({ ...plan, ...completed(defaultPlanSettings, settings) })),
  }));
};

/** Rows keep only what is not the default. */
type OfferingRow = Omit<KnownOffering, 'plans' | keyof OfferingDetails> & {
  readonly details: Partial<OfferingDetails>;
  readonly plans: readonly (Omit<KnownPlan, keyof PlanSettings> & { readonly settings: Partial<PlanSettings> })[];
};

const fields = columns('o', ['id', 'name', 'description', 'category', 'plugin', 'state', 'details']);
const keyOf = (alias: string): string => `coalesce(${alias}.key, ${alias}.id::text)`;

// Components of one version are the same in every subscription that was sold under it, but a subscription of an old
// version may run beside one of a new one: each is looked at.
const inUse = `
  select case when count(*) > 0 then coalesce(
    jsonb_agg(distinct jsonb_strip_nulls(jsonb_build_object('key', sold -> 'key', 'charge', sold -> 'charge', 'aggregation', sold -> 'aggregation', 'currency', s.terms -> 'currency'))) filter (where sold is not null),
    '[]'
  ) end
  from subscriptions s left join jsonb_array_elements(s.terms -> 'components') sold on true
  where s.plan_id = plan.id and s.state not in ('terminated', 'failed')`;

// Of several versions with one beginning, the last one counts.
const prices = `
  select coalesce(jsonb_agg(jsonb_build_object(
    'version', price.version, 'validFrom', to_char(price.valid_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'components', price.components
  ) order by price.valid_from, price.version), '[]')
  from plan_prices price
  where price.plan_id = plan.id and (price.valid_from > ? or price.version = (
    select version from plan_prices where plan_id = plan.id and valid_from <= ? order by valid_from desc, version desc limit 1
  ))`;

const offered = `
  select ${fields}, ${keyOf('o')} as "key", kept.plans as "plans"
  from offerings o
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', plan.id, 'key', ${keyOf('plan')}, 'name', plan.name, 'currency', plan.currency,
      'periodMonths', plan.period_months, 'state', plan.state, 'settings', plan.settings, 'inUse', (${inUse}),
      'isSold', exists (select from subscriptions s where s.plan_id = plan.id),
      'lastVersion', coalesce((select max(version) from plan_prices where plan_id = plan.id), 0),
      'prices', (${prices})
    ) order by ${keyOf('plan')}), '[]') as plans
    from plans plan where plan.offering_id = o.id
  ) kept
  where o.vendor_id = ?`;

const allOffered = `${offered} order by ${keyOf('o')}`;
const offeredUnder = `${offered} and ${keyOf('o')} = any (cast(? as text[])) order by ${keyOf('o')}`;
