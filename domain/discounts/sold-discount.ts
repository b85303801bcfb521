import type { DecimalText } from '../decimal';
import type { Coupon } from '../pricing/coupon';
import type { SoldCoupon } from './sold-coupon';

/** What a sale can be discounted by, in the order in which discounts are applied. */
export const discountKinds = ['bundle', 'campaign', 'volume', 'coupon'] as const;
/** Where a discount comes from. */
export type DiscountKind = (typeof discountKinds)[number];

/** A percentage off the licence of a member of a bundle; its set-up and extras are at full price. */
interface LicencePercent {
  readonly type: 'licence';
  readonly percent: DecimalText;
}

/** A percentage of its own off each line that it counts for, by a formula. */
export interface FormulaPercent {
  readonly type: 'formula';
  readonly formula: string;
  /** Keys of the components that it counts for; none is all of them. */
  readonly components: readonly string[];
  /** How many subscriptions of the plan the customer had when it was sold. */
  readonly subscriptions: DecimalText;
}

/** What a discount takes off. */
export type DiscountEffect = Coupon | LicencePercent | FormulaPercent;

/** A discount as it was sold with, frozen: what becomes of its source does not touch it any more. */
export interface SoldDiscount extends Omit<SoldCoupon, 'effect'> {
  readonly kind: DiscountKind;
  readonly effect: DiscountEffect;
}

/** The discounts of a sale, as far as its terms carry them. */
interface Discounted {
  readonly coupon?: SoldCoupon;
  readonly discounts?: readonly SoldDiscount[];
}

/** A discount, and the component of its rows. */
export interface AppliedDiscount {
  readonly component: string;
  readonly discount: SoldDiscount;
}

const row = /^@(bundle|campaign|volume|coupon)(-\d+)?$/;

/** True for the rows of discounts. Keys of a plan's components begin with a letter or a digit, so none is like these. */
export const isDiscountComponent = (component: string): boolean => row.test(component);

/** All discounts of a sale, in the order in which they are applied: a second one of a kind has a number. */
export const appliedDiscounts = ({ discounts = [], coupon }: Discounted): readonly AppliedDiscount[] => {
  const all = [...discounts, ...(coupon === undefined ? [] : [{ ...coupon, kind: 'coupon' as const }])];
  return discountKinds.flatMap((kind) =>
    all
      .filter((discount) => discount.kind === kind)
      .map((discount, nth) => ({ component: nth === 0 ? `@${kind}` : `@${kind}-${nth + 1}`, discount })),
  );
};
