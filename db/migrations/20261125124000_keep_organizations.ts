import type { Knex } from 'knex';

// Why: organizations are made and changed over the API, each change upon the revision that was looked at; a closed one stays
// for the books. Lists are in the order of names.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table organizations
      add column rev integer not null default 1,
      add column closed_at timestamptz(3),
      add constraint organizations_name_check check (octet_length(name) between 1 and 800);
    create index organizations_name_id_idx on organizations (name, id);
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop index organizations_name_id_idx;
    alter table organizations drop constraint organizations_name_check, drop column rev, drop column closed_at;
  `);
