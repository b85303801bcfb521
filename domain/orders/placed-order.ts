import { defaultDeadlineDays } from '../approvals/policy';
import type { RunMove } from '../approvals/run';
import type { Caps } from '../catalog/caps';
import type { Quote } from '../pricing/quote';
import type { Terms } from '../pricing/terms';
import type { OrderKind } from './order';

/** How long a pending order that falls under no policy waits for a decision before it expires. */
export const approvalDeadlineMs = defaultDeadlineDays * 86_400_000;

/**
 * An order as the API froze it, complete: everything later steps need, so that nothing is looked up again.
 * A `terminate` order names the subscription of an earlier purchase and has neither terms nor quote.
 */
export interface PlacedOrder {
  readonly id: string;
  readonly kind: OrderKind;
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly projectId: string;
  readonly vendorId: string;
  readonly distributorId: string | null;
  readonly resellerId: string | null;
  readonly offeringId: string;
  readonly planId: string;
  readonly plugin: string;
  readonly createdBy: string;
  /** Hash of the request's body: the same idempotency key with another body is refused. */
  readonly requestHash: string;
  readonly terms: Terms | null;
  readonly quote: Quote | null;
  /** The kept quote that it orders, if any; a quote is ordered once. */
  readonly quoteId?: string;
  /** Of an offering that has some: most of a component that all of its subscriptions may have together, by key. */
  readonly caps?: Caps;
  /** What the orders of one bundle have in common. */
  readonly bundleId?: string;
  /** Of a termination: who ordered it is not bound by the minimum duration. */
  readonly mayLeaveEarly?: boolean;
  /** Of a termination: it waits for the end of the order window. */
  readonly atWindowEnd?: boolean;
  /** The approval policies that it falls under, in their versions; absent for the default. */
  readonly policies?: readonly { readonly id: string; readonly version: number }[];
  /** Its approval by these policies, as it begins. */
  readonly approval?: RunMove;
  /** True when the creator may approve, or no step has to be asked: the order skips the consumer's decision. */
  readonly approvedByCreator: boolean;
  readonly testClockId: string | null;
  readonly placedAt: string;
  /** When a pending order ends by itself; `null` when nobody has to decide, or when it waits for ever. */
  readonly deadlineAt: string | null;
}
