import type { Knex } from 'knex';

// Why: vendors keep their catalogs in files, where offerings and plans have names of their own. What came in otherwise has
// none and is named by its id. A plan that is no longer listed stays, since what was sold of it names it.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table offerings add column key text;
    create unique index offerings_vendor_id_key_idx on offerings (vendor_id, (coalesce(key, id::text)));

    alter table plans add column key text,
      add column state text not null default 'published' check (state in ('published', 'archived', 'removed'));
    create unique index plans_offering_id_key_idx on plans (offering_id, (coalesce(key, id::text)));

    -- Whether a plan is in use is asked before it changes.
    create index subscriptions_plan_id_idx on subscriptions (plan_id);

    -- Who changed a catalog, when, and what it was before and after.
    create table catalog_imports (
      id uuid primary key,
      vendor_id uuid not null references organizations,
      imported_by uuid not null references users,
      imported_at timestamptz(3) not null,
      changes jsonb not null
    );
    create index catalog_imports_vendor_id_imported_at_idx on catalog_imports (vendor_id, imported_at desc);
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop table catalog_imports;
    drop index subscriptions_plan_id_idx;
    drop index plans_offering_id_key_idx;
    alter table plans drop column key, drop column state;
    drop index offerings_vendor_id_key_idx;
    alter table offerings drop column key;
  `);
