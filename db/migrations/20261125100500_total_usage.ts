import type { Knex } from 'knex';

// Why: whether one more record exceeds a limit is asked with every batch, and a period may have a million records. Each
// total is written in the transaction of the records that it counts, by whoever holds the lock of the subscription; one that
// is not there yet is counted from the records.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table usage_totals (
      subscription_id uuid not null references subscriptions,
      component text not null,
      span text not null check (span in ('period', 'limit')),
      since timestamptz(3) not null,
      quantity numeric(38, 10) not null,
      records bigint not null,
      primary key (subscription_id, component, span, since)
    );
  `);

export const down = (knex: Knex): Promise<void> => knex.schema.raw('drop table usage_totals');
