import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { SubscriptionState } from '../../domain/subscriptions/subscription';
import type { RunOutcome } from '../../domain/syndication/run';

export const subscriptionWorkflowId = (subscriptionId: string): string => `subscription/${subscriptionId}`;

export interface SubscriptionAnswer {
  readonly state: SubscriptionState;
  readonly rev: number;
}

export interface OrderedTermination {
  readonly orderId: string;
  readonly at: string;
  /** True of who is not bound by the minimum duration. */
  readonly mayLeaveEarly?: boolean;
  /** True where it is not renewed, and ends with its order window. */
  readonly atWindowEnd?: boolean;
}

/** An executing `terminate` order. The update id is the order's id, so a repeat is harmless. */
export const terminateSubscription = defineUpdate<SubscriptionAnswer, [OrderedTermination]>('terminateSubscription');

/**
 * Answers how the provisioning ended, once it has. Sent with the start where the plugin answers at once; who has not
 * asked is told by a signal to its order.
 */
export const provisioned = defineUpdate<RunOutcome>('provisioned');

/** A syndication run of this subscription has ended. */
export const runEnded = defineSignal<[{ readonly runId: string; readonly outcome: RunOutcome }]>('runEnded');
