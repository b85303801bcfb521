import type { Knex } from 'knex';

// Why: a component may count keys or average a level rather than add quantities, and its price may ask for dimensions. A
// record says either how much, below zero where a level falls, or what is counted.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table usage_records
      add column dimensions jsonb not null default '{}',
      add column unique_key text,
      alter column quantity drop not null,
      drop constraint usage_records_quantity_check,
      add constraint usage_records_one_value_check check (num_nonnulls(quantity, unique_key) = 1);
  `);

// The older schema has no place for what was counted, nor for falling levels.
export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    delete from usage_records where quantity is null or quantity < 0;
    alter table usage_records
      drop constraint usage_records_one_value_check,
      add constraint usage_records_quantity_check check (quantity >= 0),
      alter column quantity set not null,
      drop column unique_key,
      drop column dimensions;
  `);
