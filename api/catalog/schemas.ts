import { z } from 'zod';
import { decimalOut, idIn, idOut, keyIn, orNull, pageIn, pageOf, textIn } from '../shapes';
import { askedFormOut } from './form-schemas';
import { termsOfServiceOut } from './terms-schemas';
import { offeringDetailsOut, planSettingsOut } from './settings-schemas';

const Tier = z
  .object({
    from: decimalOut.meta({ description: 'Inclusive; 0 in the first tier where nothing costs something already.' }),
    to: orNull(decimalOut).meta({ description: 'Inclusive; null is open. What exceeds it belongs to the next tier.' }),
    unitPrice: decimalOut.optional(),
    rate: decimalOut.optional().meta({ description: 'Percent of the amount inside the tier.' }),
    flat: decimalOut.optional().meta({ description: 'Once when the tier is reached.' }),
    setup: decimalOut.optional().meta({ description: 'Once when the tier is billed for the first time.' }),
    tag: z.string().optional().meta({ description: 'Can be given in place of a quantity.', example: 'gold' }),
  })
  .meta({ id: 'Tier' });

const tiered = <K extends string>(kind: K, id: string, description: string) =>
  z.object({ kind: z.literal(kind), tiers: z.array(Tier) }).meta({ id, description });

const PackagePrice = z
  .object({ kind: z.literal('package'), size: decimalOut, price: decimalOut, freeUnits: decimalOut.optional() })
  .meta({ id: 'PackagePrice', description: 'A price for each begun block above the free units.' });

const PercentagePrice = z
  .object({
    kind: z.literal('percentage'),
    rate: decimalOut,
    fixed: decimalOut.optional(),
    minPerEvent: decimalOut.optional(),
    maxPerEvent: decimalOut.optional(),
    freeEvents: decimalOut.optional(),
    freeAmount: decimalOut.optional(),
  })
  .meta({ id: 'PercentagePrice', description: 'Percent of the amount of each event.' });

const MatrixPrice = z
  .object({
    kind: z.literal('matrix'),
    rows: z.array(z.object({ dimensions: z.record(z.string(), z.string()), unitPrice: decimalOut })),
    otherwise: decimalOut,
  })
  .meta({ id: 'MatrixPrice', description: 'Each unit at the price of its dimensions.' });

export const PriceModelOut = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('flat'), price: decimalOut }).meta({ id: 'FlatPrice' }),
    z.object({ kind: z.literal('per-unit'), unitPrice: decimalOut }).meta({ id: 'PerUnitPrice' }),
    tiered('graduated', 'GraduatedPrice', 'Each unit costs what its own tier says.'),
    tiered('volume', 'VolumePrice', 'All units cost what the tier that holds them says.'),
    tiered('stairstep', 'StairstepPrice', 'One price for the tier that holds the quantity.'),
    tiered('graduated-percentage', 'GraduatedPercentagePrice', 'Percent of the part of an amount inside each tier.'),
    PackagePrice,
    PercentagePrice,
    MatrixPrice,
  ])
  .meta({ id: 'PriceModel', description: 'How a quantity becomes an amount, in major units of the currency.' });

export const PricesOut = z
  .object({
    vendorCost: PriceModelOut.optional(),
    wholesale: PriceModelOut.optional(),
    sellIn: PriceModelOut.optional(),
    sellOut: PriceModelOut.optional(),
  })
  .meta({
    id: 'Prices',
    description:
      'From what the vendor asks down to what the customer pays; only the levels that the caller pays or asks. None in a plan that is sold on request.',
  });

const charges = ['fixed', 'limit', 'usage', 'postpaid', 'one-time', 'plan-switch'] as const;
const chargesText =
  'fixed and limit are charged in advance for a period, usage and postpaid in arrears, one-time once, and plan-switch once when a subscription changes to the plan.';

export const ChargeIn = z.enum(charges).meta({ description: chargesText });

export const ChargeOut = z.enum([...charges, 'minimum-spend']).meta({
  description: `${chargesText} minimum-spend is what a period of the plan comes to at least.`,
});

export const MinimumsOut = z
  .object({
    vendorCost: decimalOut.optional(),
    wholesale: decimalOut.optional(),
    sellIn: decimalOut.optional(),
    sellOut: decimalOut.optional(),
  })
  .meta({ id: 'Minimums', description: 'Least that it comes to in a period, at the levels that the caller sees.' });

export const presenceOut = z.enum(['required', 'recommended', 'optional']).meta({
  description: 'recommended is in unless the buyer chooses 0 of it, optional only if the buyer chooses it.',
});

export const factorOut = decimalOut.optional().meta({
  description: 'How many of what is stored, chosen or recorded make one that is billed; 1 when absent.',
});

export const aggregationOut = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal(['sum', 'max', 'last', 'unique-count', 'counter-increase']) }),
    z.strictObject({
      kind: z.literal('time-weighted-average'),
      values: z.enum(['level', 'delta']).meta({ description: 'A record sets the level, or adds to it.' }),
    }),
  ])
  .optional()
  .meta({ description: 'How usage of a period becomes one quantity; its sum when absent.' });

export const limitsOut = {
  limitAmount: decimalOut
    .optional()
    .meta({ description: 'The most that is chosen of a limit component, or used in a limit period.' }),
  limitPeriod: z
    .enum(['month', 'quarter', 'year', 'total'])
    .optional()
    .meta({ description: 'Counted from the activation, as billing periods are; total is for ever.' }),
};

export const fromOut = z.enum(['wholesale', 'sellIn', 'sellOut']).optional().meta({
  description: 'The level whose tier adds it to the plan of the vendor; absent of what the vendor sells.',
});

export const PlanComponent = z
  .object({
    key: z.string().meta({
      description:
        "Names the component in quantities and usage records. @setup is the plan's set-up fee, @minimum its minimum spend.",
      example: 'seats',
    }),
    name: z.string(),
    unit: z.string(),
    charge: ChargeOut,
    presence: presenceOut,
    from: fromOut,
    min: decimalOut.optional().meta({ description: 'Least quantity of a limit component.' }),
    max: decimalOut.optional().meta({ description: 'Greatest quantity of a limit component.' }),
    step: decimalOut.optional().meta({ description: 'Quantities are min, min + step, min + 2 × step and so on.' }),
    factor: factorOut,
    aggregation: aggregationOut,
    downgradable: z
      .boolean()
      .optional()
      .meta({ description: 'False where a running subscription keeps at least its quantity.' }),
    ...limitsOut,
    prices: PricesOut,
    minimums: MinimumsOut.optional(),
    currencies: z
      .record(z.string(), z.object({ prices: PricesOut, minimums: MinimumsOut.optional() }))
      .meta({ description: 'Prices in the other currencies of the plan, by their codes.' }),
  })
  .meta({ id: 'PlanComponent', description: 'One priced element of a plan.' });

const PlanOut = z
  .object({
    id: idOut,
    name: z.string(),
    currency: z.string().meta({ description: 'ISO 4217.', example: 'EUR' }),
    currencies: z.array(z.string()).meta({ description: 'All that it is priced in, its own first.' }),
    periodMonths: orNull(z.number().int()).meta({ description: 'Length of a billing period; null is one-off.' }),
    priceVersion: z.number().int().meta({ description: 'Counts the changes of its prices, from 1.' }),
    ...planSettingsOut,
    taxIncluded: z.boolean().meta({ description: 'Whether the prices of the customer include the tax.' }),
    components: z.array(PlanComponent),
  })
  .meta({ id: 'Plan', description: 'One priced variant of an offering.' });

const summary = {
  id: idOut,
  vendorId: idOut,
  name: z.string(),
  description: z.string(),
  category: z.string(),
  plugin: z.string().meta({ description: 'How it is provided: webhook, manual or instant.', example: 'webhook' }),
  state: z
    .enum(['draft', 'active', 'paused', 'archived'])
    .meta({ description: 'Only an active offering takes purchases.' }),
  ...offeringDetailsOut,
  language: orNull(z.string()).meta({
    description: 'In which its words are told here, as a tag of BCP 47; null when its vendor does not say.',
    example: 'de',
  }),
  languages: z.array(z.string()).meta({ description: 'All that it is told in, its own first.' }),
  logo: orNull(z.string()).meta({ description: 'Where the bytes of its main image are; null when it has none.' }),
};

export const OfferingPage = pageOf(
  'OfferingPage',
  z.object(summary).meta({ id: 'OfferingSummary', description: 'An offering without its plans.' }),
);

export const OfferingOut = z
  .object({ ...summary, orderForm: askedFormOut, termsOfService: termsOfServiceOut, plans: z.array(PlanOut) })
  .meta({
    id: 'Offering',
    description: 'A thing that a vendor sells.',
  });

const attributeFilterIn = z
  .string()
  .regex(/^[a-zA-Z0-9][\w.-]{0,63}:.{1,300}$/, { error: 'is not a key, a colon and values' })
  .transform((text, context) => {
    const at = text.indexOf(':');
    const [key, wanted] = [text.slice(0, at), text.slice(at + 1)];
    const range = /^(-?\d{1,20}(?:\.\d{1,10})?)?\.\.(-?\d{1,20}(?:\.\d{1,10})?)?$/.exec(wanted);
    if (range === null) return { key, values: wanted.split(','), from: null, to: null };
    const [, from = null, to = null] = range;
    if (from === null && to === null) context.addIssue({ code: 'custom', message: 'is a range without a bound' });
    return { key, values: [], from, to };
  });

const attributesMost = 10;

const filterIn = {
  search: textIn(100)
    .optional()
    .meta({
      description: `Beginnings of words; one letter is a whole word. What has all of them in its name, tags or category comes first, then what has them in
what it tells of itself: description, attributes, other languages.`,
    }),
  category: keyIn.optional().meta({ description: 'With all categories below it.' }),
  group: keyIn.optional().meta({ description: 'A group of categories, with all below them.' }),
  vendorId: idIn.optional(),
  tag: textIn(60).optional(),
  plugin: textIn(60).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'is not a code of ISO 4217' })
    .optional()
    .meta({ description: 'That one of its plans is priced in.' }),
  attribute: z
    .union([attributeFilterIn, z.array(attributeFilterIn).max(attributesMost)])
    .transform((filters) => (Array.isArray(filters) ? filters : [filters]))
    .optional()
    .meta({
      type: 'array',
      items: { type: 'string' },
      description: `Of a filterable attribute one of several values, \`region:eu,us\`, or a range of numbers, \`cpu:4..16\`, \`cpu:8..\`. Can
be given ${attributesMost} times; each has to hold.`,
    }),
};

export const OfferingQuery = z.strictObject({ ...filterIn, ...pageIn });

export const FacetQuery = z.strictObject(filterIn);

const countOut = z.number().int();

export const FacetsOut = z
  .object({
    categories: z.array(z.object({ category: z.string(), offerings: countOut })).meta({
      description: 'A category counts what is listed below it as well.',
    }),
    vendors: z.array(z.object({ vendorId: idOut, name: z.string(), offerings: countOut })),
    currencies: z.array(z.object({ currency: z.string(), offerings: countOut })).meta({
      description: 'An offering counts in each currency that it is priced in.',
    }),
    attributes: z
      .array(
        z.object({
          attribute: z.string(),
          values: z.array(z.object({ value: z.string(), offerings: countOut })),
        }),
      )
      .meta({ description: 'Of filterable attributes, where a category or a group is asked for.' }),
  })
  .meta({
    id: 'OfferingFacets',
    description: 'How many offerings there are of each kind, the most first; 50 at most.',
  });

export const OfferingParams = z.strictObject({ offeringId: idIn });
