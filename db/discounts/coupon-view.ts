import type { Knex } from 'knex';
import type { IssuedCoupon } from '../../domain/discounts/coupon-use';
import type { Reach } from '../../domain/identity/permission';
import { createListing } from '../listing';
import type { Page, PageRequest } from '../page';
import { columns, preparedRows } from '../rows';

export interface CouponRecord extends Omit<IssuedCoupon, 'isTaken'> {
  readonly batchId: string;
  readonly code: string;
  readonly reusable: boolean;
  readonly createdBy: string;
  readonly createdAt: string;
  /** Orders that hold it: those that came to nothing have given it back. */
  readonly uses: number;
}

/** One order that was placed with a coupon. */
interface Redemption {
  readonly orderId: string;
  readonly claimedAt: string;
  /** When the order came to nothing and gave the coupon back. */
  readonly releasedAt: string | null;
}

export interface CouponDetail extends CouponRecord {
  /** The newest hundred. */
  readonly redemptions: readonly Redemption[];
}

interface CouponFilter {
  readonly ownerId?: string | undefined;
  readonly batchId?: string | undefined;
}

interface CodeSearch {
  readonly code: string;
  /** Those who have a part in the sale: nobody else's coupons count. */
  readonly ownerIds: readonly string[];
  /** An order does not stand in its own way when it is sent again. */
  readonly orderId: string | null;
}

export interface CouponView {
  list(filter: CouponFilter, reach: Reach, page: PageRequest): Promise<Page<CouponRecord>>;
  find(couponId: string): Promise<CouponDetail | undefined>;
  /** The coupons of this code, one for each owner at most. */
  withCode(search: CodeSearch): Promise<readonly IssuedCoupon[]>;
  /** Who sells the plan. */
  vendorOfPlan(planId: string): Promise<string | undefined>;
}

const instantText = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const issued = [
  ...['id', 'ownerId', 'name', 'effect', 'periods', 'organizationId', 'userId'],
  ...['validFrom', 'validUntil', 'offeringIds', 'planIds', 'revokedAt'],
];

const record = `${columns('c', [...issued, 'batchId', 'code', 'reusable', 'createdBy', 'createdAt'])}, (
    select cast(count(*) as integer) from coupon_redemptions r where r.coupon_id = c.id and r.released_at is null
  ) as "uses"`;

/** What was issued in one call. */
export const couponsOfBatch = `select ${record}, c.request_hash as "requestHash" from coupons c where c.batch_id = ? order by c.id`;

export const createCouponView = (knex: Knex): CouponView => {
  const page = createListing<CouponRecord>(knex, {
    table: 'coupons',
    alias: 'c',
    columns: record,
    at: { column: 'created_at', field: 'createdAt' },
    organizations: ['owner_id'],
    projects: [],
  });
  return {
    list: ({ ownerId, batchId }, reach, request) =>
      page(
        [
          ['c.owner_id = ?', ownerId],
          ['c.batch_id = ?', batchId],
        ],
        reach,
        request,
      ),
    find: async (couponId) => (await preparedRows<CouponDetail>(knex, 'coupon', oneCoupon, [couponId]))[0],
    withCode: ({ code, ownerIds, orderId }) =>
      preparedRows<IssuedCoupon>(knex, 'coupons-with-code', withCode, [orderId, code, ownerIds]),
    vendorOfPlan: async (planId) =>
      (await preparedRows<{ vendorId: string }>(knex, 'vendor-of-plan', vendorOfPlan, [planId]))[0]?.vendorId,
  };
};

const oneCoupon = `
  select ${record}, (
    select coalesce(jsonb_agg(jsonb_build_object(
      'orderId', r.order_id, 'claimedAt', ${instantText('r.claimed_at')}, 'releasedAt', ${instantText('r.released_at')}
    ) order by r.claimed_at desc, r.order_id), '[]')
    from (
      select * from coupon_redemptions where coupon_id = c.id order by claimed_at desc, order_id limit 100
    ) r
  ) as "redemptions"
  from coupons c where c.id = ?`;

const withCode = `
  select ${columns('c', issued)}, not c.reusable and exists (
    select from coupon_redemptions r
    where r.coupon_id = c.id and r.released_at is null and r.order_id is distinct from cast(? as uuid)
  ) as "isTaken"
  from coupons c where c.code = ? and c.owner_id = any (cast(? as uuid[]))`;

const vendorOfPlan = `
  select o.vendor_id as "vendorId" from plans plan join offerings o on o.id = plan.offering_id where plan.id = ?`;
