import type { Knex } from 'knex';

// Why: who is out of office names somebody to decide meanwhile. It counts when it is decided, hence it is looked up then.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table delegations (
      id uuid primary key,
      user_id uuid not null references users,
      deputy_id uuid not null references users,
      starts_at timestamptz(3) not null,
      ends_at timestamptz(3) not null,
      constraint delegations_ends_at_check check (ends_at >= starts_at),
      constraint delegations_deputy_id_check check (deputy_id <> user_id)
    );
    create index delegations_user_id_idx on delegations (user_id, starts_at, id);
    create index delegations_deputy_id_idx on delegations (deputy_id, ends_at);
  `);

export const down = (knex: Knex): Promise<void> => knex.schema.raw('drop table delegations');
