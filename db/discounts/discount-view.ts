import type { Knex } from 'knex';
import type { OfferedDiscount } from '../../domain/discounts/offered-discount';
import type { Candidate } from '../../domain/discounts/offer-use';
import type { Reach } from '../../domain/identity/permission';
import { createListing } from '../listing';
import type { Page, PageRequest } from '../page';
import { columns, preparedRows } from '../rows';

export interface DiscountRecord extends OfferedDiscount {
  /** How many orders may hold it at a time; `null` is any number. */
  readonly stock: number | null;
  /** How many do: those that came to nothing have given it back. */
  readonly taken: number;
  readonly rev: number;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly changedBy: string;
  readonly changedAt: string;
}

interface DiscountFilter {
  readonly ownerId?: string | undefined;
  readonly kind?: string | undefined;
}

/** A purchase, as far as discounts are looked for by it. */
interface SaleSearch {
  /** Those who have a part in the sale: nobody else's discounts count. */
  readonly ownerIds: readonly string[];
  readonly customerId: string;
  readonly offeringId: string;
  readonly planId: string;
  /** Business time of the customer. */
  readonly at: string;
}

export interface DiscountView {
  list(filter: DiscountFilter, reach: Reach, page: PageRequest): Promise<Page<DiscountRecord>>;
  find(discountId: string): Promise<DiscountRecord | undefined>;
  /** The campaigns and volume discounts that count at this instant, the oldest first. */
  forSale(search: SaleSearch): Promise<readonly Candidate[]>;
  /** Bundles of vendors, and of the tiers above the customer of a project. */
  bundles(projectId: string): Promise<readonly DiscountRecord[]>;
}

const offered = [
  ...['id', 'ownerId', 'name', 'rule', 'offeringIds', 'planIds'],
  ...['validFrom', 'validUntil', 'withdrawnAt'],
];

/** All that is told of a discount `d`. */
export const discountColumns = columns('d', [
  ...offered,
  ...['stock', 'taken', 'rev', 'createdBy', 'createdAt', 'changedBy', 'changedAt'],
]);

export const createDiscountView = (knex: Knex): DiscountView => {
  const page = createListing<DiscountRecord>(knex, {
    table: 'discounts',
    alias: 'd',
    columns: discountColumns,
    at: { column: 'created_at', field: 'createdAt' },
    organizations: ['owner_id'],
    projects: [],
  });
  return {
    list: ({ ownerId, kind }, reach, request) =>
      page(
        [
          ['d.owner_id = ?', ownerId],
          ['d.kind = ?', kind],
        ],
        reach,
        request,
      ),
    find: async (discountId) =>
      (
        await preparedRows<DiscountRecord>(
          knex,
          'discount',
          `select ${discountColumns} from discounts d where d.id = ?`,
          [discountId],
        )
      )[0],
    forSale: ({ ownerIds, customerId, offeringId, planId, at }) =>
      preparedRows<Candidate>(knex, 'discounts-for-sale', forSale, [
        ...[customerId, customerId, planId],
        ...[ownerIds, at, at, offeringId, planId],
      ]),
    bundles: (projectId) => preparedRows<DiscountRecord>(knex, 'bundles', bundles, [projectId]),
  };
};

const runs = (condition: string): string =>
  `from subscriptions s where s.customer_id = ? and ${condition} and s.state in ('active', 'changing', 'suspended')`;

// Nobody keeps so many: it bounds what a quote has to look at.
const candidatesMost = 100;

const forSale = `
  select ${columns('d', offered)}, d.stock is not null and d.taken >= d.stock as "isSoldOut",
    exists (
      select from jsonb_array_elements_text(coalesce(d.rule->'requiredOfferingIds', '[]')) as required (id)
      where not exists (select ${runs('s.offering_id = cast(required.id as uuid)')})
    ) as "isLacking",
    case when d.kind = 'volume' then (select cast(count(*) as text) ${runs('s.plan_id = ?')}) else '0' end as "subscriptions"
  from discounts d
  where d.owner_id = any (cast(? as uuid[])) and d.kind in ('campaign', 'volume') and d.withdrawn_at is null
    and d.valid_from <= ? and (d.valid_until is null or d.valid_until > ?)
    and (d.offering_ids = '{}' or ? = any (d.offering_ids)) and (d.plan_ids = '{}' or ? = any (d.plan_ids))
  order by d.created_at, d.id limit ${candidatesMost}`;

// As many tiers as a channel has, and as many bundles as a buyer can look at: for each the plans are looked up.
const bundles = `
  with recursive tiers as (
    select organization.id, organization.parent_id, 0 as depth
    from organizations organization join projects project on project.organization_id = organization.id where project.id = ?
    union all
    select tier.id, tier.parent_id, tiers.depth + 1
    from organizations tier join tiers on tier.id = tiers.parent_id where tiers.depth < 8
  )
  select ${discountColumns} from discounts d join organizations owner on owner.id = d.owner_id
  where d.kind = 'bundle' and d.withdrawn_at is null
    and (d.owner_id in (select id from tiers) or owner.kinds && array['vendor', 'platform'])
  order by d.created_at desc, d.id desc limit 50`;
