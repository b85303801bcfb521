import type { Level } from '../channel/chain';
import type { Coupon } from '../pricing/coupon';

/** A coupon as it was sold with. It has no code: a code is a secret of its owner, and terms travel far. */
export interface SoldCoupon {
  readonly id: string;
  /** What invoices call it. */
  readonly name: string;
  readonly effect: Coupon;
  /** The level that its owner asks: this one and all below it, down to what the customer pays, are lowered. */
  readonly from: Level;
  /** How many periods it lasts, from the first; `null` is for ever. */
  readonly periods: number | null;
}
