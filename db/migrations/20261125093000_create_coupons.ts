import type { Knex } from 'knex';

// Why: coupons of vendors and of every tier, and which orders were placed with them. A one-time coupon is held by one
// order at a time; the key says so, since any number of orders may be placed at once. An order that comes to nothing
// gives the coupon back, and its redemption stays as a record. Codes are known to their owner: two owners may have the same.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table plans add column coupon_rule text not null default 'allowed'
      check (coupon_rule in ('allowed', 'forbidden', 'demanded'));

    create table coupons (
      id uuid primary key,
      owner_id uuid not null references organizations,
      batch_id uuid not null,
      request_hash text not null,
      code text not null check (code = upper(code)),
      name text not null,
      effect jsonb not null,
      periods integer check (periods > 0),
      reusable boolean not null,
      organization_id uuid references organizations,
      user_id uuid references users,
      valid_from timestamptz(3) not null,
      valid_until timestamptz(3),
      offering_ids uuid[] not null,
      plan_ids uuid[] not null,
      created_by uuid not null references users,
      created_at timestamptz(3) not null,
      revoked_by uuid references users,
      revoked_at timestamptz(3),
      constraint coupons_own_codes unique (code, owner_id),
      check (valid_until > valid_from)
    );
    create index coupons_created_at_id_idx on coupons (created_at desc, id desc);
    create index coupons_owner_id_created_at_id_idx on coupons (owner_id, created_at desc, id desc);
    create index coupons_batch_id_idx on coupons (batch_id);

    create table coupon_redemptions (
      order_id uuid primary key references orders,
      coupon_id uuid not null references coupons,
      is_exclusive boolean not null,
      claimed_at timestamptz(3) not null,
      released_at timestamptz(3)
    );
    create index coupon_redemptions_coupon_id_claimed_at_idx on coupon_redemptions (coupon_id, claimed_at desc);
    create unique index coupon_redemptions_once on coupon_redemptions (coupon_id) where is_exclusive and released_at is null;
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop table coupon_redemptions, coupons;
    alter table plans drop column coupon_rule;
  `);
