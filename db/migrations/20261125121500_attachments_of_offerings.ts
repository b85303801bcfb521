import type { Knex } from 'knex';

// Why: a bare installation keeps pictures and documents of its offerings without any other store. The bytes are long, so
// Postgres keeps them beside the row and lists never read them; they are compressed already.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table offering_attachments (
      offering_id uuid not null references offerings,
      name text not null,
      content_type text not null,
      purpose text not null check (purpose in ('logo', 'image', 'document')),
      size integer not null,
      hash text not null,
      bytes bytea not null,
      changed_at timestamptz(3) not null,
      primary key (offering_id, name)
    );
    alter table offering_attachments alter column bytes set storage external;
    create unique index offering_attachments_logo_idx on offering_attachments (offering_id) where purpose = 'logo';

    -- Who changed a file, when, and what it became; null when it went.
    create table offering_attachment_changes (
      id uuid primary key,
      offering_id uuid not null references offerings,
      name text not null,
      changed_by uuid not null references users,
      changed_at timestamptz(3) not null,
      attachment jsonb
    );
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop table offering_attachment_changes;
    drop table offering_attachments;
  `);
