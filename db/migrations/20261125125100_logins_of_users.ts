import type { Knex } from 'knex';

// Why: users come with access tokens of OpenID providers. Issuer and subject together are one user's for ever; an e-mail
// address is not, so nothing is matched by it.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table user_logins (
      issuer text not null check (octet_length(issuer) between 1 and 500),
      subject text not null check (octet_length(subject) between 1 and 500),
      user_id uuid not null references users,
      linked_by uuid not null references users,
      linked_at timestamptz(3) not null,
      primary key (issuer, subject)
    );
    create index user_logins_user_id_idx on user_logins (user_id);
  `);

export const down = (knex: Knex): Promise<void> => knex.schema.raw('drop table user_logins');
