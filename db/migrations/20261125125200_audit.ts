import type { Knex } from 'knex';

// Why: who did what, and what was refused, can be read and not be altered. A request leaves an entry, and each row that it
// changed directly leaves a change, in the transaction of the write: a trigger writes it, so no statement can forget to. The
// connection carries whose doing it is; what workers do has no such mark, and is told by events. No foreign keys: the
// trail outlives what it tells of. Both tables are closed to their owner, too; the triggers hold for superusers.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table audit_entries (
      id uuid primary key,
      at timestamptz(3) not null,
      request_id text not null,
      operation_id text not null,
      outcome text not null check (outcome in ('done', 'refused', 'failed')),
      error_code text,
      user_id uuid not null,
      on_behalf_of uuid,
      reason text,
      organization_id uuid,
      address text,
      key_id uuid,
      key_prefix text,
      issuer text,
      object_ids text[] not null
    );
    create index audit_entries_at_id_idx on audit_entries (at desc, id desc);
    create index audit_entries_organization_id_at_id_idx on audit_entries (organization_id, at desc, id desc);
    create index audit_entries_user_id_at_id_idx on audit_entries (user_id, at desc, id desc);
    create index audit_entries_on_behalf_of_at_id_idx on audit_entries (on_behalf_of, at desc, id desc) where on_behalf_of is not null;
    create index audit_entries_object_ids_idx on audit_entries using gin (object_ids);

    create table audit_changes (
      seq bigint generated always as identity primary key,
      entry_id uuid not null,
      request_id text not null,
      operation_id text not null,
      user_id uuid not null,
      on_behalf_of uuid,
      object text not null,
      kind text not null check (kind in ('insert', 'update', 'delete')),
      before jsonb,
      after jsonb,
      changed_at timestamptz(3) not null default clock_timestamp()
    );
    create index audit_changes_entry_id_seq_idx on audit_changes (entry_id, seq);

    -- Secrets are known by the names of their columns; a file is no use in a trail.
    create function audit_shown(stored jsonb) returns jsonb language sql immutable as $$
      select jsonb_object_agg(key, case
        when value = 'null' then value
        when key ~ '(secret|sealed|hash|token|password)' then '"(hidden)"'
        when octet_length(cast(value as text)) > 16384 then '"(long)"'
        else value end)
      from jsonb_each(stored)
    $$;

    create function audit_change() returns trigger language plpgsql as $$
    declare
      context jsonb := nullif(current_setting('entrepot.audit', true), '');
    begin
      if context is null then
        return null;
      end if;
      insert into audit_changes (entry_id, request_id, operation_id, user_id, on_behalf_of, object, kind, before, after) values (
        cast(context ->> 'entryId' as uuid), context ->> 'requestId', context ->> 'operationId',
        cast(context ->> 'userId' as uuid), cast(context ->> 'onBehalfOf' as uuid), tg_table_name, lower(tg_op),
        case when tg_op <> 'INSERT' then audit_shown(to_jsonb(old)) end,
        case when tg_op <> 'DELETE' then audit_shown(to_jsonb(new)) end
      );
      return null;
    end $$;

    create function audit_closed() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit trail is only added to' using errcode = 'insufficient_privilege';
    end $$;
    create trigger closed before update or delete or truncate on audit_entries execute function audit_closed();
    create trigger closed before update or delete or truncate on audit_changes execute function audit_closed();
    revoke update, delete, truncate on audit_entries, audit_changes from public, current_user;
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop table audit_entries, audit_changes;
    drop function audit_change() cascade;
    drop function audit_closed(), audit_shown(jsonb);
  `);
