import { defaultPolicy } from '../../../domain/approvals/policy';
import { beginRun } from '../../../domain/approvals/run';
import fc from 'fast-check';
import type { PlacedOrder } from '../../../domain/orders/placed-order';
import { quote } from '../../../domain/pricing/quote';
import type { SubscriptionRun } from '../../../domain/subscriptions/subscription-run';
import type { Report } from '../../../domain/syndication/run';
import type { RunStart } from '../../../domain/syndication/run-start';
import { termsOfSales } from '../../support/arbitraries';

const at = '2026-01-31T00:00:00.000Z';
const channel = { vendorId: 'v', distributorId: null, resellerId: 'r', customerId: 'c' };

const run: Required<RunStart> = {
  runId: 'run',
  verb: 'provision',
  subscriptionId: 's',
  customerId: 'c',
  vendorId: 'v',
  offeringId: 'f',
  plugin: 'webhook',
  answers: 'by-report',
  testClockId: null,
  startedAt: at,
};
const report: Required<Report> = {
  reportId: 'one',
  kind: 'progress',
  message: 'Half way.',
  percent: 50,
  resourceRef: null,
  reportedAt: at,
};
const subscription: Required<SubscriptionRun> = {
  version: 1,
  id: 's',
  purchaseOrderId: 'o',
  customerId: 'c',
  vendorId: 'v',
  offeringId: 'f',
  plugin: 'webhook',
  answers: 'by-report',
  testClockId: 't',
  now: at,
  state: 'terminating',
  rev: 7,
  nextDueAt: at,
  endsAt: at,
  boundUntil: at,
  ending: { orderId: 'o3', at },
  termination: { orderId: 'o2', at },
  syndication: { runId: 'run', verb: 'terminate' },
  outcome: { result: 'failed', reason: 'no', resourceRef: null, at },
  provisioning: { result: 'succeeded', reason: null, resourceRef: 'r', at },
};

/** As a payload goes into a workflow's history and comes back out of it. */
const throughHistory = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const approved = {
  kind: 'purchase',
  createdBy: 'u',
  scopes: { customerId: 'c', projectId: 'p' },
  amount: { currency: 'EUR', minor: '1' },
} as const;

describe('what a workflow carries', () => {
  it.each([
    ['a syndication run', run],
    ['a report', report],
    ['a subscription', subscription],
  ])('is plain JSON: %s', (_, value) => {
    expect(throughHistory(value)).toStrictEqual(value);
  });

  it('is plain JSON: an order, frozen with all that it was sold for', () => {
    fc.assert(
      fc.property(termsOfSales, (terms) => {
        const order: Required<PlacedOrder> = {
          ...channel,
          id: 'o',
          kind: 'purchase',
          subscriptionId: 's',
          projectId: 'p',
          offeringId: 'f',
          planId: terms.planId,
          caps: { seats: '500' },
          plugin: 'webhook',
          createdBy: 'u',
          requestHash: 'h',
          terms,
          quote: quote(terms, { calls: '7' }),
          bundleId: 'bundle',
          policies: [{ id: 'a', version: 1 }],
          approval: beginRun([defaultPolicy], approved, at),
          quoteId: 'q',
          mayLeaveEarly: true,
          atWindowEnd: true,
          approvedByCreator: false,
          testClockId: null,
          placedAt: at,
          deadlineAt: at,
        };
        expect(throughHistory(order)).toStrictEqual(order);
      }),
    );
  });

  it('holds no price, since prices are read from the books', () => {
    expect(JSON.stringify([run, subscription])).not.toMatch(/price|amount|minor|terms/);
  });
});
