import type { Knex } from 'knex';
import type { Report, RunState } from '../../domain/syndication/run';
import type { RunStart } from '../../domain/syndication/run-start';

export interface OpenedRun extends RunStart {
  readonly state: RunState;
  readonly deadlineAt: string | null;
  readonly nextDueAt: string | null;
  readonly endedAt?: string;
  readonly reason?: string | null;
}

/** One move of a syndication run; a change that is not newer than the row is a repeat and does nothing. */
export interface RunChange {
  readonly runId: string;
  readonly rev: number;
  readonly state: RunState;
  readonly type: string;
  readonly at: string;
  readonly nextDueAt: string | null;
  readonly notifiedAt?: string;
  readonly endedAt?: string;
  readonly reason?: string | null;
}

export interface RunStore {
  open(run: OpenedRun): Promise<void>;
  advance(change: RunChange): Promise<void>;
  /** A report in the inbox that would end the run. */
  findClosingReport(runId: string): Promise<Report | null>;
}

export const createRunStore = (knex: Knex): RunStore => ({
  open: async (run) => {
    await knex.raw(openRun, {
      id: run.runId,
      subscriptionId: run.subscriptionId,
      customerId: run.customerId,
      vendorId: run.vendorId,
      verb: run.verb,
      plugin: run.plugin,
      state: run.state,
      reason: run.reason ?? null,
      testClockId: run.testClockId,
      nextDueAt: run.nextDueAt,
      deadlineAt: run.deadlineAt,
      startedAt: run.startedAt,
      endedAt: run.endedAt ?? null,
      type: run.endedAt === undefined ? 'run-started' : `run-${run.state}`,
    });
  },
  advance: async ({ runId, rev, state, type, at, nextDueAt, notifiedAt, endedAt, reason }) => {
    await knex.raw(advanceRun, {
      id: runId,
      rev,
      state,
      type,
      at,
      nextDueAt,
      notifiedAt: notifiedAt ?? null,
      endedAt: endedAt ?? null,
      reason: reason ?? null,
    });
  },
  findClosingReport: async (runId) => {
    const row = await knex<ReportRow>('provisioning_reports')
      .where({ run_id: runId })
      .whereIn('kind', ['deployed', 'undeployed', 'failed'])
      .orderBy('reported_at')
      .first();
    return row === undefined ? null : fromRow(row);
  },
});

const openRun = `
  with opened as (
    insert into syndication_runs (id, rev, subscription_id, customer_id, vendor_id, verb, plugin, state, reason, test_clock_id,
      next_due_at, deadline_at, started_at, ended_at, updated_at)
    values (:id, 1, :subscriptionId, :customerId, :vendorId, :verb, :plugin, :state, :reason, :testClockId,
      :nextDueAt, :deadlineAt, :startedAt, :endedAt, :startedAt)
    on conflict (id) do nothing
    returning id
  )
  insert into events (entity, entity_id, rev, type, customer_id, vendor_id, occurred_at, data)
  select 'syndication-run', id, 1, :type, :customerId, :vendorId, :startedAt,
    jsonb_build_object('verb', cast(:verb as text), 'state', cast(:state as text), 'subscriptionId', cast(:subscriptionId as text))
  from opened
  on conflict (entity_id, rev) do nothing`;

const advanceRun = `
  with moved as (
    update syndication_runs set rev = :rev, state = :state, updated_at = :at, next_due_at = :nextDueAt,
      notified_at = coalesce(:notifiedAt, notified_at), ended_at = coalesce(:endedAt, ended_at), reason = coalesce(:reason, reason)
    where id = :id and rev < :rev
    returning id, customer_id, vendor_id, subscription_id
  )
  insert into events (entity, entity_id, rev, type, customer_id, vendor_id, occurred_at, data)
  select 'syndication-run', id, :rev, :type, customer_id, vendor_id, :at,
    jsonb_strip_nulls(jsonb_build_object('state', cast(:state as text), 'subscriptionId', subscription_id::text, 'reason', cast(:reason as text)))
  from moved
  on conflict (entity_id, rev) do nothing`;

interface ReportRow {
  readonly run_id: string;
  readonly report_id: string;
  readonly kind: Report['kind'];
  readonly message: string | null;
  readonly percent: number | null;
  readonly resource_ref: string | null;
  readonly reported_at: string;
}

const fromRow = (row: ReportRow): Report => ({
  reportId: row.report_id,
  kind: row.kind,
  message: row.message,
  percent: row.percent,
  resourceRef: row.resource_ref,
  reportedAt: row.reported_at,
});
