import type { Knex } from 'knex';

// Why: the read models of orders, subscriptions and syndication runs, the ledgers of usage, proceeds and invoices, and
// the catalog, channel and identity data that they refer to. One step, since nothing is released yet.
// Instants have milliseconds, as everywhere else, so that a cursor names exactly the row that it was made of. Each party
// of a sale has an index in the order of its lists: a page costs the same whoever asks.
export const up = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    create table test_clocks (
      id uuid primary key,
      name text not null,
      now timestamptz(3) not null,
      target timestamptz(3) not null,
      state text not null check (state in ('ready', 'advancing'))
    );

    create table organizations (
      id uuid primary key,
      name text not null,
      kinds text[] not null check (kinds <@ array['platform', 'distributor', 'reseller', 'vendor', 'customer']),
      parent_id uuid references organizations,
      zone text not null default 'UTC',
      invoice_prefix text,
      tax_percent numeric(38, 10),
      sandbox boolean not null default false,
      test_clock_id uuid references test_clocks,
      constraint organizations_only_a_sandbox_has_a_test_clock check (sandbox or test_clock_id is null)
    );
    create index organizations_parent_id_idx on organizations (parent_id);
    create unique index organizations_test_clock_id_idx on organizations (test_clock_id);

    create table projects (
      id uuid primary key,
      organization_id uuid not null references organizations,
      name text not null
    );
    create index projects_organization_id_idx on projects (organization_id);

    create table users (
      id uuid primary key,
      name text not null
    );

    create table members (
      user_id uuid not null references users,
      role text not null,
      scope text not null check (scope in ('platform', 'organization', 'project')),
      scope_id uuid,
      constraint members_scope_id_check check ((scope = 'platform') = (scope_id is null)),
      unique nulls not distinct (user_id, role, scope, scope_id)
    );

    create table api_keys (
      id uuid primary key,
      user_id uuid not null references users,
      name text not null,
      prefix text not null,
      hash bytea not null unique,
      expires_at timestamptz(3),
      revoked_at timestamptz(3)
    );
    create index api_keys_user_id_idx on api_keys (user_id);

    create table offerings (
      id uuid primary key,
      vendor_id uuid not null references organizations,
      -- A cursor holds it, hence the bound.
      name text not null check (octet_length(name) between 1 and 300),
      description text not null,
      category text not null,
      plugin text not null,
      state text not null check (state in ('draft', 'active', 'paused', 'archived')),
      words tsvector not null generated always as (to_tsvector('simple', name || ' ' || description)) stored
    );
    create index offerings_vendor_id_idx on offerings (vendor_id);
    create index offerings_name_id_idx on offerings (name, id);
    create index offerings_words_idx on offerings using gin (words);

    create table plans (
      id uuid primary key,
      offering_id uuid not null references offerings,
      name text not null,
      currency char(3) not null,
      period_months integer check (period_months > 0)
    );
    create index plans_offering_id_idx on plans (offering_id);

    -- A price version is never changed: a new price is a new version.
    create table plan_prices (
      plan_id uuid not null references plans,
      version integer not null check (version > 0),
      valid_from timestamptz(3) not null,
      components jsonb not null,
      primary key (plan_id, version)
    );

    -- One list a tier: what owner asks of the tier below.
    create table price_lists (
      id uuid primary key,
      owner_id uuid not null references organizations,
      level text not null check (level in ('wholesale', 'sellIn', 'sellOut')),
      name text not null,
      unique (owner_id, level)
    );

    create table price_list_entries (
      price_list_id uuid not null references price_lists,
      plan_id uuid not null references plans,
      component text not null,
      tier integer,
      kind text not null check (kind in ('percentage', 'value')),
      value numeric(38, 10) not null,
      unique nulls not distinct (price_list_id, plan_id, component, tier)
    );

    create table vendor_endpoints (
      vendor_id uuid primary key references organizations,
      url text not null,
      sealed_secret text not null
    );

    create table orders (
      id uuid primary key,
      rev integer not null,
      kind text not null check (kind in ('purchase', 'terminate')),
      state text not null check (state in ('pending-consumer', 'executing', 'done', 'rejected', 'cancelled', 'expired', 'failed')),
      subscription_id uuid not null,
      customer_id uuid not null references organizations,
      project_id uuid not null references projects,
      vendor_id uuid not null references organizations,
      distributor_id uuid references organizations,
      reseller_id uuid references organizations,
      offering_id uuid not null references offerings,
      plan_id uuid not null references plans,
      created_by uuid not null references users,
      request_hash text not null,
      quantities jsonb not null,
      quote jsonb,
      test_clock_id uuid references test_clocks,
      placed_at timestamptz(3) not null,
      next_due_at timestamptz(3),
      decided_by uuid references users,
      decided_at timestamptz(3),
      decision_comment text,
      failure text,
      updated_at timestamptz(3) not null
    );
    create index orders_placed_at_id_idx on orders (placed_at desc, id desc);
    create index orders_customer_id_placed_at_id_state_idx on orders (customer_id, placed_at desc, id desc, state);
    create index orders_vendor_id_placed_at_id_state_idx on orders (vendor_id, placed_at desc, id desc, state);
    create index orders_project_id_placed_at_id_state_idx on orders (project_id, placed_at desc, id desc, state);
    create index orders_distributor_id_placed_at_id_state_idx on orders (distributor_id, placed_at desc, id desc, state) where distributor_id is not null;
    create index orders_reseller_id_placed_at_id_state_idx on orders (reseller_id, placed_at desc, id desc, state) where reseller_id is not null;
    create index orders_state_placed_at_id_idx on orders (state, placed_at desc, id desc);
    create index orders_subscription_id_idx on orders (subscription_id);
    create index orders_test_clock_id_next_due_at_idx on orders (test_clock_id, next_due_at) where next_due_at is not null;
    create unique index orders_one_open_per_subscription on orders (subscription_id) where state in ('pending-consumer', 'executing');

    create table subscriptions (
      id uuid primary key,
      rev integer not null,
      state text not null check (state in ('pending', 'provisioning', 'active', 'terminating', 'terminated', 'failed')),
      order_id uuid not null references orders,
      customer_id uuid not null references organizations,
      project_id uuid not null references projects,
      vendor_id uuid not null references organizations,
      distributor_id uuid references organizations,
      reseller_id uuid references organizations,
      offering_id uuid not null references offerings,
      plan_id uuid not null references plans,
      terms jsonb not null,
      test_clock_id uuid references test_clocks,
      anchor_at timestamptz(3),
      period_index integer,
      period_start timestamptz(3),
      period_end timestamptz(3),
      next_due_at timestamptz(3),
      ended_at timestamptz(3),
      resource_ref text,
      failure text,
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null
    );
    create index subscriptions_created_at_id_idx on subscriptions (created_at desc, id desc);
    create index subscriptions_customer_id_created_at_id_state_idx on subscriptions (customer_id, created_at desc, id desc, state);
    create index subscriptions_vendor_id_created_at_id_state_idx on subscriptions (vendor_id, created_at desc, id desc, state);
    create index subscriptions_project_id_created_at_id_state_idx on subscriptions (project_id, created_at desc, id desc, state);
    create index subscriptions_distributor_id_created_at_id_state_idx on subscriptions (distributor_id, created_at desc, id desc, state) where distributor_id is not null;
    create index subscriptions_reseller_id_created_at_id_state_idx on subscriptions (reseller_id, created_at desc, id desc, state) where reseller_id is not null;
    create index subscriptions_test_clock_id_next_due_at_idx on subscriptions (test_clock_id, next_due_at) where next_due_at is not null;
    alter table orders add constraint orders_subscription_id_fkey foreign key (subscription_id) references subscriptions deferrable initially deferred;

    -- What a vendor tells the customer about the resource; the vendor's own facts, not a projection.
    create table resource_details (
      subscription_id uuid primary key references subscriptions,
      endpoints jsonb not null default '[]',
      instructions jsonb not null default '{}'
    );

    create table syndication_runs (
      id uuid primary key,
      rev integer not null,
      subscription_id uuid not null references subscriptions,
      customer_id uuid not null references organizations,
      project_id uuid not null references projects,
      vendor_id uuid not null references organizations,
      distributor_id uuid references organizations,
      reseller_id uuid references organizations,
      verb text not null check (verb in ('provision', 'terminate')),
      plugin text not null,
      state text not null check (state in ('notifying', 'awaiting-report', 'succeeded', 'failed')),
      reason text,
      resource_ref text,
      test_clock_id uuid references test_clocks,
      next_due_at timestamptz(3),
      deadline_at timestamptz(3),
      started_at timestamptz(3) not null,
      notified_at timestamptz(3),
      ended_at timestamptz(3),
      updated_at timestamptz(3) not null
    );
    create index syndication_runs_started_at_id_idx on syndication_runs (started_at desc, id desc);
    create index syndication_runs_subscription_id_idx on syndication_runs (subscription_id);
    create index syndication_runs_customer_id_started_at_id_idx on syndication_runs (customer_id, started_at desc, id desc);
    create index syndication_runs_project_id_started_at_id_idx on syndication_runs (project_id, started_at desc, id desc);
    create index syndication_runs_distributor_id_started_at_id_idx on syndication_runs (distributor_id, started_at desc, id desc) where distributor_id is not null;
    create index syndication_runs_reseller_id_started_at_id_idx on syndication_runs (reseller_id, started_at desc, id desc) where reseller_id is not null;
    create index syndication_runs_vendor_id_started_at_id_idx on syndication_runs (vendor_id, started_at desc, id desc);
    create index syndication_runs_test_clock_id_next_due_at_idx on syndication_runs (test_clock_id, next_due_at) where next_due_at is not null;

    -- The inbox: a report is stored before it is signalled. Who means to signal it has claimed it until then.
    create table provisioning_reports (
      run_id uuid not null references syndication_runs,
      report_id text not null,
      kind text not null check (kind in ('deployed', 'undeployed', 'failed', 'progress')),
      message text,
      percent integer,
      resource_ref text,
      reported_at timestamptz(3) not null,
      reported_by uuid not null references users,
      signalled boolean not null,
      parked text,
      claimed_until timestamptz(3) not null,
      primary key (run_id, report_id)
    );
    create index provisioning_reports_unsignalled_idx on provisioning_reports (claimed_until) where not signalled and parked is null;

    -- A source is a name that a vendor gives: two vendors may give the same.
    create table usage_records (
      seq bigint generated always as identity,
      vendor_id uuid not null references organizations,
      source text not null,
      event_id text not null,
      subscription_id uuid not null references subscriptions,
      component text not null,
      quantity numeric(38, 10) not null check (quantity >= 0),
      occurred_at timestamptz(3) not null,
      recorded_at timestamptz(3) not null,
      recorded_by uuid not null references users,
      primary key (vendor_id, source, event_id)
    );
    create index usage_records_subscription_id_occurred_at_seq_idx on usage_records (subscription_id, occurred_at, seq);

    create table invoice_counters (
      issuer_id uuid not null references organizations,
      prefix text not null,
      last bigint not null,
      primary key (issuer_id, prefix)
    );

    create table invoices (
      id uuid primary key,
      issuer_id uuid not null references organizations,
      prefix text not null,
      number bigint not null check (number > 0),
      customer_id uuid not null references organizations,
      subscription_id uuid not null references subscriptions,
      cause text not null,
      currency char(3) not null,
      lines jsonb not null,
      net bigint not null,
      tax_percent numeric(38, 10) not null,
      tax bigint not null,
      gross bigint not null,
      issued_at timestamptz(3) not null,
      unique (subscription_id, cause),
      unique (issuer_id, prefix, number),
      check (net + tax = gross)
    );
    create index invoices_issued_at_id_idx on invoices (issued_at desc, id desc);
    create index invoices_issuer_id_issued_at_id_idx on invoices (issuer_id, issued_at desc, id desc);
    create index invoices_customer_id_issued_at_id_idx on invoices (customer_id, issued_at desc, id desc);

    create table proceeds (
      id uuid primary key,
      subscription_id uuid not null references subscriptions,
      customer_id uuid not null references organizations,
      vendor_id uuid not null references organizations,
      distributor_id uuid references organizations,
      reseller_id uuid references organizations,
      component text not null,
      kind text not null check (kind in ('prepaid', 'arrears', 'one-time')),
      period_start timestamptz(3) not null,
      period_end timestamptz(3) not null,
      quantity numeric(38, 10) not null,
      currency char(3) not null,
      vendor_cost bigint not null,
      wholesale bigint not null,
      sell_in bigint not null,
      sell_out bigint not null,
      price_version integer not null,
      invoice_id uuid not null references invoices,
      booked_at timestamptz(3) not null,
      constraint proceeds_natural_key unique (subscription_id, component, kind, period_start)
    );
    create index proceeds_booked_at_id_idx on proceeds (booked_at desc, id desc);
    create index proceeds_customer_id_booked_at_id_idx on proceeds (customer_id, booked_at desc, id desc);
    create index proceeds_distributor_id_booked_at_id_idx on proceeds (distributor_id, booked_at desc, id desc) where distributor_id is not null;
    create index proceeds_reseller_id_booked_at_id_idx on proceeds (reseller_id, booked_at desc, id desc) where reseller_id is not null;
    create index proceeds_vendor_id_booked_at_id_idx on proceeds (vendor_id, booked_at desc, id desc);

    -- What happened, once per entity and revision; read by consumers in the order of seq. When it was recorded tells
    -- whether a missing number may still come from a transaction that is under way.
    create table events (
      seq bigint generated always as identity primary key,
      entity text not null check (entity in ('order', 'subscription', 'syndication-run')),
      entity_id uuid not null,
      rev integer not null,
      type text not null,
      customer_id uuid not null references organizations,
      project_id uuid not null references projects,
      vendor_id uuid not null references organizations,
      distributor_id uuid references organizations,
      reseller_id uuid references organizations,
      actor_id uuid references users,
      occurred_at timestamptz(3) not null,
      data jsonb not null,
      recorded_at timestamptz(3) not null default clock_timestamp(),
      unique (entity_id, rev)
    );
    create index events_customer_id_seq_idx on events (customer_id, seq);
    create index events_project_id_seq_idx on events (project_id, seq);
    create index events_vendor_id_seq_idx on events (vendor_id, seq);
    create index events_distributor_id_seq_idx on events (distributor_id, seq) where distributor_id is not null;
    create index events_reseller_id_seq_idx on events (reseller_id, seq) where reseller_id is not null;
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.schema.raw(`
    alter table orders drop constraint orders_subscription_id_fkey;
    drop table events, proceeds, invoices, invoice_counters, usage_records, provisioning_reports, syndication_runs,
      resource_details, subscriptions, orders, vendor_endpoints, price_list_entries, price_lists, plan_prices, plans,
      offerings, api_keys, members, users, projects, organizations, test_clocks;
  `);
