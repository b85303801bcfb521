import type { Client } from '@temporalio/client';
import type {
  BillingFacts,
  Booked,
  SubscriptionChange,
  SubscriptionStanding,
  SubscriptionStore,
} from '../db/subscriptions/subscription-store';
import { assert } from '../domain/errors';
import type { SubscriptionState } from '../domain/subscriptions/subscription';
import { activate, terminate, turnPeriod } from '../domain/subscriptions/turn';
import type { RunOutcome } from '../domain/syndication/run';
import type { RunStart } from '../domain/syndication/run-start';
import { orderCarriedOut, orderWorkflowId } from '../workflows/orders/contract';
import { syndicationWorkflowId } from '../workflows/syndication/contract';
import { startAttributes } from '../workflows/search-attributes';
import { taskQueues } from '../workflows/task-queues';
import { atOnceMs, createWaitingRoom } from './waiting-room';
import { signalIfRunning, startOnce } from './workflow-starter';

export type { Booked, SubscriptionStanding } from '../db/subscriptions/subscription-store';

export interface SubscriptionDeps {
  readonly subscriptions: SubscriptionStore;
  readonly client: Client;
}

/** One step of a subscription's projection. */
interface Step {
  readonly subscriptionId: string;
  readonly rev: number;
  readonly state: SubscriptionState;
  readonly at: string;
}

/** Of the workflow tasks that a worker runs at a time, enough are left for the runs that are waited for. */
const waitingSubscriptions = 80;

export const createSubscriptionActivities = (
  { subscriptions, client }: SubscriptionDeps,
  waitingRoom = createWaitingRoom(waitingSubscriptions),
) => ({
  advanceSubscription: (change: SubscriptionChange): Promise<SubscriptionStanding | null> =>
    subscriptions.advance(change),

  /** Opens the first period at the report's instant, writes its rows and their invoice. */
  activateSubscription: (step: Step & { readonly resourceRef: string | null }): Promise<Booked> =>
    subscriptions.book({ ...step, type: 'subscription-activated', usageUntil: null }, (facts) =>
      activate(facts.terms, step.at),
    ),

  /** Closes the period that ends at `at` and opens the next. */
  turnPeriod: (step: Step & { readonly renews: boolean }): Promise<Booked> =>
    subscriptions.book({ ...step, type: 'period-turned', usageUntil: null }, (facts) =>
      turnPeriod(facts.terms, anchorOf(facts), openOf(facts), facts.usage, step.renews, facts.sale),
    ),

  /** Lets it end with the order window of its open period. */
  endAtWindow: (step: Step): Promise<Booked> =>
    subscriptions.scheduleEnd({ ...step, type: 'subscription-end-scheduled' }),

  /**
   * Bills the arrears up to `until`, the instant of the report unless it says otherwise, gives back what the terms say, and
   * ends the subscription.
   */
  endSubscription: ({
    until,
    orderedAt,
    ...step
  }: Step & { readonly until?: string; readonly orderedAt?: string }): Promise<Booked> => {
    const endedAt = until ?? step.at;
    return subscriptions.book({ ...step, type: 'subscription-terminated', usageUntil: endedAt, endedAt }, (facts) =>
      terminate(facts.terms, openOf(facts), facts.usage, endedAt, {
        issuedAt: step.at,
        anchor: anchorOf(facts),
        isPaid: facts.isPaid,
        ...(orderedAt === undefined ? {} : { orderedAt }),
      }),
    );
  },

  /**
   * Starts a syndication run. A plugin that answers at once is waited for.
   * @returns its outcome, or null when that comes later
   */
  startRun: async (run: RunStart): Promise<RunOutcome | null> => {
    const workflowId = syndicationWorkflowId(run.runId);
    await startOnce(client, 'syndicationWorkflow', {
      workflowId,
      taskQueue: taskQueues.core,
      args: [run],
      staticSummary: `${run.verb} subscription ${run.subscriptionId} by ${run.plugin}`,
      memo: { subscriptionId: run.subscriptionId },
      typedSearchAttributes: startAttributes(run),
    });
    if (run.answers === 'by-report' || waitingRoom.isFull()) return null;
    return waitingRoom.wait(() => resultWithin(client, workflowId, atOnceMs));
  },

  tellOrder: ({
    orderId,
    result,
    reason,
    at,
  }: Pick<RunOutcome, 'result' | 'reason' | 'at'> & { readonly orderId: string }): Promise<void> =>
    signalIfRunning(client, orderWorkflowId(orderId), orderCarriedOut, { result, reason, at }),
});

export type SubscriptionActivities = ReturnType<typeof createSubscriptionActivities>;

const anchorOf = ({ anchorAt }: BillingFacts): string => {
  assert(anchorAt, 'a subscription that turns has an anchor');
  return anchorAt;
};

const openOf = ({ open }: BillingFacts): NonNullable<BillingFacts['open']> => {
  assert(open, 'a subscription that turns has an open period');
  return open;
};

const resultWithin = async (client: Client, workflowId: string, limitMs: number): Promise<RunOutcome | null> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limitMs);
  });
  try {
    return await Promise.race([client.workflow.getHandle(workflowId).result() as Promise<RunOutcome>, limit]);
  } finally {
    clearTimeout(timer);
  }
};
