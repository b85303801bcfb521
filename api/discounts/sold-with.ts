import { bestCampaign, usableDiscounts } from '../../domain/discounts/offer-use';
import type { DiscountedPurchase } from '../../domain/discounts/purchase';
import { checkCouponRule, couponFor } from '../../domain/discounts/coupon-use';
import type { SoldCoupon } from '../../domain/discounts/sold-coupon';
import type { SoldDiscount } from '../../domain/discounts/sold-discount';
import { quote } from '../../domain/pricing/quote';
import type { Caller } from '../auth';
import type { Sale } from '../pricing/reads';
import type { SoldWith } from '../pricing/sale';
import { termsOf } from '../pricing/sale';
import type { CouponReads, DiscountReads } from './reads';

export interface SoldWithDeps {
  readonly coupons: Pick<CouponReads, 'withCode'>;
  readonly discounts: Pick<DiscountReads, 'forSale'>;
}

interface Purchase {
  readonly caller: Caller;
  /** One that the caller may make: what it may not see is refused before any code is looked up. */
  readonly sale: Sale;
  readonly quantities: Readonly<Record<string, string>>;
  readonly couponCode: string | undefined;
  /** The campaign that the buyer has chosen; without one, the best of those that apply by themselves. */
  readonly campaignId: string | undefined;
  /** That of the bundle that it is a member of. */
  readonly bundle?: SoldDiscount | undefined;
  /** The order that is placed; `null` for a quote. */
  readonly orderId: string | null;
  /** The real time; a customer on a test clock buys at that clock's time. */
  readonly now: string;
}

/**
 * What a purchase is discounted by.
 * @throws DomainError `coupon-not-usable`, `campaign-not-usable`
 */
export const soldWithOf = async (deps: SoldWithDeps, bought: Purchase): Promise<SoldWith> => {
  const purchase = purchaseOf(bought);
  const [coupon, candidates] = await Promise.all([
    soldCouponOf(deps.coupons, bought, purchase),
    deps.discounts.forSale({ ...purchase, ownerIds: ownersOf(bought.sale) }),
  ]);
  const { periodMonths } = bought.sale.plan;
  const { campaigns, volumes } = usableDiscounts(candidates, { ...purchase, periodMonths }, bought.campaignId);
  const bundle = bought.bundle === undefined ? [] : [bought.bundle];
  const soldWith = (campaign: SoldDiscount | undefined): SoldWith => ({
    coupon,
    discounts: [...bundle, ...(campaign === undefined ? [] : [campaign]), ...volumes],
  });
  return soldWith(bestCampaign(campaigns, (campaign) => costOf(bought, soldWith(campaign))));
};

/** What is paid at activation, and for the period after it. */
const costOf = ({ sale, quantities, now: at }: Purchase, soldWith: SoldWith): bigint => {
  const { now, recurring } = quote(termsOf(sale, quantities, soldWith), {}, 'sellOut', sale.customer.clockNow ?? at);
  return BigInt(now.net.minor) + BigInt(recurring.minor);
};

const soldCouponOf = async (
  coupons: SoldWithDeps['coupons'],
  { sale, couponCode: code, orderId }: Purchase,
  purchase: DiscountedPurchase,
): Promise<SoldCoupon | undefined> => {
  checkCouponRule(sale.plan.couponRule, code !== undefined);
  if (code === undefined) return undefined;
  return couponFor(await coupons.withCode({ code, ownerIds: ownersOf(sale), orderId }), purchase);
};

const ownersOf = ({ offering, channel: { platformId, distributorId, resellerId } }: Sale): readonly string[] =>
  [offering.vendorId, platformId, distributorId, resellerId].filter((id) => id !== null);

const purchaseOf = ({ caller, sale: { customer, offering, plan, channel }, now }: Purchase): DiscountedPurchase => ({
  at: customer.clockNow ?? now,
  userId: caller.userId,
  customerId: customer.id,
  vendorId: offering.vendorId,
  offeringId: offering.id,
  planId: plan.id,
  currency: plan.currency,
  channel,
});
