import type { Client } from '@temporalio/client';
import type { Report } from '../../domain/syndication/run';
import type { Logger } from '../../platform/logger';
import { reportArrived, syndicationWorkflowId } from '../../workflows/syndication/contract';
import { isTemporalAway, isWorkflowGone } from '../temporal-failure';
import { withinLimit } from '../workflow-calls';
import type { ReportInbox } from './reads';

export interface ReportRelayDeps {
  readonly inbox: Pick<ReportInbox, 'unsignalled' | 'markSignalled' | 'park'>;
  readonly client: Client;
  readonly log: Logger;
}

export interface ReportRelay {
  /** Tells the run's workflow of a stored report; what goes wrong is left to the sweeper. */
  relay(runId: string, report: Report): void;
  /** Begins to look for reports that were stored but never relayed, since a process died in between. */
  start(): void;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

const sweepEveryMs = 1_000;
const sweepMost = 100;

/** From the inbox to the workflows. A report that is relayed twice is harmless: its workflow counts it once. */
export const createReportRelay = ({ inbox, client, log }: ReportRelayDeps): ReportRelay => {
  const underWay = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const send = async (runId: string, report: Report): Promise<void> => {
    const { reportId } = report;
    try {
      const handle = client.workflow.getHandle(syndicationWorkflowId(runId));
      await withinLimit(client, () => handle.signal(reportArrived, report));
      await inbox.markSignalled(runId, reportId);
    } catch (error) {
      if (!isWorkflowGone(error)) throw error;
      await inbox.park(runId, reportId, 'the run has ended');
      log.info({ runId, reportId }, 'report came after the end of its run');
    }
  };

  const sweep = async (): Promise<void> => {
    for (const { runId, report } of await inbox.unsignalled(sweepMost)) await send(runId, report);
  };

  const track = (work: Promise<void>, ids: object): Promise<void> => {
    const tracked = work.catch((error: unknown) => {
      const level = isTemporalAway(error) ? 'info' : 'warn';
      log[level]({ ...ids, err: error }, 'reports not relayed, to be tried again');
    });
    underWay.add(tracked);
    return tracked.finally(() => underWay.delete(tracked));
  };

  // Many processes sweep side by side: chance keeps them from looking all at once.
  const next = (): void => {
    if (isClosed) return;
    timer = setTimeout(() => void track(sweep(), {}).then(next), sweepEveryMs * (0.5 + Math.random()));
  };

  return {
    relay: (runId, report) => void track(send(runId, report), { runId, reportId: report.reportId }),
    start: next,
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await Promise.all(underWay);
    },
  };
};
