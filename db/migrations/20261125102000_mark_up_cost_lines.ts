import type { Knex } from 'knex';

// Why: what a provider bills for a plan has no component, so a price list marks it up by patterns of its identifiers.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`alter table price_list_rows add column cost_entries jsonb not null default '[]'`);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw('alter table price_list_rows drop column cost_entries');
