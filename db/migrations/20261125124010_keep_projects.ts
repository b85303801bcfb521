import type { Knex } from 'knex';

// Why: projects are made and changed over the API, and are open between two days, both of which belong to them.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table projects
      add column description text not null default '',
      add column starts_on date,
      add column ends_on date,
      add column archived_at timestamptz(3),
      add column rev integer not null default 1,
      add constraint projects_ends_on_check check (ends_on >= starts_on);
    create index projects_name_id_idx on projects (name, id);
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop index projects_name_id_idx;
    alter table projects
      drop constraint projects_ends_on_check, drop column description, drop column starts_on, drop column ends_on,
      drop column archived_at, drop column rev;
  `);
