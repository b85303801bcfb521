import type { Reach } from '../../domain/identity/permission';
import type { Report, ReportKind, RunState, RunVerb } from '../../domain/syndication/run';
import type { Page, PageRequest } from '../page';

export interface RunRecord {
  readonly id: string;
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly vendorId: string;
  readonly verb: RunVerb;
  readonly plugin: string;
  readonly state: RunState;
  readonly reason: string | null;
  readonly startedAt: string;
  readonly notifiedAt: string | null;
  readonly nextDueAt: string | null;
  readonly deadlineAt: string | null;
  readonly endedAt: string | null;
}

interface RunFilter {
  readonly state?: RunState | undefined;
  readonly subscriptionId?: string | undefined;
}

export interface RunReads {
  list(filter: RunFilter, reach: Reach, page: PageRequest): Promise<Page<RunRecord>>;
  find(runId: string): Promise<RunRecord | undefined>;
}

interface ReceivedReport {
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

/** The inbox: a report is stored before its workflow is told. */
export interface ReportInbox {
  /** @throws DomainError `report-out-of-place`, `report-contradicts`, `run-not-found` */
  receive(report: ReceivedReport): Promise<{
    readonly status: 'accepted' | 'duplicate';
    /** False when the workflow need not be told. */
    readonly signal: boolean;
    readonly report: Report;
  }>;
  /** Claims some that no workflow has been told of, each for one caller at a time. */
  unsignalled(limit: number): Promise<readonly { readonly runId: string; readonly report: Report }[]>;
  markSignalled(runId: string, reportId: string): Promise<void>;
  /** Gives up on a report that no workflow will ever take. */
  park(runId: string, reportId: string, why: string): Promise<void>;
}
