import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';

/** Who acts in the bench, and what is bought. */
export interface Market {
  readonly keys: {
    readonly buyer: string;
    readonly approver: string;
    readonly vendor: string;
    readonly platform: string;
  };
  readonly customerId: string;
  readonly projectId: string;
  /** A plan that a vendor provisions by a report, and one whose plugin answers at once. */
  readonly planIds: { readonly full: string; readonly instant: string };
  readonly quantities: Readonly<Record<string, string>>;
}

const instantPlanId = 'be000000-0000-4000-8000-000000000002';

interface KeyEntry {
  readonly role: string;
  readonly key: string;
  readonly organizationId?: string;
  readonly projectId?: string;
}

/** The demo market, moved onto the real clock, with an offering more: the same plan from a plugin that answers at once. */
export const openMarket = async (pool: Pool, keysFile: string): Promise<Market> => {
  await pool.query(ontoTheRealClock);
  await pool.query(offerInstantly);
  const entries = JSON.parse(readFileSync(keysFile, 'utf8')) as readonly KeyEntry[];
  const entryOf = (role: string): KeyEntry => {
    const entry = entries.find((one) => one.role === role);
    if (entry === undefined) throw new Error(`nobody of the demo market is a ${role}`);
    return entry;
  };
  const { rows } = await pool.query<{ id: string }>(fullPlan);
  return {
    keys: {
      buyer: entryOf('buyer').key,
      approver: entryOf('approver').key,
      vendor: entryOf('vendor').key,
      platform: entryOf('platform').key,
    },
    customerId: entryOf('buyer').organizationId ?? '',
    projectId: entryOf('buyer').projectId ?? '',
    planIds: { full: rows[0]?.id ?? '', instant: instantPlanId },
    quantities: { seats: '3' },
  };
};

const ontoTheRealClock = `update organizations set sandbox = false, test_clock_id = null where test_clock_id is not null`;

const fullPlan = `
  select plans.id from plans join offerings on offerings.id = plans.offering_id
  where offerings.plugin = 'webhook' and period_months = 1`;

const offerInstantly = `
  with offered as (
    insert into offerings (id, vendor_id, name, description, category, plugin, state)
    select 'be000000-0000-4000-8000-000000000001', vendor_id, 'Instant ' || name, description, category, 'instant', 'active'
    from offerings where plugin = 'webhook'
    returning id
  ), planned as (
    insert into plans (id, offering_id, name, currency, period_months)
    select '${instantPlanId}', offered.id, plans.name, plans.currency, plans.period_months
    from offered cross join (${fullPlan}) as bought join plans on plans.id = bought.id
    returning id
  ), priced as (
    insert into plan_prices (plan_id, version, valid_from, components)
    select planned.id, version, valid_from, components
    from planned cross join (${fullPlan}) as bought join plan_prices on plan_prices.plan_id = bought.id
  )
  insert into price_list_entries (price_list_id, plan_id, component, tier, kind, value)
  select price_list_id, planned.id, component, tier, kind, value
  from planned cross join (${fullPlan}) as bought join price_list_entries on price_list_entries.plan_id = bought.id`;
