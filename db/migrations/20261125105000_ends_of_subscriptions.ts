import type { Knex } from 'knex';

// Why: a subscription without renewal, or with a lifespan, ends at an instant that is known when it begins.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`alter table subscriptions add column ends_at timestamptz(3)`);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(`alter table subscriptions drop column ends_at`);
