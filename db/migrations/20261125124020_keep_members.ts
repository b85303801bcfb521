import type { Knex } from 'knex';

// Why: roles are granted and revoked over the API, on offerings too, and who has granted one is kept with it. What a manager of
// an offering finds is read in the order of its lists.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table members
      drop constraint members_scope_check,
      add constraint members_scope_check check (scope in ('platform', 'organization', 'project', 'offering')),
      add column granted_by uuid references users,
      add column granted_at timestamptz(3);
    create index members_scope_id_idx on members (scope, scope_id);
    create index orders_offering_id_placed_at_id_idx on orders (offering_id, placed_at desc, id desc);
    create index subscriptions_offering_id_created_at_id_idx on subscriptions (offering_id, created_at desc, id desc);
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop index orders_offering_id_placed_at_id_idx, subscriptions_offering_id_created_at_id_idx, members_scope_id_idx;
    delete from members where scope = 'offering';
    alter table members
      drop column granted_by, drop column granted_at,
      drop constraint members_scope_check,
      add constraint members_scope_check check (scope in ('platform', 'organization', 'project'));
  `);
