import type { Knex } from 'knex';

// Why: what a buyer has accepted is kept with the order, by version, hash, person and time, whatever the vendor says later.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`alter table order_enclosures add column accepted_terms jsonb not null default '[]'`);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`alter table order_enclosures drop column accepted_terms`);
