import { reachOf } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import { permit, vendorScopes, visible } from '../access';
import type { Caller } from '../auth';
import type { Route } from '../route';
import { route } from '../route';
import type { ReportInbox, RunReads, RunRecord } from './reads';
import type { ReportRelay } from './report-relay';
import { ReportBody, ReportTaken, RunOut, RunPage, RunParams, RunQuery } from './schemas';

export interface SyndicationDeps {
  readonly runs: RunReads;
  readonly inbox: Pick<ReportInbox, 'receive'>;
  readonly relay: Pick<ReportRelay, 'relay'>;
  readonly now: RealClock;
}

const tag = 'Syndication';

export const syndicationRoutes = ({ runs, inbox, relay, now }: SyndicationDeps): readonly Route[] => {
  const seen = async (caller: Caller, runId: string): Promise<RunRecord> =>
    visible(caller, 'subscription.read', await runs.find(runId), 'run-not-found');

  return [
    route(
      {
        method: 'get',
        path: '/v1/syndication-runs',
        operationId: 'listSyndicationRuns',
        tag,
        summary: 'Syndication runs, newest first',
        access: 'authenticated',
        query: RunQuery,
        status: 200,
        response: RunPage,
      },
      ({ caller, query: { limit, cursor, ...filter } }) =>
        runs.list(filter, reachOf(caller, 'subscription.read'), { limit, cursor }),
    ),
    route(
      {
        method: 'get',
        path: '/v1/syndication-runs/{runId}',
        operationId: 'getSyndicationRun',
        tag,
        summary: 'One syndication run',
        access: 'authenticated',
        params: RunParams,
        status: 200,
        response: RunOut,
        problems: ['run-not-found'],
      },
      ({ caller, params }) => seen(caller, params.runId),
    ),
    route(
      {
        method: 'post',
        path: '/v1/syndication-runs/{runId}/reports',
        operationId: 'reportRun',
        tag,
        summary: 'The vendor reports what came of a run',
        description:
          'Taken early, late and twice: the same reportId counts once. Refused only when the report cannot be true.',
        access: 'authenticated',
        params: RunParams,
        body: ReportBody,
        status: 202,
        response: ReportTaken,
        problems: ['forbidden', 'report-contradicts', 'report-out-of-place', 'run-not-found'],
      },
      async ({ caller, params: { runId }, body }) => {
        permit(caller, 'subscription.report', vendorScopes(await seen(caller, runId)));
        const { reportId, kind, message = null, percent = null, resourceRef = null } = body;
        const received = await inbox.receive({
          runId,
          reportId,
          kind,
          message,
          percent,
          resourceRef,
          userId: caller.userId,
          now: now(),
        });
        if (received.signal) relay.relay(runId, received.report);
        return { status: received.status };
      },
    ),
  ];
};
