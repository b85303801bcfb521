export type { CouponDetail, CouponRecord, CouponView as CouponReads } from '../../db/discounts/coupon-view';
export type { CouponBatch, CouponIntake as CouponWrites } from '../../db/discounts/coupon-intake';
