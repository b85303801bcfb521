import type { DecimalText } from '../decimal';
import type { Aggregation } from '../metering/aggregate';
import type { LimitPeriod } from '../metering/usage-limits';
import type { OfferingDetails, PlanSettings } from './settings';

/** Life of an offering (`product.md` §4). Only an active one takes purchases. */
export type OfferingState = 'draft' | 'active' | 'paused' | 'archived';

/**
 * When a component is charged: for each period in advance (`fixed`, `limit`) or in arrears (`usage`, `postpaid`), once at
 * activation (`one-time`), or once when a subscription changes to the plan (`plan-switch`). The price of a `minimum-spend`
 * is what all charges of a period come to at least; what they lack is due at its end.
 */
export type Charge = 'fixed' | 'limit' | 'usage' | 'postpaid' | 'one-time' | 'plan-switch' | 'minimum-spend';

/** Whether a buyer may do without a component: `recommended` is in unless it is left out, `optional` only if it is chosen. */
export type Presence = 'required' | 'recommended' | 'optional';

/** How a quantity becomes an amount (`product.md` §4). Prices are decimal text in major units of the plan's currency. */
export type PriceModel =
  | { readonly kind: 'flat'; readonly price: DecimalText }
  | { readonly kind: 'per-unit'; readonly unitPrice: DecimalText }
  | TieredPrice<'graduated'>
  | TieredPrice<'volume'>
  | TieredPrice<'stairstep'>
  | TieredPrice<'graduated-percentage'>
  | PackagePrice
  | PercentagePrice
  | MatrixPrice;

/** A price by quantity: of each unit (`graduated`), of all (`volume`), of the step, or percent of an amount. */
interface TieredPrice<Kind extends string> {
  readonly kind: Kind;
  readonly tiers: readonly Tier[];
}

/**
 * A step of a tiered model. Both bounds are inclusive and in units: 1 to 9, then 10 to `null`, which is open. What
 * exceeds `to` belongs to the next tier, fractions too. The first one begins at 0 where nothing costs something already.
 */
export interface Tier {
  readonly from: DecimalText;
  readonly to: DecimalText | null;
  /** Of each unit: `graduated`, `volume`. */
  readonly unitPrice?: DecimalText;
  /** Percent of the amount inside the tier: `graduated-percentage`. */
  readonly rate?: DecimalText;
  /** Once when the tier is reached; the whole price in a `stairstep`. */
  readonly flat?: DecimalText;
  /** One-off fee, due when the tier is billed for the first time. */
  readonly setup?: DecimalText;
  /** Name by which a buyer picks a step of a `stairstep` whose tiers have one number each. */
  readonly tag?: string;
}

/** `price` for each begun block of `size` units above the free ones. */
export interface PackagePrice {
  readonly kind: 'package';
  readonly size: DecimalText;
  readonly price: DecimalText;
  readonly freeUnits?: DecimalText;
}

/**
 * `rate` percent of each event's amount, plus `fixed`, between a least and a most. Free are the first `freeEvents`, or the
 * running total up to `freeAmount`; with both, the first events as far as the amount allows.
 */
export interface PercentagePrice {
  readonly kind: 'percentage';
  readonly rate: DecimalText;
  readonly fixed?: DecimalText;
  readonly minPerEvent?: DecimalText;
  readonly maxPerEvent?: DecimalText;
  readonly freeEvents?: DecimalText;
  readonly freeAmount?: DecimalText;
}

/** Each unit at the price of the row whose dimensions it has; `otherwise` for what has no row. */
export interface MatrixPrice {
  readonly kind: 'matrix';
  readonly rows: readonly {
    readonly dimensions: Readonly<Record<string, string>>;
    readonly unitPrice: DecimalText;
  }[];
  readonly otherwise: DecimalText;
}

/** What a component costs in one currency. */
interface CurrencyPrice {
  readonly price: PriceModel;
  readonly minimumSpend?: DecimalText;
}

/** One priced element of a plan; `price` is what the vendor asks (vendor cost). */
export interface Component {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly charge: Charge;
  readonly price: PriceModel;
  /** Least that it comes to in a period; what its charges lack is due at the period's end. */
  readonly minimumSpend?: DecimalText;
  /** What it costs in other currencies than the plan's, by their codes. */
  readonly currencies?: Readonly<Record<string, CurrencyPrice>>;
  /** `required` when absent. */
  readonly presence?: Presence;
  /** Bounds of the quantity a buyer chooses; `limit` components only. */
  readonly min?: DecimalText;
  readonly max?: DecimalText;
  /** Quantities that can be chosen: min, min + step, min + 2 × step… */
  readonly step?: DecimalText;
  /** How many of what is stored make one that is billed: 1024 of MiB and GiB; of `limit` and `usage` components. */
  readonly factor?: DecimalText;
  /** How usage of a period becomes one quantity; of `usage` components, their sum when absent. */
  readonly aggregation?: Aggregation;
  /** False where a running subscription keeps at least its quantity; `limit` components only. */
  readonly downgradable?: boolean;
  /** The most that is chosen of a `limit` component, or used in each limit period of a `usage` one. */
  readonly limitAmount?: DecimalText;
  readonly limitPeriod?: LimitPeriod;
  /** The level whose tier adds it to the plan, and whose price it has; absent of what the vendor sells. */
  readonly from?: 'wholesale' | 'sellIn' | 'sellOut';
}

/** One priced variant of an offering, at one version of its prices. */
export interface Plan extends PlanSettings {
  readonly id: string;
  readonly offeringId: string;
  readonly name: string;
  readonly currency: string;
  /** Length of a billing period; `null` is one-off. */
  readonly periodMonths: number | null;
  readonly priceVersion: number;
  readonly components: readonly Component[];
}

/** A sellable thing of a vendor. `plugin` names the provider plugin that fulfils it. */
export interface Offering extends OfferingDetails {
  readonly id: string;
  readonly vendorId: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly plugin: string;
  readonly state: OfferingState;
  readonly plans: readonly Plan[];
}
