import type { Knex } from 'knex';

// Why: a tier adds components of its own to a plan, at its own price. They belong to the plan's row in its list, so that they
// are inherited, bound and replaced with it.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`alter table price_list_rows add column components jsonb not null default '[]'`);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw('alter table price_list_rows drop column components');
