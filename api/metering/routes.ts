import { may } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import { vendorScopes, visible } from '../access';
import { problemTable } from '../problem-table';
import type { Route } from '../route';
import { route } from '../route';
import type { SubscriptionReads } from '../subscriptions/reads';
import type { UsageReads, UsageResult, UsageWrites } from './reads';
import { UsageBody, usageBodyLimitBytes, UsagePage, UsageQuery, UsageTaken } from './schemas';

export interface MeteringDeps {
  readonly usage: UsageReads;
  readonly meter: UsageWrites;
  readonly subscriptions: Pick<SubscriptionReads, 'find'>;
  readonly now: RealClock;
}

const tag = 'Metering';

export const meteringRoutes = ({ usage, meter, subscriptions, now }: MeteringDeps): readonly Route[] => [
  route(
    {
      method: 'post',
      path: '/v1/usage-records',
      operationId: 'recordUsage',
      tag,
      summary: 'The vendor tells what was used: one record, or up to 1,000',
      description:
        'Idempotent by source and eventId. A record that cannot be billed is refused by itself; the others go in.',
      access: 'authenticated',
      body: UsageBody,
      bodyLimitBytes: usageBodyLimitBytes,
      status: 200,
      response: UsageTaken,
    },
    async ({ caller, body }) => {
      const results = await meter.record(body, {
        userId: caller.userId,
        now: now(),
        mayWrite: (subscription) => may(caller, 'usage.write', vendorScopes(subscription)),
      });
      const count = (status: UsageResult['status']): number =>
        results.filter((result) => result.status === status).length;
      return {
        recorded: count('recorded'),
        duplicates: count('duplicate'),
        refused: count('refused'),
        results: results.map(toResultResponse),
      };
    },
  ),
  route(
    {
      method: 'get',
      path: '/v1/usage-records',
      operationId: 'listUsage',
      tag,
      summary: 'Usage of one subscription, newest first',
      access: 'authenticated',
      query: UsageQuery,
      status: 200,
      response: UsagePage,
      problems: ['subscription-not-found'],
    },
    async ({ caller, query: { subscriptionId, limit, cursor } }) => {
      visible(caller, 'subscription.read', await subscriptions.find(subscriptionId), 'subscription-not-found');
      return usage.list(subscriptionId, { limit, cursor });
    },
  ),
];

const toResultResponse = ({ error, ...result }: UsageResult) =>
  error === undefined
    ? result
    : {
        ...result,
        problem: { type: `/problems/${error.code}`, title: problemTable[error.code].title, detail: error.message },
      };
