import type { Knex } from 'knex';

// Why: users make, limit, rotate and revoke their keys themselves, and see which of them are still in use. Keys from before
// have no maker. Who last used a key is written now and then, not with every request.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table api_keys
      add column created_at timestamptz(3) not null default clock_timestamp(),
      add column created_by uuid references users,
      add column permissions text[],
      add column scope_ids uuid[],
      add column replaces uuid references api_keys,
      add column revoked_by uuid references users,
      add column last_used_at timestamptz(3);
    drop index api_keys_user_id_idx;
    create index api_keys_user_id_created_at_id_idx on api_keys (user_id, created_at desc, id desc);
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop index api_keys_user_id_created_at_id_idx;
    create index api_keys_user_id_idx on api_keys (user_id);
    alter table api_keys drop column created_at, drop column created_by, drop column permissions, drop column scope_ids,
      drop column replaces, drop column revoked_by, drop column last_used_at;
  `);
