import type { Knex } from 'knex';

// Why: what was enclosed with a request whose process died before the order was handed over belongs to nothing, and may be
// secret. It is swept away after some days, which are counted from here.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table order_enclosures add column kept_at timestamptz not null default now();
    alter table order_enclosures alter column kept_at drop default;
    create index order_enclosures_kept_at_idx on order_enclosures (kept_at);
  `);

export const down = (knex: Knex): Promise<void> => knex.schema.raw(`alter table order_enclosures drop column kept_at`);
