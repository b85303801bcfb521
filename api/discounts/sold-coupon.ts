import type { CouponPurchase } from '../../domain/discounts/coupon-use';
import { checkCouponRule, couponFor } from '../../domain/discounts/coupon-use';
import type { SoldCoupon } from '../../domain/discounts/sold-coupon';
import type { Caller } from '../auth';
import type { Sale } from '../pricing/reads';
import type { CouponReads } from './reads';

interface Purchase {
  readonly caller: Caller;
  /** One that the caller may make: what it may not see is refused before any code is looked up. */
  readonly sale: Sale;
  readonly couponCode: string | undefined;
  /** The order that is placed; `null` for a quote. */
  readonly orderId: string | null;
  /** The real time; a customer on a test clock buys at that clock's time. */
  readonly now: string;
}

/**
 * The coupon that a purchase is sold with, if any.
 * @throws DomainError `coupon-not-usable`
 */
export const soldCouponOf = async (
  coupons: Pick<CouponReads, 'withCode'>,
  { caller, sale, couponCode: code, orderId, now }: Purchase,
): Promise<SoldCoupon | undefined> => {
  checkCouponRule(sale.plan.couponRule, code !== undefined);
  if (code === undefined) return undefined;
  const { platformId, distributorId, resellerId } = sale.channel;
  const ownerIds = [sale.offering.vendorId, platformId, distributorId, resellerId].filter((id) => id !== null);
  return couponFor(await coupons.withCode({ code, ownerIds, orderId }), purchaseOf(caller, sale, now));
};

const purchaseOf = (caller: Caller, { customer, offering, plan, channel }: Sale, now: string): CouponPurchase => ({
  at: customer.clockNow ?? now,
  userId: caller.userId,
  customerId: customer.id,
  vendorId: offering.vendorId,
  offeringId: offering.id,
  planId: plan.id,
  currency: plan.currency,
  channel,
});
