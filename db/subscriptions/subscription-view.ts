import type { Knex } from 'knex';
import type { Answers } from '../../domain/catalog/order-form';
import type { Acceptance } from '../../domain/orders/acceptance';
import type { Reach } from '../../domain/identity/permission';
import type { Terms } from '../../domain/pricing/terms';
import type { SubscriptionState } from '../../domain/subscriptions/subscription';
import { createListing } from '../listing';
import { enclosedWith } from '../orders/enclosed';
import type { Page, PageRequest } from '../page';
import { columns, preparedRows } from '../rows';
import type { ResourceEndpoint } from './resource-intake';

interface SubscriptionSummary {
  readonly id: string;
  readonly state: SubscriptionState;
  readonly orderId: string;
  /** What the subscriptions of one bundle have in common. */
  readonly bundleId: string | null;
  readonly customerId: string;
  readonly projectId: string;
  readonly vendorId: string;
  readonly distributorId: string | null;
  readonly resellerId: string | null;
  readonly offeringId: string;
  readonly planId: string;
  readonly createdAt: string;
  /** The anchor of its periods; `null` before activation. */
  readonly activatedAt: string | null;
  readonly endedAt: string | null;
  readonly nextDueAt: string | null;
  /** When it ends by itself; `null` if it does not. */
  readonly endsAt: string | null;
}

export interface SubscriptionDetail extends SubscriptionSummary {
  readonly offeringName: string;
  readonly planName: string;
  readonly terms: Terms;
  /** To the order form, a mask for those that are secret. */
  readonly answers: Answers;
  /** The terms of service that were accepted with its purchase. */
  readonly acceptedTerms: readonly Acceptance[];
  /** The open period. */
  readonly period: { readonly start: string; readonly end: string } | null;
  /** Whether the open period has been charged in advance. */
  readonly isPaid: boolean;
  /** Counts its periods from 0; `null` before activation. */
  readonly periodIndex: number | null;
  readonly resourceRef: string | null;
  readonly failure: string | null;
  readonly endpoints: readonly ResourceEndpoint[];
  /** Text by language. */
  readonly instructions: Readonly<Record<string, string>>;
}

/** What a termination has to know of the subscription that it names. */
export interface TerminableSubscription {
  readonly id: string;
  readonly state: SubscriptionState;
  readonly customerId: string;
  readonly projectId: string;
  readonly vendorId: string;
  readonly distributorId: string | null;
  readonly resellerId: string | null;
  readonly offeringId: string;
  readonly offeringName: string;
  readonly planId: string;
  readonly plugin: string;
  readonly terms: Terms;
  readonly anchorAt: string | null;
  readonly periodIndex: number | null;
  readonly nextDueAt: string | null;
  readonly endsAt: string | null;
  readonly testClockId: string | null;
  readonly clockNow: string | null;
}

interface SubscriptionFilter {
  readonly state?: SubscriptionState | undefined;
  readonly offeringId?: string | undefined;
  readonly projectId?: string | undefined;
}

export interface SubscriptionView {
  list(filter: SubscriptionFilter, reach: Reach, page: PageRequest): Promise<Page<SubscriptionSummary>>;
  find(subscriptionId: string): Promise<SubscriptionDetail | undefined>;
  forOrder(subscriptionId: string): Promise<TerminableSubscription | undefined>;
}

const parties = ['customerId', 'projectId', 'vendorId', 'distributorId', 'resellerId', 'offeringId', 'planId'];
const summary = `${columns('s', ['id', 'state', 'orderId', 'bundleId', ...parties, 'createdAt', 'endedAt', 'nextDueAt', 'endsAt'])}, s.anchor_at as "activatedAt"`;

export const createSubscriptionView = (knex: Knex): SubscriptionView => {
  const page = createListing<SubscriptionSummary>(knex, {
    table: 'subscriptions',
    alias: 's',
    columns: summary,
    at: { column: 'created_at', field: 'createdAt' },
    organizations: ['customer_id', 'vendor_id', 'distributor_id', 'reseller_id'],
    projects: ['project_id'],
    ofOffering: 's.offering_id = ?',
  });
  return {
    list: ({ state, offeringId, projectId }, reach, request) =>
      page(
        [
          ['s.state = ?', state],
          ['s.offering_id = ?', offeringId],
          ['s.project_id = ?', projectId],
        ],
        reach,
        request,
      ),
    find: async (id) => {
      const [row] = await preparedRows<DetailRow>(knex, 'subscription', detail, [id]);
      return row && toDetail(row);
    },
    forOrder: async (id) =>
      (await preparedRows<TerminableSubscription>(knex, 'terminable-subscription', terminable, [id]))[0],
  };
};

interface DetailRow extends Omit<SubscriptionDetail, 'period'> {
  readonly periodStart: string | null;
  readonly periodEnd: string | null;
}

// An ended subscription keeps its last period, which is no longer open.
const toDetail = ({ periodStart, periodEnd, ...row }: DetailRow): SubscriptionDetail => ({
  ...row,
  period:
    periodStart === null || periodEnd === null || row.endedAt !== null ? null : { start: periodStart, end: periodEnd },
});

const detail = `
  select ${summary}, ${columns('s', ['terms', 'periodIndex', 'periodStart', 'periodEnd', 'resourceRef', 'failure'])},
    offering.name as "offeringName", plan.name as "planName", ${enclosedWith('purchase')},
    exists (select from proceeds p where p.subscription_id = s.id and p.kind = 'prepaid' and p.period_start = s.period_start) as "isPaid",
    coalesce(resource.endpoints, '[]') as "endpoints", coalesce(resource.instructions, '{}') as "instructions"
  from subscriptions s
  join offerings offering on offering.id = s.offering_id
  join plans plan on plan.id = s.plan_id
  left join orders purchase on purchase.id = s.order_id
  left join resource_details resource on resource.subscription_id = s.id
  where s.id = ?`;

const terminable = `
  select ${columns('s', ['id', 'state', ...parties, 'terms', 'anchorAt', 'periodIndex', 'nextDueAt', 'endsAt', 'testClockId'])},
    offering.name as "offeringName", offering.plugin as "plugin", clock.now as "clockNow"
  from subscriptions s
  join offerings offering on offering.id = s.offering_id
  left join test_clocks clock on clock.id = s.test_clock_id
  where s.id = ?`;
