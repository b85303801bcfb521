import type { Knex } from 'knex';

// Why: a plan may be priced in several currencies, and a price of a list is in one. An entry that names none is in the plan's
// own, as every entry was before.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table price_list_entries
      add column currency text check (currency is null or kind = 'value'),
      drop constraint price_list_entries_place_key,
      add constraint price_list_entries_place_key
        unique nulls not distinct (price_list_id, plan_id, component, tier, part, currency);
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    delete from price_list_entries where currency is not null;
    alter table price_list_entries
      drop constraint price_list_entries_place_key,
      drop column currency,
      add constraint price_list_entries_place_key
        unique nulls not distinct (price_list_id, plan_id, component, tier, part);
  `);
