import type { Knex } from 'knex';
import type { Report, RunState } from '../../domain/syndication/run';
import type { RunStart } from '../../domain/syndication/run-start';
import { rowsOf } from '../rows';
import { writeStep } from '../steps';
import { reportColumns, reportOf } from './report-row';

interface OpenedRun extends RunStart {
  readonly state: RunState;
  readonly deadlineAt: string | null;
  readonly nextDueAt: string | null;
  readonly endedAt?: string;
  readonly reason?: string | null;
  readonly resourceRef?: string | null;
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
  readonly resourceRef?: string | null;
}

/** Where a run stands in the books. */
export interface RunStanding {
  readonly rev: number;
  readonly state: RunState;
  readonly reason: string | null;
  readonly resourceRef: string | null;
  readonly endedAt: string | null;
}

export interface RunStore {
  /** @returns where the run stands when it was opened otherwise before, else null */
  open(run: OpenedRun): Promise<RunStanding | null>;
  /** @returns where the run stands when another step is stored under the revision; null when it is this one */
  advance(change: RunChange): Promise<RunStanding | null>;
  /** A report in the inbox that would end the run. */
  findClosingReport(runId: string): Promise<Report | null>;
}

export const createRunStore = (knex: Knex): RunStore => ({
  open: (run) =>
    writeStep<RunStanding>(knex, 'open-run', openRun, standing, {
      id: run.runId,
      subscriptionId: run.subscriptionId,
      verb: run.verb,
      plugin: run.plugin,
      state: run.state,
      reason: run.reason ?? null,
      testClockId: run.testClockId,
      nextDueAt: run.nextDueAt,
      deadlineAt: run.deadlineAt,
      startedAt: run.startedAt,
      endedAt: run.endedAt ?? null,
      resourceRef: run.resourceRef ?? null,
      rev: 1,
      type: run.endedAt === undefined ? 'run-started' : `run-${run.state}`,
    }),
  advance: ({ runId, notifiedAt, endedAt, reason, resourceRef, ...change }) =>
    writeStep<RunStanding>(knex, 'advance-run', advanceRun, standing, {
      ...change,
      id: runId,
      notifiedAt: notifiedAt ?? null,
      endedAt: endedAt ?? null,
      reason: reason ?? null,
      resourceRef: resourceRef ?? null,
    }),
  findClosingReport: async (runId) => {
    const [row] = await rowsOf<Report>(knex, closingReport, [runId]);
    return row === undefined ? null : reportOf(row);
  },
});

const openRun = `
  with opened as (
    insert into syndication_runs (id, rev, subscription_id, customer_id, project_id, vendor_id, distributor_id, reseller_id, verb, plugin, state, reason,
      resource_ref, test_clock_id, next_due_at, deadline_at, started_at, ended_at, updated_at)
    select :id, :rev, id, customer_id, project_id, vendor_id, distributor_id, reseller_id, :verb, :plugin, :state, :reason,
      :resourceRef, :testClockId, :nextDueAt, :deadlineAt, :startedAt, :endedAt, :startedAt
    from subscriptions where id = :subscriptionId
    on conflict (id) do nothing
    returning id, customer_id, project_id, vendor_id, distributor_id, reseller_id
  )
  insert into events (entity, entity_id, rev, type, customer_id, project_id, vendor_id, distributor_id, reseller_id, occurred_at, data)
  select 'syndication-run', id, :rev, :type, customer_id, project_id, vendor_id, distributor_id, reseller_id, :startedAt,
    jsonb_build_object('verb', cast(:verb as text), 'state', cast(:state as text), 'subscriptionId', cast(:subscriptionId as text))
  from opened
  on conflict (entity_id, rev) do nothing
  returning rev`;

const advanceRun = `
  with moved as (
    update syndication_runs set rev = :rev, state = :state, updated_at = :at, next_due_at = :nextDueAt,
      notified_at = coalesce(:notifiedAt, notified_at), ended_at = coalesce(:endedAt, ended_at), reason = coalesce(:reason, reason),
      resource_ref = coalesce(:resourceRef, resource_ref)
    where id = :id and rev < :rev
    returning id, subscription_id, customer_id, project_id, vendor_id, distributor_id, reseller_id
  )
  insert into events (entity, entity_id, rev, type, customer_id, project_id, vendor_id, distributor_id, reseller_id, occurred_at, data)
  select 'syndication-run', id, :rev, :type, customer_id, project_id, vendor_id, distributor_id, reseller_id, :at,
    jsonb_strip_nulls(jsonb_build_object('state', cast(:state as text), 'subscriptionId', subscription_id::text, 'reason', cast(:reason as text)))
  from moved
  on conflict (entity_id, rev) do nothing
  returning rev`;

const standing = {
  table: 'syndication_runs',
  columns: 't.rev, t.state, t.reason, t.resource_ref as "resourceRef", t.ended_at as "endedAt"',
};

const closingReport = `
  select ${reportColumns} from provisioning_reports report
  where report.run_id = ? and report.kind in ('deployed', 'undeployed', 'failed')
  order by report.reported_at, report.report_id limit 1`;
