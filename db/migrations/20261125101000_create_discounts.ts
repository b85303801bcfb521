import type { Knex } from 'knex';

// Why: campaigns, volume discounts and bundles of vendors and of every tier. They are found by their owner, who has a part in a
// sale. Of a campaign with a stock no more than that many orders hold it: the row counts them, and its check refuses one
// more, however many come at once. An order that comes to nothing gives its own back.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table discounts (
      id uuid primary key,
      owner_id uuid not null references organizations,
      kind text not null check (kind in ('campaign', 'volume', 'bundle')),
      name text not null,
      rule jsonb not null,
      stock integer check (stock > 0),
      taken integer not null default 0 check (taken >= 0),
      offering_ids uuid[] not null,
      plan_ids uuid[] not null,
      valid_from timestamptz(3) not null,
      valid_until timestamptz(3),
      rev integer not null default 1,
      request_hash text not null,
      created_by uuid not null references users,
      created_at timestamptz(3) not null,
      changed_by uuid not null references users,
      changed_at timestamptz(3) not null,
      withdrawn_at timestamptz(3),
      constraint discounts_stock check (taken <= stock),
      check (valid_until > valid_from)
    );
    create index discounts_created_at_id_idx on discounts (created_at desc, id desc);
    create index discounts_owner_id_created_at_id_idx on discounts (owner_id, created_at desc, id desc);

    create table discount_redemptions (
      order_id uuid primary key references orders,
      discount_id uuid not null references discounts,
      claimed_at timestamptz(3) not null,
      released_at timestamptz(3)
    );
    create index discount_redemptions_discount_id_claimed_at_idx on discount_redemptions (discount_id, claimed_at desc);
  `);

export const down = (knex: Knex): Promise<void> => knex.schema.raw('drop table discount_redemptions, discounts');
