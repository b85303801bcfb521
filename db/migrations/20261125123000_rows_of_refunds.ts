import type { Knex } from 'knex';

// Why: a termination may give back what was paid once, beside the credit of what is not used any more.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table proceeds drop constraint proceeds_kind_check;
    alter table proceeds add constraint proceeds_kind_check
      check (kind in ('prepaid', 'arrears', 'true-up', 'one-time', 'credit', 'charge', 'refund'));
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table proceeds drop constraint proceeds_kind_check;
    alter table proceeds add constraint proceeds_kind_check
      check (kind in ('prepaid', 'arrears', 'true-up', 'one-time', 'credit', 'charge'));
  `);
