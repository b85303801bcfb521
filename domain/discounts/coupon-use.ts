import type { CouponRule } from '../catalog/settings';
import { levels } from '../channel/chain';
import { DomainError } from '../errors';
import type { Coupon } from '../pricing/coupon';
import type { Instant } from '../time';
import type { DiscountedPurchase } from './purchase';
import { isFor, ownedLevel } from './purchase';
import type { SoldCoupon } from './sold-coupon';

/** A coupon as its owner has issued it. What is `null` or empty does not bind it. */
export interface IssuedCoupon {
  readonly id: string;
  /** The organization that pays for it. */
  readonly ownerId: string;
  readonly name: string;
  readonly effect: Coupon;
  readonly periods: number | null;
  /** The customer that it is for. */
  readonly organizationId: string | null;
  /** The buyer that it is for. */
  readonly userId: string | null;
  readonly validFrom: Instant;
  /** The first instant at which it no longer counts. */
  readonly validUntil: Instant | null;
  readonly offeringIds: readonly string[];
  readonly planIds: readonly string[];
  readonly revokedAt: Instant | null;
  /** True for a one-time coupon that another order holds. */
  readonly isTaken: boolean;
}

/**
 * Refuses a purchase that its plan does not take with a coupon, or without one. It is a fact of the plan and tells nothing
 * of any code, so it is asked before a code is looked up.
 * @throws DomainError `coupon-not-usable` with the `reason`
 */
export const checkCouponRule = (rule: CouponRule, hasCode: boolean): void => {
  if (rule === 'forbidden' && hasCode)
    throw new DomainError('coupon-not-usable', 'the plan takes no coupons', { reason: 'plan-forbids' });
  if (rule === 'demanded' && !hasCode)
    throw new DomainError('coupon-not-usable', 'the plan is sold with a coupon only', { reason: 'plan-demands' });
};

/**
 * The coupon that a purchase is sold with, of those that have the code. Where two owners of one channel have given out the
 * same code, the one that is nearest to the customer counts. Whatever is wrong is refused in the same words, so that a
 * refusal does not tell whether there is such a code.
 * @throws DomainError `coupon-not-usable`
 */
export const couponFor = (candidates: readonly IssuedCoupon[], purchase: DiscountedPurchase): SoldCoupon => {
  const usable = candidates.flatMap((coupon) => {
    const from = ownedLevel(coupon.ownerId, purchase);
    return from !== undefined && isUsable(coupon, purchase) ? [{ coupon, from }] : [];
  });
  const [nearest] = usable.sort((a, b) => levels.indexOf(b.from) - levels.indexOf(a.from));
  if (nearest === undefined) throw new DomainError('coupon-not-usable', 'the coupon cannot be used for this purchase');
  const { id, name, effect, periods } = nearest.coupon;
  return { id, name, effect, from: nearest.from, periods };
};

const isUsable = (coupon: IssuedCoupon, purchase: DiscountedPurchase): boolean =>
  coupon.revokedAt === null &&
  !coupon.isTaken &&
  coupon.validFrom <= purchase.at &&
  (coupon.validUntil === null || purchase.at < coupon.validUntil) &&
  (coupon.organizationId ?? purchase.customerId) === purchase.customerId &&
  (coupon.userId ?? purchase.userId) === purchase.userId &&
  isFor(coupon.offeringIds, purchase.offeringId) &&
  isFor(coupon.planIds, purchase.planId) &&
  (coupon.effect.type === 'discount' || coupon.effect.price.currency === purchase.currency);
