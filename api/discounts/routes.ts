import { DomainError } from '../../domain/errors';
import { may, reachOf } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import { permit } from '../access';
import type { Caller } from '../auth';
import { IdempotencyHeaders } from '../orders/schemas';
import type { Route } from '../route';
import { route } from '../route';
import { issueCoupons } from './issue';
import type { CouponDetail, CouponReads, CouponWrites } from './reads';
import {
  CouponBody,
  CouponOut,
  CouponPage,
  CouponParams,
  CouponQuery,
  IssuedCoupons,
  RuleBody,
  RuleOut,
  RuleParams,
} from './schemas';

export interface DiscountDeps {
  readonly coupons: CouponReads;
  readonly couponWrites: CouponWrites;
  readonly now: RealClock;
}

const tag = 'Discounts';

export const discountRoutes = ({ coupons, couponWrites, now }: DiscountDeps): readonly Route[] => {
  const seen = async (caller: Caller, couponId: string): Promise<CouponDetail> => {
    const coupon = await coupons.find(couponId);
    if (coupon === undefined || !may(caller, 'coupon.read', { organizationIds: [coupon.ownerId] }))
      throw new DomainError('coupon-not-found', 'there is no such coupon');
    return coupon;
  };

  return [
    route(
      {
        method: 'post',
        path: '/v1/coupons',
        operationId: 'issueCoupons',
        tag,
        summary: 'Issues a coupon, or many alike',
        description:
          'For who holds `coupon.write` on the owner, which pays for it. The same Idempotency-Key with the same body gives the same coupons.',
        access: 'authenticated',
        headers: IdempotencyHeaders,
        body: CouponBody,
        status: 201,
        response: IssuedCoupons,
        problems: ['coupon-code-taken', 'currency-unknown', 'end-before-start', 'forbidden', 'idempotency-key-reused'],
      },
      async ({ caller, headers, body }) => ({
        items: await issueCoupons(couponWrites, {
          caller,
          idempotencyKey: headers['idempotency-key'],
          body,
          now: now(),
        }),
      }),
    ),
    route(
      {
        method: 'get',
        path: '/v1/coupons',
        operationId: 'listCoupons',
        tag,
        summary: 'Your coupons with their codes, newest first',
        access: 'authenticated',
        query: CouponQuery,
        status: 200,
        response: CouponPage,
      },
      ({ caller, query: { limit, cursor, ...filter } }) =>
        coupons.list(filter, reachOf(caller, 'coupon.read'), { limit, cursor }),
    ),
    route(
      {
        method: 'get',
        path: '/v1/coupons/{couponId}',
        operationId: 'getCoupon',
        tag,
        summary: 'One coupon, and the orders that were placed with it',
        access: 'authenticated',
        params: CouponParams,
        status: 200,
        response: CouponOut,
        problems: ['coupon-not-found'],
      },
      ({ caller, params }) => seen(caller, params.couponId),
    ),
    route(
      {
        method: 'post',
        path: '/v1/coupons/{couponId}/revocation',
        operationId: 'revokeCoupon',
        tag,
        summary: 'Takes a coupon out of use',
        description: 'What was sold with it keeps it for its periods. Revoking it again changes nothing.',
        access: 'authenticated',
        params: CouponParams,
        status: 200,
        response: CouponOut,
        problems: ['coupon-not-found', 'forbidden'],
      },
      async ({ caller, params }) => {
        const { id, ownerId } = await seen(caller, params.couponId);
        permit(caller, 'coupon.write', { organizationIds: [ownerId] });
        await couponWrites.revoke(id, caller.userId, now());
        return seen(caller, id);
      },
    ),
    route(
      {
        method: 'put',
        path: '/v1/plans/{planId}/coupon-rule',
        operationId: 'setCouponRule',
        tag,
        summary: 'Says whether a plan is sold with a coupon',
        description: 'For who holds `coupon.write` on the vendor. Running subscriptions are not touched.',
        access: 'authenticated',
        params: RuleParams,
        body: RuleBody,
        status: 200,
        response: RuleOut,
        problems: ['plan-not-found'],
      },
      async ({ caller, params: { planId }, body: { rule } }) => {
        const vendorId = await coupons.vendorOfPlan(planId);
        if (vendorId === undefined || !may(caller, 'coupon.write', { organizationIds: [vendorId] }))
          throw new DomainError('plan-not-found', 'there is no such plan');
        await couponWrites.setRule(planId, rule);
        return { planId, rule };
      },
    ),
  ];
};
