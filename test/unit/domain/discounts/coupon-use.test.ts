import fc from 'fast-check';
import type { IssuedCoupon } from '../../../../domain/discounts/coupon-use';
import type { DiscountedPurchase } from '../../../../domain/discounts/purchase';
import { checkCouponRule, couponFor } from '../../../../domain/discounts/coupon-use';
import { refusal } from '../../../support/refusals';

const at = '2026-03-01T00:00:00.000Z';
const later = '2026-03-01T00:00:00.001Z';
const purchase: DiscountedPurchase = {
  ...{ at, userId: 'buyer', customerId: 'customer', vendorId: 'vendor', offeringId: 'crm', planId: 'monthly' },
  ...{ currency: 'EUR', channel: { platformId: 'platform', distributorId: 'distributor', resellerId: 'reseller' } },
};
const coupon: IssuedCoupon = {
  ...{ id: 'one', ownerId: 'reseller', name: 'Spring', periods: 3, organizationId: null, userId: null },
  ...{ validFrom: at, validUntil: null, offeringIds: [], planIds: [], revokedAt: null, isTaken: false },
  effect: { type: 'discount', percent: '20', scope: 'total' },
};
const refused = refusal('coupon-not-usable');

describe('couponFor', () => {
  it.each([
    ['reseller', 'sellOut'],
    ['distributor', 'sellIn'],
    ['platform', 'wholesale'],
    ['vendor', 'vendorCost'],
  ])('has the %s pay from %s on', (ownerId, from) => {
    const { id, name, effect, periods } = coupon;
    expect(couponFor([{ ...coupon, ownerId }], purchase)).toEqual({ id, name, effect, periods, from });
  });

  it('takes the coupon of the owner that is nearest to the customer, in whatever order they come', () => {
    const owners = ['vendor', 'platform', 'distributor', 'reseller'];
    fc.assert(
      fc.property(fc.shuffledSubarray(owners, { minLength: 1 }), (some) => {
        const nearest = owners.filter((owner) => some.includes(owner)).at(-1);
        const candidates = some.map((ownerId) => ({ ...coupon, id: ownerId, ownerId }));
        expect(couponFor(candidates, purchase).id).toBe(nearest);
      }),
    );
  });

  it.each<[string, Partial<IssuedCoupon>]>([
    ['that is for this customer', { organizationId: 'customer' }],
    ['that is for this buyer', { userId: 'buyer' }],
    ['that is for this offering', { offeringIds: ['other', 'crm'] }],
    ['that is for this plan', { planIds: ['monthly'] }],
    ['in its last millisecond', { validUntil: later }],
  ])('takes one %s', (_, fields) => {
    expect(couponFor([{ ...coupon, ...fields }], purchase).id).toBe('one');
  });

  it.each<[string, Partial<IssuedCoupon>]>([
    ['of a stranger', { ownerId: 'stranger' }],
    ['before it counts', { validFrom: later }],
    ['that has just ended', { validUntil: at }],
    ['that was revoked', { revokedAt: at }],
    ['that another order holds', { isTaken: true }],
    ['of another customer', { organizationId: 'other' }],
    ['of another buyer', { userId: 'other' }],
    ['of another offering', { offeringIds: ['other'] }],
    ['of another plan', { planIds: ['other'] }],
    [
      'with a price in another currency',
      { effect: { type: 'price-override', price: { currency: 'JPY', minor: '1' } } },
    ],
  ])('refuses one %s in the very words in which it refuses an unknown one', (_, fields) => {
    const refusalOf = (candidates: readonly IssuedCoupon[]): unknown => {
      try {
        return couponFor(candidates, purchase);
      } catch (error) {
        return error;
      }
    };
    const unknown = refusalOf([]);
    expect(() => couponFor([{ ...coupon, ...fields }], purchase)).toThrow(refused);
    expect(refusalOf([{ ...coupon, ...fields }])).toEqual(unknown);
    expect(unknown).toMatchObject({ details: {} });
  });
});

describe('checkCouponRule', () => {
  it.each([
    ['allowed', true],
    ['allowed', false],
    ['forbidden', false],
    ['demanded', true],
  ] as const)('lets a plan on which coupons are %s be bought, with a code: %s', (rule, hasCode) => {
    expect(() => checkCouponRule(rule, hasCode)).not.toThrow();
  });

  it.each([
    ['forbidden', true],
    ['demanded', false],
  ] as const)('refuses a purchase on which coupons are %s, with a code: %s', (rule, hasCode) => {
    expect(() => checkCouponRule(rule, hasCode)).toThrow(refused);
  });
});
