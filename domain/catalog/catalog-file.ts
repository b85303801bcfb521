import type { Aggregation } from '../metering/aggregate';
import type { Instant } from '../time';
import type { Charge, Component, OfferingState } from './offering';
import type { PlanPrices } from './plan-prices';
import type { OfferingDetails, PlanSettings } from './settings';

/** Prices that will take effect, as a vendor's file plans them. */
interface PlannedPrice extends PlanPrices {
  readonly validFrom: Instant;
}

/** A published plan is sold; an archived one only runs out. */
type PlanEntryState = 'published' | 'archived';

/**
 * A plan as a vendor's file writes it. `key` names it within its offering, for ever. Its prices are valid from now on, until
 * the first planned ones begin.
 */
export interface PlanEntry extends PlanSettings, PlanPrices {
  readonly key: string;
  readonly name: string;
  readonly currency: string;
  readonly periodMonths: number | null;
  readonly state: PlanEntryState;
  readonly plannedPrices: readonly PlannedPrice[];
}

/** An offering as a vendor's file writes it. `key` names it within the vendor, for ever. */
export interface OfferingEntry extends OfferingDetails {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly plugin: string;
  readonly state: OfferingState;
  readonly plans: readonly PlanEntry[];
}

/** One version of a plan's prices, all of them as components; it is never changed. */
export interface PriceVersion {
  readonly version: number;
  readonly validFrom: Instant;
  readonly components: readonly Component[];
}

/** A component that something runs on; it is charged by it when it is renewed. */
interface ComponentInUse {
  readonly key: string;
  readonly charge: Charge;
  /** Absent for a sum. */
  readonly aggregation?: Aggregation;
  readonly currency?: string;
}

/** A plan as it is kept. A removed one is neither shown nor sold, but what was sold of it still names it. */
export interface StoredPlan extends Omit<PlanEntry, 'state' | 'plannedPrices' | keyof PlanPrices> {
  readonly state: PlanEntryState | 'removed';
  /** Whether there has ever been a subscription of it. */
  readonly isSold: boolean;
  /** Components of subscriptions that run; `null` when none runs. */
  readonly inUse: readonly ComponentInUse[] | null;
  readonly lastVersion: number;
  /** The version in force and all later ones, in the order in which they begin. */
  readonly prices: readonly PriceVersion[];
}

/** An offering as it is kept. */
export interface StoredOffering extends Omit<OfferingEntry, 'plans'> {
  readonly plans: readonly StoredPlan[];
}
