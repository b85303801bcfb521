import type { RunOutcome, RunVerb } from '../syndication/run';
import type { SubscriptionState } from './subscription';

/** What a subscription's workflow carries from one run of itself to the next: plain JSON, absolute instants, no money. */
export interface SubscriptionRun {
  readonly version: 1;
  readonly id: string;
  readonly purchaseOrderId: string;
  readonly customerId: string;
  readonly vendorId: string;
  readonly offeringId: string;
  readonly plugin: string;
  readonly answers: 'at-once' | 'by-report';
  readonly testClockId: string | null;
  /** Business time on a test clock; the real clock does not need it. */
  now: string;
  state: SubscriptionState;
  /** Revision of the projection. */
  rev: number;
  nextDueAt: string | null;
  /** When it ends by itself; absent if it does not. */
  endsAt?: string | null;
  /** Until when its customer is bound to it; absent if it is not. */
  boundUntil?: string | null;
  /** The accepted terminate order, until it is carried out. */
  termination: { readonly orderId: string; readonly at: string } | null;
  /** The order to let it end with its order window, until that is stored. */
  ending?: { readonly orderId: string; readonly at: string } | null;
  /** The syndication run under way. */
  syndication: { readonly runId: string; readonly verb: RunVerb } | null;
  outcome: RunOutcome | null;
  /** How the provisioning ended. */
  provisioning: RunOutcome | null;
}
