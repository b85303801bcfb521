import { z } from 'zod';
import { soldKeyIn, decimalOut, idIn, idOut, instantIn, instantOut, orNull, pageIn, pageOf, textIn } from '../shapes';
import { effectIn, effectOut, percentIn, targetsIn } from './schemas';

const monthsIn = z
  .number()
  .int()
  .min(1, { error: 'is at least 1' })
  .max(1200, { error: 'is at most 1200' })
  .optional()
  .meta({
    description: 'How long it lasts for a subscription: every period that begins within them. Left out, for ever.',
  });

const campaignIn = z
  .strictObject({
    kind: z.literal('campaign'),
    effect: effectIn,
    months: monthsIn,
    stock: z
      .number()
      .int()
      .min(1, { error: 'is at least 1' })
      .max(1_000_000_000, { error: 'is at most 1000000000' })
      .optional()
      .meta({ description: 'How many orders may hold it at a time; left out, any number.' }),
    autoApply: z
      .boolean()
      .default(false)
      .meta({ description: 'True: it applies by itself. False: a buyer has to name it.' }),
    requiredOfferingIds: targetsIn.meta({
      description: 'Only for customers with a running subscription of each of these offerings.',
    }),
  })
  .meta({ id: 'CampaignRuleRequest' });

const volumeIn = z
  .strictObject({
    kind: z.literal('volume'),
    formula: z.string().max(100_000, { error: 'has more than 2000 characters' }).meta({
      description:
        'Percent of a line, from its `quantity`, its `amount` before discounts, `periodMonths` (0 without periods) and `subscriptions` (those of the plan that the customer had running at the sale), by + - * /, comparisons, && || !, ?:, min, max, floor, ceil and abs. Numbers are exact. What it gives is bounded to 0 to 100.',
      example: 'quantity >= 100 ? 15 : quantity >= 10 ? 5 : 0',
    }),
    components: z
      .array(soldKeyIn)
      .max(100, { error: 'has more than 100 entries' })
      .default([])
      .meta({ description: 'Keys of the components that it counts for. Empty: all of them.' }),
  })
  .meta({ id: 'VolumeRuleRequest' });

const membersMax = 20;

const bundleIn = z
  .strictObject({
    kind: z.literal('bundle'),
    members: z
      .array(z.strictObject({ planId: idIn, percent: percentIn }))
      .min(2, { error: 'has fewer than 2 plans' })
      .max(membersMax, { error: `has more than ${membersMax} plans` })
      .refine((members) => new Set(members.map(({ planId }) => planId)).size === members.length, {
        error: 'names a plan twice',
      })
      .meta({ description: 'Plans that are sold together, and how many percent the licence of each is cheaper.' }),
  })
  .meta({ id: 'BundleRuleRequest' });

const discount = {
  ownerId: idIn.meta({
    description:
      'Who pays for it: a vendor, the platform, a distributor or a reseller. Its price and all prices below are lowered.',
  }),
  name: textIn(100).meta({ description: 'What quotes and invoices call it.' }),
  rule: z.discriminatedUnion('kind', [campaignIn, volumeIn, bundleIn]),
  validFrom: instantIn.optional().meta({ description: 'In the business time of the customer; left out, now.' }),
  validUntil: instantIn.optional().meta({ description: 'The first instant at which it no longer counts.' }),
  offeringIds: targetsIn,
  planIds: targetsIn,
};

const hasNoTargets = ({
  rule,
  offeringIds,
  planIds,
}: {
  readonly rule: { readonly kind: string };
  readonly offeringIds: readonly string[];
  readonly planIds: readonly string[];
}): boolean => rule.kind !== 'bundle' || offeringIds.length + planIds.length === 0;

const memberTargets = { path: ['planIds'], error: 'does not go with a bundle, which names its plans itself' };

const example = {
  ownerId: 'e0000000-0000-4000-8000-000000000003',
  name: 'Ten seats and more',
  rule: { kind: 'volume', formula: 'quantity >= 100 ? 15 : quantity >= 10 ? 5 : 0', components: ['seats'] },
};

export const DiscountBody = z
  .strictObject(discount)
  .refine(hasNoTargets, memberTargets)
  .meta({ id: 'DiscountRequest', example });

export const ChangeDiscountBody = z
  .strictObject({
    ...discount,
    rev: z.number().int().min(1).meta({ description: 'The revision that is changed. The owner and the kind stay.' }),
  })
  .refine(hasNoTargets, memberTargets)
  .meta({ id: 'DiscountChangeRequest', example: { ...example, rev: 1 } });

const ruleOut = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('campaign'),
    effect: effectOut,
    months: orNull(z.number().int()),
    autoApply: z.boolean(),
    requiredOfferingIds: z.array(idOut),
  }),
  z.object({ kind: z.literal('volume'), formula: z.string(), components: z.array(z.string()) }),
  z.object({
    kind: z.literal('bundle'),
    members: z.array(z.object({ planId: idOut, percent: decimalOut })),
  }),
]);

export const DiscountOut = z
  .object({
    id: idOut,
    ownerId: idOut,
    name: z.string(),
    rule: ruleOut,
    stock: orNull(z.number().int()).meta({ description: 'How many orders may hold it at a time; null is any number.' }),
    taken: z
      .number()
      .int()
      .meta({ description: 'Orders that hold it. Those that came to nothing have given it back.' }),
    offeringIds: z.array(idOut),
    planIds: z.array(idOut),
    validFrom: instantOut,
    validUntil: orNull(instantOut),
    rev: z.number().int(),
    createdBy: idOut,
    createdAt: instantOut,
    changedBy: idOut,
    changedAt: instantOut,
    withdrawnAt: orNull(instantOut),
  })
  .meta({ id: 'Discount', description: 'A campaign, a volume discount or a bundle, for whose it is.' });

export const DiscountPage = pageOf('DiscountPage', DiscountOut);

export const DiscountQuery = z.strictObject({
  ownerId: idIn.optional(),
  kind: z.enum(['campaign', 'volume', 'bundle']).optional(),
  ...pageIn,
});

export const DiscountParams = z.strictObject({ discountId: idIn });
