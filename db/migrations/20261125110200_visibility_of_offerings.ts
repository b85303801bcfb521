import type { Knex } from 'knex';

// Why: an offering is for everybody, for groups of organizations, or for some organizations. Nearly all are for everybody,
// which a column of its own tells at once.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table organization_groups (
      key text primary key,
      name text not null
    );
    create table organization_group_members (
      group_key text not null references organization_groups on delete cascade,
      organization_id uuid not null references organizations,
      primary key (group_key, organization_id)
    );
    create index organization_group_members_organization_id_idx on organization_group_members (organization_id);

    -- Who changed a group, when, and what it became; null when it went.
    create table organization_group_changes (
      id uuid primary key,
      group_key text not null,
      changed_by uuid not null references users,
      changed_at timestamptz(3) not null,
      members jsonb
    );

    alter table offerings add column visibility text not null
      generated always as (coalesce(details ->> 'visibility', 'public')) stored;
    create index offerings_limited_idx on offerings using gin ((details -> 'visibleTo')) where visibility <> 'public';
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop index offerings_limited_idx;
    alter table offerings drop column visibility;
    drop table organization_group_changes;
    drop table organization_group_members;
    drop table organization_groups;
  `);
