import { z } from 'zod';
import { isDecimalText } from '../../domain/decimal';
import { decimalOut, idIn, idOut, instantIn, instantOut, moneyOut, orNull, pageIn, pageOf, textIn } from '../shapes';

/** A code that a person types in; capitals and small letters are the same. */
export const couponCodeIn = z
  .string()
  .regex(/^[a-zA-Z\d-]{4,36}$/, { error: 'is not the code of a coupon: 4 to 36 letters, digits and hyphens' })
  .transform((code) => code.toUpperCase())
  .meta({ description: 'Code of a coupon. Capitals and small letters are the same.' });

/** The campaign that a buyer has chosen. */
export const campaignIdIn = idIn.optional().meta({
  description: 'A campaign of your choice; left out, the best of those that apply by themselves.',
});

export const percentIn = z
  .string()
  .refine((text) => isDecimalText(text) && /^(100(\.0+)?|\d{1,2}(\.\d+)?)$/.test(text), {
    error: 'is not a percentage from 0 to 100, as text in plain digits',
  })
  .meta({ example: '20' });

const priceIn = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, { error: 'is not a code of ISO 4217' }),
  minor: z.string().regex(/^(0|[1-9]\d{0,14})$/, { error: 'is not a whole number of minor units, as text' }),
});

const scopes = z.enum(['licence-only', 'licence-and-extras', 'total']).meta({
  description:
    'licence-only is fixed components, with set-up; licence-and-extras adds chosen quantities and usage; total is every line.',
});

export const effectIn = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('discount'), percent: percentIn, scope: scopes }),
  z.strictObject({ type: z.literal('price-override'), price: priceIn }),
]);

export const targetsIn = z
  .array(idIn)
  .max(100, { error: 'has more than 100 entries' })
  .default([])
  .meta({ description: 'Empty: all of them.' });

const prefixIn = z.string().regex(/^[a-zA-Z\d]{1,10}$/, { error: 'is not 1 to 10 letters and digits' });

export const CouponBody = z
  .strictObject({
    ownerId: idIn.meta({
      description:
        'Who pays for it: a vendor, the platform, a distributor or a reseller. Its price and all prices below are lowered.',
    }),
    name: textIn(100).meta({ description: 'What quotes and invoices call it.' }),
    effect: effectIn,
    code: couponCodeIn.optional().meta({ description: 'Of your own choice; left out, it is generated.' }),
    generate: z
      .strictObject({
        count: z.number().int().min(1).max(500, { error: 'is more than 500' }),
        prefix: prefixIn.transform((text) => text.toUpperCase()).optional(),
      })
      .optional()
      .meta({ description: 'Coupons alike, each with a code of its own that cannot be guessed.' }),
    reusable: z.boolean().default(false).meta({ description: 'False: for one order.' }),
    periods: z
      .number()
      .int()
      .min(1, { error: 'is at least 1' })
      .max(1200, { error: 'is at most 1200' })
      .optional()
      .meta({ description: 'Periods that it lasts, from the first; left out, for ever.' }),
    organizationId: idIn.optional().meta({ description: 'The only customer that it is for.' }),
    userId: idIn.optional().meta({ description: 'The only buyer that it is for.' }),
    validFrom: instantIn.optional().meta({ description: 'In the business time of the customer; left out, now.' }),
    validUntil: instantIn.optional().meta({ description: 'The first instant at which it can no longer be used.' }),
    offeringIds: targetsIn,
    planIds: targetsIn,
  })
  .refine(({ code, generate }) => code === undefined || generate === undefined, {
    path: ['generate'],
    error: 'does not go with a code of your own',
  })
  .meta({
    id: 'CouponRequest',
    example: {
      ownerId: 'e0000000-0000-4000-8000-000000000003',
      name: 'Spring sale',
      effect: { type: 'discount', percent: '20', scope: 'licence-only' },
      generate: { count: 10, prefix: 'SPRING' },
      periods: 3,
    },
  });

export const effectOut = z.discriminatedUnion('type', [
  z.object({ type: z.literal('discount'), percent: decimalOut, scope: scopes }),
  z.object({ type: z.literal('price-override'), price: moneyOut }),
]);

const coupon = {
  id: idOut,
  batchId: idOut.meta({ description: 'Common to what was issued in one call.' }),
  ownerId: idOut,
  code: z.string().meta({ description: 'Whoever knows it can use it.' }),
  name: z.string(),
  effect: effectOut,
  reusable: z.boolean(),
  periods: orNull(z.number().int()),
  organizationId: orNull(idOut),
  userId: orNull(idOut),
  validFrom: instantOut,
  validUntil: orNull(instantOut),
  offeringIds: z.array(idOut),
  planIds: z.array(idOut),
  createdBy: idOut,
  createdAt: instantOut,
  revokedAt: orNull(instantOut),
  uses: z.number().int().meta({ description: 'Orders that hold it. Those that came to nothing have given it back.' }),
};

const Coupon = z.object(coupon).meta({
  id: 'Coupon',
  description: 'Takes something off a purchase, for as many periods as it says.',
});

export const IssuedCoupons = z.object({ items: z.array(Coupon) }).meta({ id: 'IssuedCoupons' });

export const CouponPage = pageOf('CouponPage', Coupon);

const Redemption = z
  .object({ orderId: idOut, claimedAt: instantOut, releasedAt: orNull(instantOut) })
  .meta({ id: 'CouponRedemption', description: 'An order that was placed with the coupon, and when it gave it back.' });

export const CouponOut = z
  .object({ ...coupon, redemptions: z.array(Redemption).meta({ description: 'The newest hundred.' }) })
  .meta({ id: 'CouponDetail' });

export const CouponQuery = z.strictObject({ ownerId: idIn.optional(), batchId: idIn.optional(), ...pageIn });

export const CouponParams = z.strictObject({ couponId: idIn });

export const RuleParams = z.strictObject({ planId: idIn });

const rule = z.enum(['allowed', 'forbidden', 'demanded']).meta({
  description: 'Whether the plan is sold with a coupon: as the buyer likes, never, or with one only.',
});

export const RuleBody = z.strictObject({ rule }).meta({ id: 'CouponRuleRequest', example: { rule: 'demanded' } });

export const RuleOut = z.object({ planId: idOut, rule }).meta({ id: 'CouponRule' });
