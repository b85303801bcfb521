import type { Knex } from 'knex';

// Why: a quote that is kept can be ordered at its price after prices have changed, so it holds the terms that the order
// will have. The unique index is what makes of two orders of one quote, at the same time, one.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table quotes (
      id uuid primary key,
      customer_id uuid not null references organizations,
      project_id uuid not null references projects,
      vendor_id uuid not null references organizations,
      distributor_id uuid references organizations,
      reseller_id uuid references organizations,
      plan_id uuid not null references plans,
      created_by uuid not null references users,
      request_hash text not null,
      terms jsonb not null,
      prices jsonb not null,
      expected_usage jsonb not null,
      created_at timestamptz(3) not null,
      valid_until timestamptz(3) not null
    );
    alter table orders add column quote_id uuid references quotes;
    create unique index orders_one_per_quote on orders (quote_id);
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table orders drop column quote_id;
    drop table quotes;
  `);
