import type { DecimalText } from '../decimal';
import type { Coupon } from '../pricing/coupon';
import type { Instant } from '../time';

/** Lowers what is bought while it lasts, by itself or when the buyer chooses it. */
export interface CampaignRule {
  readonly kind: 'campaign';
  readonly effect: Coupon;
  /** How long it lasts for a subscription; `null` is for ever. */
  readonly months: number | null;
  /** Without it, the buyer has to name the campaign. */
  readonly autoApply: boolean;
  /** The customer has a running subscription of each of these. */
  readonly requiredOfferingIds: readonly string[];
}

/** Takes off each line the percentage that a formula gives for it. */
export interface VolumeRule {
  readonly kind: 'volume';
  readonly formula: string;
  /** Keys of the components that it counts for; none is all of them. */
  readonly components: readonly string[];
}

/** Plans that are cheaper together. */
export interface BundleRule {
  readonly kind: 'bundle';
  readonly members: readonly BundledPlan[];
}

/** One plan of a bundle, and how many percent its licence is cheaper. */
interface BundledPlan {
  readonly planId: string;
  readonly percent: DecimalText;
}

/** A discount as its owner offers it. What is `null` or empty does not bind it. */
export interface OfferedDiscount<Rule = CampaignRule | VolumeRule | BundleRule> {
  readonly id: string;
  /** The organization that pays for it. */
  readonly ownerId: string;
  readonly name: string;
  readonly rule: Rule;
  readonly offeringIds: readonly string[];
  readonly planIds: readonly string[];
  readonly validFrom: Instant;
  /** The first instant at which it no longer counts. */
  readonly validUntil: Instant | null;
  readonly withdrawnAt: Instant | null;
}
