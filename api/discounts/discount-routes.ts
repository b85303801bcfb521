import { DomainError } from '../../domain/errors';
import { may, reachOf } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import { permit } from '../access';
import type { Caller } from '../auth';
import { IdempotencyHeaders } from '../orders/schemas';
import type { Route } from '../route';
import { route } from '../route';
import {
  ChangeDiscountBody,
  DiscountBody,
  DiscountOut,
  DiscountPage,
  DiscountParams,
  DiscountQuery,
} from './discount-schemas';
import { changeDiscount, offerDiscount } from './offer';
import type { DiscountReads, DiscountRecord, DiscountWrites } from './reads';

export interface OfferedDiscountDeps {
  readonly discounts: DiscountReads;
  readonly discountWrites: DiscountWrites;
  readonly now: RealClock;
}

const tag = 'Discounts';

export const offeredDiscountRoutes = ({ discounts, discountWrites, now }: OfferedDiscountDeps): readonly Route[] => {
  const seen = async (caller: Caller, discountId: string): Promise<DiscountRecord> => {
    const discount = await discounts.find(discountId);
    if (discount === undefined || !may(caller, 'coupon.read', { organizationIds: [discount.ownerId] }))
      throw new DomainError('discount-not-found', 'there is no such discount');
    return discount;
  };

  return [
    route(
      {
        method: 'post',
        path: '/v1/discounts',
        operationId: 'offerDiscount',
        tag,
        summary: 'Offers a campaign, a volume discount or a bundle',
        description:
          'For who holds `coupon.write` on the owner, which pays for it. A formula is tried before it is kept. The same Idempotency-Key with the same body gives the same discount.',
        access: 'authenticated',
        headers: IdempotencyHeaders,
        body: DiscountBody,
        status: 201,
        response: DiscountOut,
        problems: ['currency-unknown', 'end-before-start', 'forbidden', 'formula-invalid', 'idempotency-key-reused'],
      },
      ({ caller, headers, body }) =>
        offerDiscount(discountWrites, { caller, idempotencyKey: headers['idempotency-key'], body, now: now() }),
    ),
    route(
      {
        method: 'get',
        path: '/v1/discounts',
        operationId: 'listDiscounts',
        tag,
        summary: 'Your campaigns, volume discounts and bundles, newest first',
        access: 'authenticated',
        query: DiscountQuery,
        status: 200,
        response: DiscountPage,
      },
      ({ caller, query: { limit, cursor, ...filter } }) =>
        discounts.list(filter, reachOf(caller, 'coupon.read'), { limit, cursor }),
    ),
    route(
      {
        method: 'get',
        path: '/v1/discounts/{discountId}',
        operationId: 'getDiscount',
        tag,
        summary: 'One discount, and how many orders hold it',
        access: 'authenticated',
        params: DiscountParams,
        status: 200,
        response: DiscountOut,
        problems: ['discount-not-found'],
      },
      ({ caller, params }) => seen(caller, params.discountId),
    ),
    route(
      {
        method: 'put',
        path: '/v1/discounts/{discountId}',
        operationId: 'changeDiscount',
        tag,
        summary: 'Changes a discount for what is sold from now on',
        description:
          'What was sold with it keeps what it was sold with. Another revision than the present one is refused; the same change again changes nothing.',
        access: 'authenticated',
        params: DiscountParams,
        body: ChangeDiscountBody,
        status: 200,
        response: DiscountOut,
        problems: [
          'currency-unknown',
          'discount-changed',
          'discount-invalid',
          'discount-not-found',
          'end-before-start',
          'forbidden',
          'formula-invalid',
        ],
      },
      async ({ caller, params, body }) =>
        changeDiscount(discountWrites, await seen(caller, params.discountId), { caller, body, now: now() }),
    ),
    route(
      {
        method: 'post',
        path: '/v1/discounts/{discountId}/withdrawal',
        operationId: 'withdrawDiscount',
        tag,
        summary: 'Takes a discount out of use',
        description: 'What was sold with it keeps it. Withdrawing it again changes nothing.',
        access: 'authenticated',
        params: DiscountParams,
        status: 200,
        response: DiscountOut,
        problems: ['discount-not-found', 'forbidden'],
      },
      async ({ caller, params }) => {
        const { id, ownerId } = await seen(caller, params.discountId);
        permit(caller, 'coupon.write', { organizationIds: [ownerId] });
        await discountWrites.withdraw(id, caller.userId, now());
        return seen(caller, id);
      },
    ),
  ];
};
