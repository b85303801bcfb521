import type { Knex } from 'knex';

// Why: plans and offerings have many settings that nothing is searched by. They are kept together, as files write them; what
// a row does not say is the default.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table plans add column settings jsonb not null default '{}';
    update plans set settings = jsonb_build_object('couponRule', coupon_rule) where coupon_rule <> 'allowed';
    alter table plans drop column coupon_rule;
    alter table offerings add column details jsonb not null default '{}';
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table offerings drop column details;
    alter table plans add column coupon_rule text not null default 'allowed'
      check (coupon_rule in ('allowed', 'forbidden', 'demanded'));
    update plans set coupon_rule = settings ->> 'couponRule' where settings -> 'couponRule' is not null;
    alter table plans drop column settings;
  `);
