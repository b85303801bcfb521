import { v5 as uuidV5 } from 'uuid';
import type { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { scaleOf } from '../../domain/money';
import { permit } from '../access';
import type { Caller } from '../auth';
import { requestHashOf } from '../orders/identity';
import { RequestProblem } from '../request-problem';
import { newCode } from './codes';
import type { CouponBatch, CouponRecord, CouponWrites } from './reads';
import type { CouponBody } from './schemas';

type Body = z.output<typeof CouponBody>;

// Fixed for ever: ids follow from the caller's idempotency key, so a repeat meets the same coupons.
const batches = '0c7b5f52-6d8e-4a0b-9a4e-5d1f7f2b8e63';

interface Issuing {
  readonly caller: Caller;
  readonly idempotencyKey: string;
  readonly body: Body;
  readonly now: string;
}

/**
 * Issues one coupon or many, once for each idempotency key of a caller.
 * @throws DomainError `forbidden`, `currency-unknown`, `end-before-start`, `coupon-code-taken`, `idempotency-key-reused`
 */
export const issueCoupons = async (writes: CouponWrites, issuing: Issuing): Promise<readonly CouponRecord[]> => {
  const { caller, body } = issuing;
  permit(caller, 'coupon.write', { organizationIds: [body.ownerId] });
  const batch = batchOf(issuing);
  if (batch.effect.type === 'price-override') scaleOf(batch.effect.price.currency);
  if (batch.validUntil !== null && batch.validUntil <= batch.validFrom)
    throw new DomainError('end-before-start', 'the coupon ends before it begins');
  checkTargets(await writes.unknownTargets(batch));
  return writes.issue(batch, codesOf(batch.id, body));
};

const batchOf = ({ caller, idempotencyKey, body, now }: Issuing): CouponBatch => ({
  id: uuidV5(`${caller.userId}\n${idempotencyKey}`, batches),
  requestHash: requestHashOf(body),
  ownerId: body.ownerId,
  name: body.name,
  effect: body.effect,
  reusable: body.reusable,
  periods: body.periods ?? null,
  organizationId: body.organizationId ?? null,
  userId: body.userId ?? null,
  validFrom: body.validFrom ?? now,
  validUntil: body.validUntil ?? null,
  offeringIds: body.offeringIds,
  planIds: body.planIds,
  createdBy: caller.userId,
  createdAt: now,
});

const codesOf = (batchId: string, { code, generate }: Body) =>
  Array.from({ length: generate?.count ?? 1 }, (_, nth) => ({
    id: uuidV5(String(nth), batchId),
    code: code ?? newCode(generate?.prefix),
  }));

const checkTargets = (unknown: readonly string[]): void => {
  if (unknown.length === 0) return;
  throw new RequestProblem('validation-failed', 'the coupon names what is not there', {
    errors: unknown.map((field) => ({
      in: 'body',
      pointer: `/${field}`,
      detail: field === 'ownerId' ? 'is not an organization that sells' : 'names what is not there',
    })),
  });
};
