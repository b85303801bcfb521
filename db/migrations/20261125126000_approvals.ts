import type { Knex } from 'knex';

// Why: an order may be asked about in several steps, by policies that are kept in versions. Who is asked is a row of its own, found
// by what a person is asked as, so that an inbox is read from an index however many orders wait. What was said about an order
// is for its customer alone, hence not in the events that vendors read.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table approval_policies (
      id uuid primary key,
      organization_id uuid references organizations,
      scope text not null check (scope in ('platform', 'organization', 'project', 'offering', 'plan')),
      scope_id uuid,
      is_active boolean not null,
      version integer not null,
      constraint approval_policies_scope_id_check check ((scope = 'platform') = (scope_id is null))
    );
    create unique index approval_policies_one_per_scope on approval_policies (organization_id, scope, scope_id)
      nulls not distinct where is_active;
    create index approval_policies_organization_id_idx on approval_policies (organization_id, id);

    create table approval_policy_versions (
      policy_id uuid not null references approval_policies,
      version integer not null,
      document jsonb not null,
      created_by uuid not null references users,
      created_at timestamptz(3) not null,
      primary key (policy_id, version)
    );

    alter table orders add column deadline_at timestamptz(3), add column approval_run jsonb;
    update orders set deadline_at = next_due_at where state = 'pending-consumer';

    create table approvals (
      id uuid primary key,
      order_id uuid not null references orders,
      ask integer not null,
      step integer not null,
      name text not null,
      state text not null,
      asked jsonb not null,
      not_by uuid,
      asked_at timestamptz(3) not null,
      due_at timestamptz(3),
      closed_at timestamptz(3),
      reminders integer not null,
      has_question boolean not null,
      given_by jsonb not null,
      unique (order_id, ask)
    );

    -- Of open approvals alone.
    create table approval_audiences (
      approval_id uuid not null references approvals,
      audience text not null,
      asked_at timestamptz(3) not null,
      primary key (audience, asked_at, approval_id)
    );
    create index approval_audiences_approval_id_idx on approval_audiences (approval_id);

    create table approval_facts (
      order_id uuid not null references orders,
      rev integer not null,
      position integer not null,
      fact jsonb not null,
      primary key (order_id, rev, position)
    );

    insert into approvals (id, order_id, ask, step, name, state, asked, not_by, asked_at, due_at, reminders, has_question, given_by)
    select cast(md5(concat(id, '-', 1)) as uuid), id, 1, 0, 'Approval', 'asked', '[{"kind": "approvers"}]', created_by, placed_at, next_due_at, 0, false, '[]'
    from orders where state = 'pending-consumer';
    insert into approval_audiences (approval_id, audience, asked_at)
    select approval.id, 'approvers@' || scope, approval.asked_at
    from approvals approval join orders o on o.id = approval.order_id
    cross join lateral unnest(array[cast(o.customer_id as text), cast(o.project_id as text), 'platform']) as scope;
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    drop table approval_facts, approval_audiences, approvals;
    alter table orders drop column deadline_at, drop column approval_run;
    drop table approval_policy_versions, approval_policies;
  `);
