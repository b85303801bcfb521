import type { Knex } from 'knex';
import type { Reach } from '../../domain/identity/permission';
import type { RunState, RunVerb } from '../../domain/syndication/run';
import { createListing } from '../listing';
import type { Page, PageRequest } from '../page';
import { columns, preparedRows } from '../rows';

export interface RunRecord {
  readonly id: string;
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly projectId: string;
  readonly vendorId: string;
  readonly distributorId: string | null;
  readonly resellerId: string | null;
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

export interface RunView {
  list(filter: RunFilter, reach: Reach, page: PageRequest): Promise<Page<RunRecord>>;
  find(runId: string): Promise<(RunRecord & { readonly offeringId: string }) | undefined>;
}

const run = columns('r', [
  ...['id', 'subscriptionId', 'customerId', 'projectId', 'vendorId', 'distributorId', 'resellerId', 'verb', 'plugin'],
  ...['state', 'reason', 'startedAt', 'notifiedAt', 'nextDueAt', 'deadlineAt', 'endedAt'],
]);

export const createRunView = (knex: Knex): RunView => {
  const page = createListing<RunRecord>(knex, {
    table: 'syndication_runs',
    alias: 'r',
    columns: run,
    at: { column: 'started_at', field: 'startedAt' },
    organizations: ['customer_id', 'vendor_id', 'distributor_id', 'reseller_id'],
    projects: ['project_id'],
    ofOffering: 'r.subscription_id in (select s.id from subscriptions s where s.offering_id = ?)',
  });
  return {
    list: ({ state, subscriptionId }, reach, request) =>
      page(
        [
          ['r.state = ?', state],
          ['r.subscription_id = ?', subscriptionId],
        ],
        reach,
        request,
      ),
    find: async (runId) => (await preparedRows<RunRecord & { offeringId: string }>(knex, 'run', oneRun, [runId]))[0],
  };
};

const oneRun = `
  select ${run}, (select s.offering_id from subscriptions s where s.id = r.subscription_id) as "offeringId"
  from syndication_runs r where r.id = ?`;
