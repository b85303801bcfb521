import type { DecimalText } from '../decimal';

/** Life of an offering (`product.md` §4). Only an active one takes purchases. */
type OfferingState = 'draft' | 'active' | 'paused' | 'archived';

/** When a component is charged: in advance (`fixed`, `limit`, `one-time`) or in arrears (`usage`). */
export type Charge = 'fixed' | 'limit' | 'usage' | 'one-time';

/** How a quantity becomes an amount. Prices are decimal text in major units of the plan's currency. */
export type PriceModel =
  | { readonly kind: 'flat'; readonly price: DecimalText }
  | { readonly kind: 'per-unit'; readonly price: DecimalText }
  | { readonly kind: 'graduated'; readonly tiers: readonly Tier[] };

/** Bounds are inclusive; the last tier has no bound (`null`). */
export interface Tier {
  readonly upTo: DecimalText | null;
  readonly price: DecimalText;
}

/** One priced element of a plan; `price` is what the vendor asks (vendor cost). */
export interface Component {
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly charge: Charge;
  readonly price: PriceModel;
  /** Bounds of the quantity a buyer chooses; `limit` components only. */
  readonly min?: DecimalText;
  readonly max?: DecimalText;
}

/** One priced variant of an offering, at one version of its prices. */
export interface Plan {
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
export interface Offering {
  readonly id: string;
  readonly vendorId: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly plugin: string;
  readonly state: OfferingState;
  readonly plans: readonly Plan[];
}
