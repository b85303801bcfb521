import type { Knex } from 'knex';

// Why: a change within a period credits what stops and charges what begins, beside the rows of the period itself.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table proceeds drop constraint proceeds_kind_check;
    alter table proceeds add constraint proceeds_kind_check
      check (kind in ('prepaid', 'arrears', 'true-up', 'one-time', 'credit', 'charge'));
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table proceeds drop constraint proceeds_kind_check;
    alter table proceeds add constraint proceeds_kind_check check (kind in ('prepaid', 'arrears', 'true-up', 'one-time'));
  `);
