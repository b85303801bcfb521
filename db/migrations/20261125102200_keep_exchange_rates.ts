import type { Knex } from 'knex';

// Why: foreign costs are converted by a dated table of the installation. A rate is never changed: what it converted names it.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table exchange_rates (
      from_currency text not null,
      to_currency text not null check (to_currency <> from_currency),
      valid_from date not null,
      factor numeric(30, 10) not null check (factor > 0),
      created_by uuid not null references users,
      created_at timestamptz(3) not null,
      primary key (from_currency, to_currency, valid_from)
    );
  `);

export const down = (knex: Knex): Promise<void> => knex.schema.raw('drop table exchange_rates');
