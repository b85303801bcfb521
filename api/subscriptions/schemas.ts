import { z } from 'zod';
import { discountKinds } from '../../domain/discounts/sold-discount';
import { subscriptionStates } from '../../domain/subscriptions/subscription';
import { answersOut } from '../catalog/form-schemas';
import { aggregationOut, ChargeOut, factorOut, fromOut, limitsOut, MinimumsOut, PricesOut } from '../catalog/schemas';
import { acceptedTermsOut } from '../catalog/terms-schemas';
import { leavingOut, timeSettingsOut } from '../catalog/settings-schemas';
import { levelsOut, QuantitiesIn } from '../pricing/schemas';
import {
  componentKeyIn,
  decimalOut,
  idIn,
  idOut,
  instantOut,
  moneyOut,
  orNull,
  pageIn,
  pageOf,
  periodOut,
  quantityIn,
  rowKindOut,
  textIn,
} from '../shapes';

const summary = {
  id: idOut,
  state: z.enum(subscriptionStates).meta({
    description:
      'pending waits for its order, provisioning and terminating for the vendor; active is charged; terminated and failed are final.',
  }),
  orderId: idOut.meta({ description: 'The purchase that created it.' }),
  bundleId: orNull(idOut).meta({ description: 'Common to the subscriptions of one bundle.' }),
  customerId: idOut,
  projectId: idOut,
  vendorId: idOut,
  offeringId: idOut,
  planId: idOut,
  createdAt: instantOut,
  activatedAt: orNull(instantOut).meta({ description: 'The anchor of its periods.' }),
  endedAt: orNull(instantOut),
  nextDueAt: orNull(instantOut).meta({ description: 'When its period turns; null if never.' }),
  endsAt: orNull(instantOut).meta({ description: 'When it ends by itself; null if it does not.' }),
};

export const SubscriptionPage = pageOf(
  'SubscriptionPage',
  z.object(summary).meta({ id: 'SubscriptionSummary', description: 'A subscription without what was sold.' }),
);

const EndpointOut = z
  .object({ url: z.string().meta({ format: 'uri' }), description: z.string(), category: z.string() })
  .meta({ id: 'Endpoint', description: 'Where the customer reaches the resource.' });

export const EndpointsOut = z.array(EndpointOut);

export const InstructionsOut = z
  .record(z.string(), z.string())
  .meta({ id: 'Instructions', description: 'Text by language tag.', example: { en: 'Log in with your e-mail.' } });

const SoldComponent = z
  .object({
    key: z.string(),
    name: z.string(),
    unit: z.string(),
    charge: ChargeOut,
    from: fromOut,
    factor: factorOut,
    aggregation: aggregationOut,
    ...limitsOut,
    prices: PricesOut,
    minimums: MinimumsOut.optional(),
  })
  .meta({ id: 'SoldComponent', description: 'A component as it was sold.' });

export const SubscriptionOut = z
  .object({
    ...summary,
    offeringName: z.string(),
    planName: z.string(),
    currency: z.string(),
    priceVersion: z.number().int().meta({ description: 'Of the plan, in this order window.' }),
    periodMonths: orNull(z.number().int()),
    ...timeSettingsOut,
    ...leavingOut,
    quantities: z
      .record(z.string(), decimalOut)
      .meta({ description: 'What was chosen of each component that leaves a choice, by key: 0 of what was left out.' }),
    answers: orNull(answersOut).meta({
      description: 'To the order form, a mask for each that is secret; null for who is neither customer nor vendor.',
    }),
    acceptedTerms: orNull(acceptedTermsOut),
    taxIncluded: z
      .boolean()
      .optional()
      .meta({ description: 'Whether prices at sellOut include the tax; for who sees them.' }),
    platformSharePercent: orNull(decimalOut)
      .optional()
      .meta({ description: 'What the platform keeps of what the vendor asks; for both.' }),
    components: z.array(SoldComponent),
    discounts: z
      .array(
        z
          .object({
            component: z.string().meta({ description: 'Of its rows and lines.' }),
            kind: z.enum(discountKinds),
            name: z.string(),
            periods: orNull(z.number().int()).meta({ description: 'From the first; null is for ever.' }),
          })
          .meta({ id: 'SoldDiscount' }),
      )
      .meta({ description: 'What it was sold with, in order of application, for those whose prices it lowers.' }),
    period: orNull(periodOut).meta({ description: 'The open period.' }),
    resourceRef: orNull(z.string()).meta({ description: 'What the vendor knows the resource by.' }),
    failure: orNull(z.string()).meta({ description: 'Why provisioning failed.' }),
    endpoints: EndpointsOut,
    instructions: InstructionsOut,
  })
  .meta({ id: 'Subscription', description: 'The running contract that a purchase creates, with what was sold.' });

export const SecretAnswersOut = z
  .record(z.string(), z.string())
  .meta({ id: 'SecretAnswers', description: 'By key of the field.' });

export const SubscriptionQuery = z.strictObject({
  state: z.enum(subscriptionStates).optional(),
  offeringId: idIn.optional(),
  projectId: idIn.optional(),
  ...pageIn,
});

export const SubscriptionParams = z.strictObject({ subscriptionId: idIn });

export const WhatIfBody = z
  .strictObject({
    planId: idIn.optional().meta({ description: 'Another plan of the same offering.' }),
    priceVersion: z.int().min(1).max(2_147_483_647).optional().meta({
      description: 'Of the plan. Without it, its own plan has the prices that it was sold at, another those of today.',
    }),
    priceListId: idIn.optional().meta({
      description:
        'A price list of a tier of its channel, for who may see that list: as if the tier sold it by this list today.',
    }),
    quantities: QuantitiesIn.optional(),
    expectedUsage: z
      .record(componentKeyIn, quantityIn)
      .optional()
      .meta({ description: 'Usage that you expect in a month, by key of the usage component.' }),
  })
  .meta({ id: 'WhatIfRequest', example: { quantities: { seats: '5' } } });

export type WhatIf = z.output<typeof WhatIfBody>;

const ComparedSide = orNull(z.object({ quantity: decimalOut, net: moneyOut }));

const Comparison = z
  .object({
    currency: z.string(),
    months: orNull(z.number().int()).meta({ description: 'Compared are whole periods of both; null without periods.' }),
    lines: z.array(
      z
        .object({
          component: z.string(),
          name: z.string(),
          kind: rowKindOut,
          before: ComparedSide,
          after: ComparedSide,
          difference: moneyOut,
        })
        .meta({ id: 'ComparedLine', description: 'One component; null where it is not charged.' }),
    ),
    before: moneyOut,
    after: moneyOut,
    difference: moneyOut,
  })
  .meta({ id: 'Comparison', description: 'What would change at one level.' });

export const WhatIfOut = z
  .object({
    subscriptionId: idOut,
    planId: idOut,
    priceVersion: z.number().int(),
    quantities: z.record(z.string(), decimalOut).meta({ description: 'Of each component that leaves a choice.' }),
    levels: levelsOut(Comparison),
  })
  .meta({ id: 'WhatIf' });

export const EndpointsBody = z
  .array(
    z
      .strictObject({
        // Customers click on it: other protocols would run in their browser.
        url: z
          .url({ protocol: /^https?$/, error: 'is not an address that begins with http:// or https://' })
          .max(2_000),
        description: textIn(500),
        category: textIn(100).meta({ description: 'What it is for, in a word of the vendor.', example: 'admin' }),
      })
      .meta({ id: 'EndpointRequest' }),
  )
  .max(50)
  .meta({ example: [{ url: 'https://team.crm.example', description: 'Team CRM', category: 'application' }] });

export const InstructionsBody = z
  .record(
    z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'is not a language tag, such as en' }),
    textIn(20_000),
  )
  .refine((texts) => Object.keys(texts).length <= 50, { error: 'has more than 50 languages' })
  .meta({ example: { en: 'Log in with your e-mail.' } });
