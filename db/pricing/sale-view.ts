import type { Knex } from 'knex';
import type { Plan } from '../../domain/catalog/offering';
import type { ChannelPrices } from '../../domain/channel/chain';
import type { CostEntry } from '../../domain/channel/match';
import type { ChannelComponents } from '../../domain/channel/own-components';
import { withChannel } from '../../domain/channel/own-components';
import type { ChannelRows, ListLevel } from '../../domain/channel/price-list';
import type { ProjectTerm } from '../../domain/identity/project';
import type { Channel, Issuer } from '../../domain/pricing/terms';
import { seenBelow, seenBy } from '../catalog/audience';
import type { OfferingSummary, SummaryRow } from '../catalog/offering-view';
import { toSummary } from '../catalog/offering-view';
import type { PlanRow } from '../catalog/plan-row';
import { toPlan } from '../catalog/plan-row';
import { entriesOf } from '../channel/entries';
import { preparedRows } from '../rows';
import { channelAbove, ofOrganization, priceLists } from './channel-above';

/** All that a sale of one plan to one customer follows from, read in one query. */
export interface Sale {
  readonly offering: OfferingSummary;
  /** With what the tiers of the channel add to it. */
  readonly plan: Plan;
  readonly customer: {
    readonly id: string;
    readonly kinds: readonly string[];
    readonly testClockId: string | null;
    /** Where that clock stands; `null` without one. */
    readonly clockNow: string | null;
    readonly closedAt: string | null;
  };
  /** What it is bought for; `null` for who looks around. */
  readonly project: ProjectTerm | null;
  /** When the sale is made: now, or where the customer's test clock stands. */
  readonly at: string;
  readonly channel: Channel;
  readonly issuer: Issuer;
  readonly zone: string;
  /** Of each tier the list that the buyer is bound to, else the default, with what it inherits. */
  readonly prices: ChannelPrices;
  /** To whom the plan shows under these lists. */
  readonly rows: ChannelRows;
  /** Whether the offering is for the customer or, for who looks around, for somebody that it sells to. */
  readonly isVisible: boolean;
  /** What the platform keeps of a sale without a channel; `null` with one, and where it keeps nothing. */
  readonly platformSharePercent: string | null;
  /** The mark-ups of cost lines under these lists. */
  readonly costEntries: ChannelCosts;
}

type ChannelCosts = Readonly<Record<ListLevel, readonly CostEntry[]>>;

/** Prices are those valid at `now`, or where the customer's test clock stands. */
export interface SaleView {
  forPlan(
    sale: { readonly planId: string; readonly now: string } & (
      { readonly projectId: string } | { readonly organizationId: string }
    ),
  ): Promise<Sale | undefined>;
  /** What an organization sells, or would buy, of some plans; those that have no price are left out. */
  forPlans(sale: {
    readonly planIds: readonly string[];
    readonly organizationId: string;
    readonly now: string;
  }): Promise<Sale[]>;
  /** As `renewalSale`. */
  forRenewal(renewal: RenewedPlan): Promise<Sale | undefined>;
}

/** A plan that a project's subscription runs on, at an instant. */
interface RenewedPlan {
  readonly projectId: string;
  readonly planId: string;
  readonly at: string;
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
    return row && toSale(row, now);
  },
  forPlans: async ({ planIds, organizationId, now }) =>
    (
      await preparedRows<SaleRow>(knex, 'sales-to-organization', ofSeveral, [
        organizationId,
        now,
        `{${planIds.join()}}`,
      ])
    ).map((row) => toSale(row, now)),
  forRenewal: (wanted) => renewalSale(knex, wanted),
});

/**
 * What a running subscription is renewed with: the prices valid at an instant, wherever a test clock stands, also of a plan
 * that is not sold any more.
 */
export const renewalSale = async (knex: Knex, { projectId, at, planId }: RenewedPlan): Promise<Sale | undefined> => {
  const [row] = await preparedRows<SaleRow>(knex, 'sale-of-renewal', renewal, [projectId, at, planId]);
  return row && toSale(row, at);
};

interface SaleRow extends Omit<Sale, 'offering' | 'plan' | 'customer' | 'at' | 'prices' | 'rows' | 'costEntries'> {
  readonly offering: SummaryRow;
  readonly plan: PlanRow;
  readonly customerId: string;
  readonly customerKinds: readonly string[];
  readonly testClockId: string | null;
  readonly clockNow: string | null;
  readonly closedAt: string | null;
  /** Null when no list of the channel has a row of the plan. */
  readonly entries: Partial<ChannelPrices> | null;
  readonly visibilities: Partial<ChannelRows> | null;
  readonly costs: Partial<ChannelCosts> | null;
  readonly added: Partial<ChannelComponents> | null;
  /** Of the sell-out list that has the nearest row of the plan. */
  readonly taxIncluded: boolean;
}

const noEntries: ChannelPrices = { wholesale: [], sellIn: [], sellOut: [] };
const noCosts: ChannelCosts = { wholesale: [], sellIn: [], sellOut: [] };
const nothingAdded: ChannelComponents = { wholesale: [], sellIn: [], sellOut: [] };
const allPriced: ChannelRows = { wholesale: 'priced', sellIn: 'priced', sellOut: 'priced' };

const toSale = (
  {
    offering,
    plan,
    customerId,
    customerKinds,
    testClockId,
    clockNow,
    closedAt,
    entries,
    visibilities,
    costs,
    added,
    taxIncluded,
    ...row
  }: SaleRow,
  now: string,
): Sale => ({
  ...row,
  offering: toSummary(offering),
  plan: withAdded(toPlan(plan), { ...nothingAdded, ...added }),
  customer: { id: customerId, kinds: customerKinds, testClockId, clockNow, closedAt },
  at: clockNow ?? now,
  prices: { ...noEntries, ...entries, ...(taxIncluded ? { includedTax: row.issuer.taxPercent } : {}) },
  rows: { ...allPriced, ...visibilities },
  costEntries: { ...noCosts, ...costs },
});

const withAdded = (plan: Plan, added: ChannelComponents): Plan => ({
  ...plan,
  components: withChannel(plan.components, added),
});

const isPublished = `plan.state = 'published'`;
const ofPlan = `plan.id = ? and ${isPublished}`;

/** Of each level the row of the plan in the nearest list that has one. */
const rows = `
    select jsonb_object_agg(near.level, near.entries) as entries, jsonb_object_agg(near.level, near.visibility) as visibilities,
      jsonb_object_agg(near.level, near.costs) as costs, jsonb_object_agg(near.level, near.components) as components,
      bool_or(near.tax_included) as tax_included
    from (
      select distinct on (lists.level) lists.level, coalesce(own.visibility, 'priced') as visibility,
        coalesce(found.entries, '[]') as entries, coalesce(own.cost_entries, '[]') as costs,
        coalesce(own.components, '[]') as components, lists.tax_included
      from lists
      left join price_list_rows own on own.price_list_id = lists.id and own.plan_id = plan.id
      cross join lateral (${entriesOf('lists.id', 'plan.id')}
      ) found
      where own.plan_id is not null or found.entries is not null
      order by lists.level, lists.depth
    ) near`;

/**
 * @param buyer Finds the buying `organization`, and the `project` that it buys for.
 * @param first Where the channel begins, looking up from it.
 * @param plans Which plans.
 * @param pricedAt The instant whose prices count.
 */
const saleOf = (
  buyer: string,
  first: 'parent_id' | 'own_id',
  plans = ofPlan,
  pricedAt = 'coalesce(customer.clock_now, ?)',
): string => `
  with recursive ${channelAbove(buyer, first)}, issuer as (
    select id, invoice_prefix, tax_percent from tiers where invoice_prefix is not null order by depth limit 1
  ), ${priceLists}
  select customer.id as "customerId", customer.kinds as "customerKinds", customer.test_clock_id as "testClockId", customer.clock_now as "clockNow",
    customer.zone as "zone", customer.closed_at as "closedAt", customer.project as "project",
    jsonb_build_object(
      'id', offering.id, 'vendorId', offering.vendor_id, 'name', offering.name, 'description', offering.description,
      'category', offering.category, 'plugin', offering.plugin, 'state', offering.state, 'details', offering.details
    ) as "offering",
    jsonb_build_object(
      'id', plan.id, 'offeringId', plan.offering_id, 'name', plan.name, 'currency', plan.currency,
      'periodMonths', plan.period_months, 'priceVersion', price.version, 'components', price.components,
      'settings', plan.settings
    ) as "plan",
    jsonb_build_object(
      'platformId', channel.platform_id, 'distributorId', channel.distributor_id, 'resellerId', channel.reseller_id
    ) as "channel",
    jsonb_build_object(
      'id', coalesce(issuer.id, platform.id),
      'prefix', coalesce(issuer.invoice_prefix, platform.invoice_prefix, 'INV'),
      'taxPercent', cast(trim_scale(coalesce(case when issuer.id is null then platform.tax_percent else issuer.tax_percent end, 0)) as text)
    ) as "issuer",
    ${first === 'parent_id' ? seenBy('offering', 'customer.id') : seenBelow('offering', 'select id from customer')} as "isVisible",
    shelf.entries as "entries", shelf.visibilities as "visibilities", shelf.costs as "costs",
    shelf.components as "added", coalesce(shelf.tax_included, false) as "taxIncluded",
    cast(trim_scale(share.percent) as text) as "platformSharePercent"
  from plans plan
  join offerings offering on offering.id = plan.offering_id
  cross join customer
  cross join channel
  join organizations platform on platform.id = channel.platform_id
  left join issuer on true
  cross join lateral (
    select version, components from plan_prices
    where plan_id = plan.id and valid_from <= ${pricedAt} order by valid_from desc, version desc limit 1
  ) price
  cross join lateral (${rows}
  ) shelf
  left join lateral (
    select percent from platform_shares
    where vendor_id = offering.vendor_id or vendor_id is null order by vendor_id nulls last limit 1
  ) share on channel.distributor_id is null and channel.reseller_id is null
  where ${plans}`;

// A reseller that buys for itself is a customer of the tier above it; one that looks around sees what it sells.
const ofProject = 'join projects project on project.organization_id = organization.id where project.id = ?';
const toProject = saleOf(ofProject, 'parent_id');
const toOrganization = saleOf(ofOrganization, 'own_id');
const ofSeveral = saleOf(ofOrganization, 'own_id', `plan.id = any (cast(? as uuid[])) and ${isPublished}`);
const renewal = saleOf(ofProject, 'parent_id', 'plan.id = ?', 'cast(? as timestamptz)');
