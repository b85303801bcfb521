import type { Reach } from '../../domain/identity/permission';
import type { Terms } from '../../domain/pricing/terms';
import type { SubscriptionState } from '../../domain/subscriptions/subscription';
import type { Page, PageRequest } from '../page';

interface SubscriptionSummary {
  readonly id: string;
  readonly state: SubscriptionState;
  readonly orderId: string;
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
}

interface ResourceEndpoint {
  readonly url: string;
  readonly description: string;
  readonly category: string;
}

export interface SubscriptionDetail extends SubscriptionSummary {
  readonly offeringName: string;
  readonly planName: string;
  readonly terms: Terms;
  /** The open period. */
  readonly period: { readonly start: string; readonly end: string } | null;
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
  readonly testClockId: string | null;
  readonly clockNow: string | null;
}

interface SubscriptionFilter {
  readonly state?: SubscriptionState | undefined;
  readonly offeringId?: string | undefined;
  readonly projectId?: string | undefined;
}

export interface SubscriptionReads {
  list(filter: SubscriptionFilter, reach: Reach, page: PageRequest): Promise<Page<SubscriptionSummary>>;
  find(subscriptionId: string): Promise<SubscriptionDetail | undefined>;
  forOrder(subscriptionId: string): Promise<TerminableSubscription | undefined>;
}

/** What vendors tell of the resource. */
export interface ResourceWrites {
  setEndpoints(subscriptionId: string, endpoints: readonly ResourceEndpoint[]): Promise<void>;
  setInstructions(subscriptionId: string, instructions: Readonly<Record<string, string>>): Promise<void>;
}
