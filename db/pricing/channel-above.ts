// Parts of statements that find who sells to an organization, and by which price lists.

const nearest = (kind: string): string => `(select id from tiers where '${kind}' = any (kinds) order by depth limit 1)`;

// A loop in the tree would be an error of its keeper; it must not become an endless query.
const tiersMost = 8;
// As many lists may inherit from one another.
const lineageMost = 8;

/** The list of each tier for whoever buys from it, and then what it inherits from, the nearest first. */
export const priceLists = `
  tier_buyers as (
    select tier.level, tier.owner_id, tier.buyer_id
    from channel cross join customer cross join lateral (values
      ('wholesale', channel.platform_id, coalesce(channel.distributor_id, channel.reseller_id, customer.id)),
      ('sellIn', channel.distributor_id, coalesce(channel.reseller_id, customer.id)),
      ('sellOut', channel.reseller_id, customer.id)
    ) tier (level, owner_id, buyer_id)
  ), lists as (
    select tier.level, list.id, list.parent_id, list.tax_included, 1 as depth
    from tier_buyers tier cross join lateral (
      select own.id, own.parent_id, own.tax_included from price_lists own
      left join price_list_bindings bound on bound.price_list_id = own.id and bound.buyer_id = tier.buyer_id
      where own.owner_id = tier.owner_id and own.level = tier.level and (own.is_default or bound.buyer_id is not null)
      order by bound.buyer_id nulls last limit 1
    ) list
    union all
    select lists.level, parent.id, parent.parent_id, parent.tax_included, lists.depth + 1
    from price_lists parent join lists on parent.id = lists.parent_id where lists.depth < ${lineageMost}
  )`;

/** An organization that buys for no project. */
export const ofOrganization = 'left join projects project on false where organization.id = ?';

/**
 * An organization that buys and the tiers above it, as parts of a recursive statement.
 * @param buyer Finds the buying `organization`, and the `project` that it buys for.
 * @param first Where the channel begins, looking up from it.
 */
export const channelAbove = (buyer: string, first: 'parent_id' | 'own_id'): string => `
  customer as (
    select organization.id, organization.kinds, organization.parent_id, organization.zone, organization.test_clock_id, clock.now as clock_now,
      organization.id as own_id, organization.closed_at,
      case when project.id is not null then jsonb_build_object(
        'startsOn', project.starts_on, 'endsOn', project.ends_on, 'archivedAt', project.archived_at
      ) end as project
    from organizations organization left join test_clocks clock on clock.id = organization.test_clock_id
    ${buyer}
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
  )`;
