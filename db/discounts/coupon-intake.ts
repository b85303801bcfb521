import type { Knex } from 'knex';
import { DomainError } from '../../domain/errors';
import { preparedWrite, rowsOf } from '../rows';
import type { CouponRecord } from './coupon-view';
import { couponsOfBatch } from './coupon-view';

/** What all coupons of one call have in common. */
export interface CouponBatch extends Omit<CouponRecord, 'id' | 'code' | 'revokedAt' | 'uses' | 'batchId'> {
  readonly id: string;
  /** Hash of the request's body: the same idempotency key with another body is refused. */
  readonly requestHash: string;
}

/** A field of a batch that names what is not there. */
type UnknownTarget = 'ownerId' | 'organizationId' | 'userId' | 'offeringIds' | 'planIds';

export interface CouponIntake {
  /** Fields that name something that is not there, or an owner that sells nothing. */
  unknownTargets(batch: CouponBatch): Promise<readonly UnknownTarget[]>;
  /**
   * Issues a coupon for each code; sent again, it gives back what was issued the first time.
   * @throws DomainError `coupon-code-taken`, `idempotency-key-reused`
   */
  issue(batch: CouponBatch, coupons: readonly IdWithCode[]): Promise<readonly CouponRecord[]>;
  /** Takes a coupon out of use; one that is revoked keeps the instant of the first time. */
  revoke(couponId: string, by: string, at: string): Promise<void>;
  /** Whether a plan is sold with coupons. */
  setRule(planId: string, rule: string): Promise<void>;
}

interface IdWithCode {
  readonly id: string;
  readonly code: string;
}

export const createCouponIntake = (knex: Knex): CouponIntake => ({
  unknownTargets: async ({ ownerId, organizationId, userId, offeringIds, planIds }) => {
    const values = [ownerId, organizationId, organizationId, userId, userId, offeringIds, planIds];
    const rows = await rowsOf<{ field: UnknownTarget }>(knex, unknown, values);
    return rows.map(({ field }) => field);
  },
  issue: (batch, coupons) =>
    knex.transaction(async (trx) => {
      await preparedWrite(trx, 'issue-coupons', issueCoupons, bindings(batch, coupons));
      const stored = await rowsOf<CouponRecord & { readonly requestHash: string }>(trx, couponsOfBatch, [batch.id]);
      if (stored.some(({ requestHash }) => requestHash !== batch.requestHash)) {
        throw new DomainError('idempotency-key-reused', 'this idempotency key came with another request');
      }
      // What is thrown takes the whole batch back.
      if (stored.length < coupons.length) throw new DomainError('coupon-code-taken', 'the code is taken');
      return stored;
    }),
  revoke: async (couponId, by, at) => {
    await knex.raw(`update coupons set revoked_at = ?, revoked_by = ? where id = ? and revoked_at is null`, [
      at,
      by,
      couponId,
    ]);
  },
  setRule: async (planId, rule) => {
    await knex.raw(
      `update plans set settings = settings || jsonb_build_object('couponRule', cast(? as text)) where id = ?`,
      [rule, planId],
    );
  },
});

const missing = (table: string): string =>
  `exists (select from unnest(cast(? as uuid[])) as target (id) where not exists (select from ${table} t where t.id = target.id))`;

const unknown = `
  select 'ownerId' as field where not exists (
    select from organizations where id = ? and kinds && array['platform', 'distributor', 'reseller', 'vendor']
  )
  union all select 'organizationId' where cast(? as uuid) is not null and not exists (select from organizations where id = ?)
  union all select 'userId' where cast(? as uuid) is not null and not exists (select from users where id = ?)
  union all select 'offeringIds' where ${missing('offerings')}
  union all select 'planIds' where ${missing('plans')}`;

const issueCoupons = `
  insert into coupons (id, owner_id, batch_id, request_hash, code, name, effect, periods, reusable, organization_id, user_id,
    valid_from, valid_until, offering_ids, plan_ids, created_by, created_at)
  select one.id, :ownerId, :batchId, :requestHash, one.code, :name, cast(:effect as jsonb), :periods, :reusable,
    :organizationId, :userId, :validFrom, :validUntil, cast(:offeringIds as uuid[]), cast(:planIds as uuid[]), :createdBy, :createdAt
  from jsonb_to_recordset(cast(:coupons as jsonb)) as one (id uuid, code text)
  on conflict do nothing`;

const bindings = ({ id, effect, offeringIds, planIds, ...batch }: CouponBatch, coupons: readonly IdWithCode[]) => ({
  ...batch,
  batchId: id,
  effect: JSON.stringify(effect),
  offeringIds: [...offeringIds],
  planIds: [...planIds],
  coupons: JSON.stringify(coupons),
});
