import type { Knex } from 'knex';

// Why: prices of a customer may include the tax, and the platform may keep a share of sales without a channel. Both are told on
// the rows: what was asked with the tax, and what was kept. A row that has neither was asked net, and nothing was kept.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table price_lists add column tax_included boolean not null default false
      check (not tax_included or level = 'sellOut');

    -- That of a vendor goes before that of all, which names none.
    create table platform_shares (
      vendor_id uuid references organizations,
      percent numeric(38, 10) not null check (percent between 0 and 100),
      set_by uuid not null references users,
      set_at timestamptz(3) not null,
      unique nulls not distinct (vendor_id)
    );

    alter table proceeds
      add column gross bigint,
      add column platform_share bigint;
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table proceeds drop column platform_share, drop column gross;
    drop table platform_shares;
    alter table price_lists drop column tax_included;
  `);
