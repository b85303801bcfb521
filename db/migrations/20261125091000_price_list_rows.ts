import type { Knex } from 'knex';

// Why: a tier keeps several lists, one of them its default, that inherit from each other and that buyers are bound to; a
// plan has a row in a list, shown or hidden, locked or not; an entry can be for one part of a price alone.
// A list that says nothing is a default, as every list was before: what writes lists without knowing of defaults goes on.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table price_lists
      add column parent_id uuid references price_lists,
      add column is_default boolean not null default true,
      add column below_cost text not null default 'warn' check (below_cost in ('warn', 'refuse')),
      add column recommended_percent numeric(38, 10),
      add column rev integer not null default 1,
      drop constraint price_lists_owner_id_level_key,
      add constraint price_lists_owner_id_level_name_key unique (owner_id, level, name);
    create unique index price_lists_one_default on price_lists (owner_id, level) where is_default;
    create index price_lists_name_id_idx on price_lists (name, id);
    create index price_lists_parent_id_idx on price_lists (parent_id);

    -- A plan that has entries and no row is for sale and not locked.
    create table price_list_rows (
      price_list_id uuid not null references price_lists,
      plan_id uuid not null references plans,
      visibility text not null check (visibility in ('priced', 'included', 'excluded')),
      locked boolean not null,
      primary key (price_list_id, plan_id)
    );

    -- It counts while the list belongs to whoever sells to the buyer.
    create table price_list_bindings (
      buyer_id uuid primary key references organizations,
      price_list_id uuid not null references price_lists
    );
    create index price_list_bindings_price_list_id_idx on price_list_bindings (price_list_id);

    alter table price_list_entries
      add column part text check (part in ('price', 'flat', 'setup', 'fixed', 'minPerEvent', 'maxPerEvent')),
      drop constraint price_list_entries_price_list_id_plan_id_component_tier_key,
      add constraint price_list_entries_place_key
        unique nulls not distinct (price_list_id, plan_id, component, tier, part);
  `);

// One list a tier is left: its default, and of that what the older schema can say.
export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop table price_list_bindings, price_list_rows;
    update price_lists set parent_id = null;
    delete from price_list_entries
      where part is not null or price_list_id in (select id from price_lists where not is_default);
    delete from price_lists where not is_default;
    alter table price_list_entries
      drop constraint price_list_entries_place_key,
      drop column part,
      add constraint price_list_entries_price_list_id_plan_id_component_tier_key
        unique nulls not distinct (price_list_id, plan_id, component, tier);
    alter table price_lists
      drop constraint price_lists_owner_id_level_name_key,
      drop column rev,
      drop column recommended_percent,
      drop column below_cost,
      drop column is_default,
      drop column parent_id,
      add constraint price_lists_owner_id_level_key unique (owner_id, level);
  `);
