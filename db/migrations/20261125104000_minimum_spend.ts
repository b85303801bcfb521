import type { Knex } from 'knex';

// Why: what a period lacks to a minimum spend is an income row of its own, beside the usage of the same component; a tier may
// mark a minimum up otherwise than the price.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table proceeds
      drop constraint proceeds_kind_check,
      add constraint proceeds_kind_check check (kind in ('prepaid', 'arrears', 'true-up', 'one-time'));
    alter table price_list_entries
      drop constraint price_list_entries_part_check,
      add constraint price_list_entries_part_check
        check (part in ('price', 'flat', 'setup', 'fixed', 'minPerEvent', 'maxPerEvent', 'minimum'));
  `);

// Income that was booked stays booked.
export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    delete from price_list_entries where part = 'minimum';
    alter table price_list_entries
      drop constraint price_list_entries_part_check,
      add constraint price_list_entries_part_check
        check (part in ('price', 'flat', 'setup', 'fixed', 'minPerEvent', 'maxPerEvent'));
    alter table proceeds
      drop constraint proceeds_kind_check,
      add constraint proceeds_kind_check check (kind in ('prepaid', 'arrears', 'one-time')) not valid;
  `);
