export type { CouponDetail, CouponRecord, CouponView as CouponReads } from '../../db/discounts/coupon-view';
export type { CouponBatch, CouponIntake as CouponWrites } from '../../db/discounts/coupon-intake';
export type { DiscountRecord, DiscountView as DiscountReads } from '../../db/discounts/discount-view';
export type { DiscountIntake as DiscountWrites, DiscountWrite } from '../../db/discounts/discount-intake';
