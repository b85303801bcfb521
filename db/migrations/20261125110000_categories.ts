import type { Knex } from 'knex';

// Why: the platform owns the categories that offerings are listed in, as a tree whose attributes offerings are searched by.
// Each category that offerings have named so far becomes one, under a key made of its words.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table categories (
      key text primary key,
      parent text references categories deferrable initially deferred,
      "order" integer not null default 0,
      title text not null,
      description text not null default '',
      icon text,
      texts jsonb not null default '{}',
      attributes jsonb not null default '[]'
    );
    create index categories_parent_idx on categories (parent);

    create table category_groups (
      key text primary key,
      "order" integer not null default 0,
      title text not null,
      texts jsonb not null default '{}'
    );

    create table category_group_members (
      group_key text not null references category_groups on delete cascade,
      category text not null references categories deferrable initially deferred,
      place integer not null,
      primary key (group_key, category)
    );
    create index category_group_members_category_idx on category_group_members (category);

    -- Who changed them, when, and what it was before and after.
    create table category_changes (
      id uuid primary key,
      changed_by uuid not null references users,
      changed_at timestamptz(3) not null,
      changes jsonb not null
    );

    create function category_key(title text) returns text language sql immutable return
      coalesce(
        nullif(rtrim(left(trim(both '-' from regexp_replace(lower(title), '[^a-z0-9]+', '-', 'g')), 64), '-'), ''),
        'category-' || left(md5(title), 8)
      );
    insert into categories (key, title)
      select category_key(category), min(category) from offerings where trim(category) <> '' group by 1;
    update offerings set category = case when trim(category) = '' then '' else category_key(category) end;
    drop function category_key;
    create index offerings_category_idx on offerings (category);
  `);

// The words that a category had before are its title now.
export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop index offerings_category_idx;
    update offerings o set category = c.title from categories c where c.key = o.category;
    drop table category_changes;
    drop table category_group_members;
    drop table category_groups;
    drop table categories;
  `);
