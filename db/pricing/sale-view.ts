import type { Knex } from 'knex';
import type { Plan } from '../../domain/catalog/offering';
import type { ChannelPrices } from '../../domain/channel/chain';
import type { Channel, Issuer } from '../../domain/pricing/terms';
import type { OfferingSummary } from '../catalog/offering-view';
import { preparedRows } from '../rows';

/** All that a sale of one plan to one customer follows from, read in one query. */
export interface Sale {
  readonly offering: OfferingSummary;
  readonly plan: Plan;
  readonly customer: {
    readonly id: string;
    readonly testClockId: string | null;
    /** Where that clock stands; `null` without one. */
    readonly clockNow: string | null;
  };
  readonly channel: Channel;
  readonly issuer: Issuer;
  readonly zone: string;
  readonly prices: ChannelPrices;
}

/** Prices are those valid at `now`, or where the customer's test clock stands. */
export interface SaleView {
  forPlan(
    sale: { readonly planId: string; readonly now: string } & (
      { readonly projectId: string } | { readonly organizationId: string }
    ),
  ): Promise<Sale | undefined>;
}

export const createSaleView = (knex: Knex): SaleView => ({
  forPlan: async ({ planId, now, ...buyer }) => {
    const [row] =
      'projectId' in buyer
        ? await preparedRows<SaleRow>(knex, 'sale-to-project', toProject, [buyer.projectId, now, planId])
        : await preparedRows<SaleRow>(knex, 'sale-to-organization', toOrganization, [
            buyer.organizationId,
            now,
            planId,
          ]);
    return row && toSale(row);
  },
});

interface SaleRow extends Omit<Sale, 'customer'> {
  readonly customerId: string;
  readonly testClockId: string | null;
  readonly clockNow: string | null;
}

const toSale = ({ customerId, testClockId, clockNow, ...row }: SaleRow): Sale => ({
  ...row,
  customer: { id: customerId, testClockId, clockNow },
});

/** Entries of one tier's price list for the plan. */
const entries = (owner: string, level: string): string => `(
    select coalesce(jsonb_agg(jsonb_build_object(
      'planId', entry.plan_id, 'component', entry.component, 'tier', entry.tier, 'kind', entry.kind,
      'value', cast(trim_scale(entry.value) as text)
    ) order by entry.component, entry.tier), '[]')
    from price_lists list join price_list_entries entry on entry.price_list_id = list.id
    where list.owner_id = channel.${owner} and list.level = '${level}' and entry.plan_id = plan.id
  )`;

const nearest = (kind: string): string => `(select id from tiers where '${kind}' = any (kinds) order by depth limit 1)`;

// A loop in the tree would be an error of its keeper; it must not become an endless query.
const tiersMost = 8;

/** @param customer Finds the buying organization. @param first Where the channel begins, looking up from it. */
const saleOf = (customer: string, first: string): string => `
  with recursive customer as (
    select organization.id, organization.parent_id, organization.zone, organization.test_clock_id, clock.now as clock_now,
      organization.id as own_id
    from organizations organization left join test_clocks clock on clock.id = organization.test_clock_id
    where organization.id = ${customer}
  ), tiers as (
    select tier.id, tier.parent_id, tier.kinds, tier.invoice_prefix, tier.tax_percent, 1 as depth
    from organizations tier join customer on tier.id = customer.${first}
    union all
    select tier.id, tier.parent_id, tier.kinds, tier.invoice_prefix, tier.tax_percent, tiers.depth + 1
    from organizations tier join tiers on tier.id = tiers.parent_id where tiers.depth < ${tiersMost}
  ), channel as (
    select coalesce(
        ${nearest('platform')},
        (select id from organizations where 'platform' = any (kinds) order by id limit 1)
      ) as platform_id,
      ${nearest('distributor')} as distributor_id,
      ${nearest('reseller')} as reseller_id
  ), issuer as (
    select id, invoice_prefix, tax_percent from tiers where invoice_prefix is not null order by depth limit 1
  )
  select customer.id as "customerId", customer.test_clock_id as "testClockId", customer.clock_now as "clockNow",
    customer.zone as "zone",
    jsonb_build_object(
      'id', offering.id, 'vendorId', offering.vendor_id, 'name', offering.name, 'description', offering.description,
      'category', offering.category, 'plugin', offering.plugin, 'state', offering.state
    ) as "offering",
    jsonb_build_object(
      'id', plan.id, 'offeringId', plan.offering_id, 'name', plan.name, 'currency', plan.currency,
      'periodMonths', plan.period_months, 'priceVersion', price.version, 'components', price.components
    ) as "plan",
    jsonb_build_object(
      'platformId', channel.platform_id, 'distributorId', channel.distributor_id, 'resellerId', channel.reseller_id
    ) as "channel",
    jsonb_build_object(
      'id', coalesce(issuer.id, platform.id),
      'prefix', coalesce(issuer.invoice_prefix, platform.invoice_prefix, 'INV'),
      'taxPercent', cast(trim_scale(coalesce(case when issuer.id is null then platform.tax_percent else issuer.tax_percent end, 0)) as text)
    ) as "issuer",
    jsonb_build_object(
      'wholesale', ${entries('platform_id', 'wholesale')},
      'sellIn', ${entries('distributor_id', 'sellIn')},
      'sellOut', ${entries('reseller_id', 'sellOut')}
    ) as "prices"
  from plans plan
  join offerings offering on offering.id = plan.offering_id
  cross join customer
  cross join channel
  join organizations platform on platform.id = channel.platform_id
  left join issuer on true
  cross join lateral (
    select version, components from plan_prices
    where plan_id = plan.id and valid_from <= coalesce(customer.clock_now, ?) order by valid_from desc, version desc limit 1
  ) price
  where plan.id = ?`;

// A reseller that buys for itself is a customer of the tier above it; one that looks around sees what it sells.
const toProject = saleOf('(select organization_id from projects where id = ?)', 'parent_id');
const toOrganization = saleOf('?', 'own_id');
