import type { Knex } from 'knex';
import { rowsOf } from '../rows';
import { channelAbove, ofOrganization, priceLists } from './channel-above';

/** A price list with a row that excludes a plan, or one that inherits from such a list. */
interface Exclusion {
  readonly ownerId: string;
  /** The list that counts for the buyer, then those that it inherits from, the nearest first. */
  readonly listIds: readonly string[];
}

export interface ExclusionView {
  /** Of the lists that an organization buys by, those that exclude anything; of most there is none. */
  forBuyer(organizationId: string): Promise<readonly Exclusion[]>;
}

export const createExclusionView = (knex: Knex): ExclusionView => ({
  forBuyer: (organizationId) => rowsOf(knex, excluding, [organizationId]),
});

const excluding = `
  with recursive ${channelAbove(ofOrganization, 'own_id')}, ${priceLists}
  select tier.owner_id as "ownerId", array_agg(lists.id order by lists.depth) as "listIds"
  from lists join tier_buyers tier using (level)
  group by lists.level, tier.owner_id
  having bool_or(exists (select from price_list_rows where price_list_id = lists.id and visibility = 'excluded'))`;
