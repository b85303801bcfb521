import type { Knex } from 'knex';
import { assert, DomainError } from '../../domain/errors';
import type { Report, ReportKind, RunState, RunVerb } from '../../domain/syndication/run';
import { judgeReport } from '../../domain/syndication/run';
import { rowsOf } from '../rows';
import { reportColumns, reportOf } from './report-row';

export interface ReceivedReport {
  readonly runId: string;
  readonly reportId: string;
  readonly kind: ReportKind;
  readonly message: string | null;
  readonly percent: number | null;
  readonly resourceRef: string | null;
  readonly userId: string;
  /** The real time; a run on a test clock is reported at that clock's time. */
  readonly now: string;
}

interface TakenReport {
  readonly status: 'accepted' | 'duplicate';
  /** False when the workflow need not be told. */
  readonly signal: boolean;
  readonly report: Report;
}

/** The inbox: a report is stored before its workflow is told. */
export interface ReportIntake {
  /** @throws DomainError `report-out-of-place`, `report-contradicts`, `run-not-found` */
  receive(report: ReceivedReport): Promise<TakenReport>;
  /** Claims some that no workflow has been told of, each for one caller at a time; a claim ends by itself. */
  unsignalled(limit: number): Promise<readonly { readonly runId: string; readonly report: Report }[]>;
  markSignalled(runId: string, reportId: string): Promise<void>;
  /** Gives up on a report that no workflow will ever take. */
  park(runId: string, reportId: string, why: string): Promise<void>;
}

export const createReportIntake = (knex: Knex): ReportIntake => ({
  receive: (received) =>
    knex.transaction(async (trx) => {
      const stored = await findStored(trx, received);
      if (stored !== undefined) return stored;
      const run = await findRun(trx, received.runId);
      const isToAct = judgeReport(run, received.kind) === 'act';
      const report = reportOf({ ...received, reportedAt: run.clockNow ?? received.now });
      if (await insert(trx, received, report, isToAct)) return { status: 'accepted', signal: isToAct, report };
      // The same report came twice at once, and the other was faster.
      const other = await findStored(trx, received);
      assert(other, 'a report that is in the way is stored');
      return other;
    }),
  unsignalled: async (limit) => {
    const rows = await rowsOf<Report & { readonly runId: string }>(knex, claim, [limit]);
    return rows.map((row) => ({ runId: row.runId, report: reportOf(row) }));
  },
  markSignalled: async (runId, reportId) => {
    await knex.raw('update provisioning_reports set signalled = true where run_id = ? and report_id = ?', [
      runId,
      reportId,
    ]);
  },
  park: async (runId, reportId, why) => {
    await knex.raw('update provisioning_reports set parked = ? where run_id = ? and report_id = ?', [
      why,
      runId,
      reportId,
    ]);
  },
});

type ReportId = Pick<ReceivedReport, 'runId' | 'reportId'>;

const findStored = async (trx: Knex.Transaction, { runId, reportId }: ReportId): Promise<TakenReport | undefined> => {
  const [row] = await rowsOf<Report & { readonly isOpen: boolean }>(trx, oneReport, [runId, reportId]);
  return row && { status: 'duplicate', signal: row.isOpen, report: reportOf(row) };
};

const oneReport = `
  select ${reportColumns}, not report.signalled and report.parked is null as "isOpen"
  from provisioning_reports report where report.run_id = ? and report.report_id = ?`;

interface RunRow {
  readonly verb: RunVerb;
  readonly state: RunState;
  readonly clockNow: string | null;
}

const findRun = async (trx: Knex.Transaction, runId: string): Promise<RunRow> => {
  const [run] = await rowsOf<RunRow>(trx, oneRun, [runId]);
  if (run === undefined) throw new DomainError('run-not-found', 'there is no such syndication run');
  return run;
};

// Locked, so that a run does not end while its report is judged by the state before.
const oneRun = `
  select run.verb, run.state, (select clock.now from test_clocks clock where clock.id = run.test_clock_id) as "clockNow"
  from syndication_runs run where run.id = ? for share of run`;

const insert = async (
  trx: Knex.Transaction,
  { runId, userId }: ReceivedReport,
  { reportId, kind, message, percent, resourceRef, reportedAt }: Report,
  isToAct: boolean,
): Promise<boolean> => {
  const rows = await rowsOf(trx, insertReport, [
    ...[runId, reportId, kind, message, percent, resourceRef, reportedAt, userId],
    !isToAct,
  ]);
  return rows.length > 0;
};

// Who receives a report signals it at once. The claims are technical: they follow the database's clock.
const insertReport = `
  insert into provisioning_reports
    (run_id, report_id, kind, message, percent, resource_ref, reported_at, reported_by, signalled, claimed_until)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp() + interval '5 seconds')
  on conflict (run_id, report_id) do nothing
  returning report_id`;

// Whose claim ended first is taken first, so that one that fails again and again holds up no other.
const claim = `
  update provisioning_reports report set claimed_until = clock_timestamp() + interval '30 seconds'
  where (report.run_id, report.report_id) in (
    select run_id, report_id from provisioning_reports
    where not signalled and parked is null and claimed_until <= clock_timestamp()
    order by claimed_until limit ? for update skip locked
  )
  returning report.run_id as "runId", ${reportColumns}`;
