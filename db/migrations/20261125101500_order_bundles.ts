import type { Knex } from 'knex';

// Why: a bundle is one order and one subscription for each of its plans, under one id, and all of them or none are placed. They
// are stored together, complete, so that those whose workflows have not begun can be handed over again as they were.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table bundle_purchases (
      id uuid primary key,
      discount_id uuid not null references discounts,
      request_hash text not null,
      orders jsonb not null,
      created_by uuid not null references users,
      created_at timestamptz(3) not null,
      handed_over_at timestamptz(3)
    );

    alter table orders add column bundle_id uuid;
    alter table subscriptions add column bundle_id uuid;
    create index orders_bundle_id_idx on orders (bundle_id) where bundle_id is not null;
    create index subscriptions_bundle_id_idx on subscriptions (bundle_id) where bundle_id is not null;
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table subscriptions drop column bundle_id;
    alter table orders drop column bundle_id;
    drop table bundle_purchases;
  `);
