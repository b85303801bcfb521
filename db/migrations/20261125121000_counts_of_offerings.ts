import type { Knex } from 'knex';

// Why: counts of a search go through all that it finds. With what is counted and by whom it is seen in one narrow index,
// they read that alone. The currencies of an offering's plans stand with it, so that a rare one is found by an index and
// each can be counted; the database keeps them, so that no writer of plans or prices can forget it. Of a plan they are its
// own and those of its newest version. Counts can be kept for as long as no revision changes: each vendor has its own, so
// that imports of two vendors do not wait for each other, and the categories have one. Plans are never deleted, they become removed.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table offerings add column currencies text[] not null default '{}';

    create function note_currencies(changed uuid[]) returns void language sql as $note$
      update offerings o set currencies = told.currencies
      from (
        select one.id, coalesce(array_agg(distinct priced.code order by priced.code) filter (where priced.code is not null), '{}') as currencies
        from (select distinct unnest(changed) as id) one
        left join plans plan on plan.offering_id = one.id and plan.state = 'published'
        left join lateral (
          select cast(plan.currency as text) as code
          union all
          select jsonb_object_keys(component -> 'currencies')
          from (
            select components from plan_prices where plan_id = plan.id order by version desc limit 1
          ) newest cross join lateral jsonb_array_elements(newest.components) own (component)
          where jsonb_typeof(component -> 'currencies') = 'object'
        ) priced on true
        group by one.id
      ) told
      where o.id = told.id and o.currencies <> told.currencies
    $note$;

    create function plans_come() returns trigger language plpgsql as $trigger$
    begin
      perform note_currencies(array(select offering_id from fresh));
      return null;
    end
    $trigger$;
    create trigger plans_come after insert on plans
      referencing new table as fresh for each statement execute function plans_come();

    create function plans_change() returns trigger language plpgsql as $trigger$
    begin
      perform note_currencies(array(
        select fresh.offering_id from fresh join stale using (id)
        where fresh.currency <> stale.currency or fresh.state <> stale.state
      ));
      return null;
    end
    $trigger$;
    create trigger plans_change after update on plans
      referencing new table as fresh old table as stale for each statement execute function plans_change();

    -- Only prices in several currencies, before or now, can tell anything new.
    create function prices_come() returns trigger language plpgsql as $trigger$
    begin
      perform note_currencies(array(
        select plan.offering_id from fresh join plans plan on plan.id = fresh.plan_id
        where jsonb_path_exists(fresh.components, '$[*].currencies') or exists (
          select from plan_prices before
          where before.plan_id = fresh.plan_id and before.version < fresh.version and jsonb_path_exists(before.components, '$[*].currencies')
        )
      ));
      return null;
    end
    $trigger$;
    create trigger prices_come after insert on plan_prices
      referencing new table as fresh for each statement execute function prices_come();

    create table catalog_revisions (
      part text primary key,
      revision bigint not null default 1
    );
    create function offerings_revise() returns trigger language plpgsql as $trigger$
    begin
      insert into catalog_revisions (part)
        select distinct vendor_id::text from fresh order by 1
        on conflict (part) do update set revision = catalog_revisions.revision + 1;
      return null;
    end
    $trigger$;
    create trigger offerings_come after insert on offerings
      referencing new table as fresh for each statement execute function offerings_revise();
    create trigger offerings_change after update on offerings
      referencing new table as fresh for each statement execute function offerings_revise();
    create trigger offerings_go after delete on offerings
      referencing old table as fresh for each statement execute function offerings_revise();
    create function categories_revise() returns trigger language plpgsql as $trigger$
    begin
      insert into catalog_revisions (part) values ('categories')
        on conflict (part) do update set revision = catalog_revisions.revision + 1;
      return null;
    end
    $trigger$;
    create trigger categories_revise after insert or update or delete on categories
      for each statement execute function categories_revise();
    create trigger category_group_members_revise after insert or update or delete on category_group_members
      for each statement execute function categories_revise();

    select note_currencies(array(select id from offerings));
    create index offerings_currencies_idx on offerings using gin (currencies);
    create index offerings_counted_idx on offerings (state, visibility, category, vendor_id, currencies);
    drop index plans_currency_offering_id_idx;
    create index price_list_rows_excluded_idx on price_list_rows (price_list_id) where visibility = 'excluded';
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop index price_list_rows_excluded_idx;
    create index plans_currency_offering_id_idx on plans (currency, offering_id) where state = 'published';
    drop trigger category_group_members_revise on category_group_members;
    drop trigger categories_revise on categories;
    drop trigger offerings_go on offerings;
    drop trigger offerings_change on offerings;
    drop trigger offerings_come on offerings;
    drop function categories_revise, offerings_revise;
    drop table catalog_revisions;
    drop trigger prices_come on plan_prices;
    drop trigger plans_change on plans;
    drop trigger plans_come on plans;
    drop function prices_come, plans_change, plans_come, note_currencies;
    alter table offerings drop column currencies;
  `);
