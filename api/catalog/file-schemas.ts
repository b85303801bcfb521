import { z } from 'zod';
import { componentKeyIn, currencyIn, decimalOut, instantIn, instantOut, keyIn, orNull, textIn } from '../shapes';
import { aggregationOut, ChargeIn, ChargeOut, factorOut, limitsOut, presenceOut, PriceModelOut } from './schemas';
import {
  decimalIn,
  offeringDetailsIn,
  offeringDetailsOut,
  planSettingsIn,
  planSettingsOut,
  visibleToOut,
  vendorDetailsOut,
  vendorSettingsOut,
} from './settings-schemas';

// The shapes of a vendor's file. What comes in is checked here for its form alone; what it means, the domain checks.

/** The most of one file. */
const plansMost = 20_000;

const offeringKeyIn = keyIn.meta({ description: 'Names the offering within the vendor, for ever.', example: 'crm' });
const planKeyIn = keyIn.meta({ description: 'Names the plan within its offering, for ever.', example: 'monthly' });

const TierIn = z
  .strictObject({
    from: decimalIn,
    to: orNull(decimalIn).meta({ description: 'Inclusive; null is open.' }),
    unitPrice: decimalIn.optional(),
    rate: decimalIn.optional().meta({ description: 'Percent of the amount inside the tier.' }),
    flat: decimalIn.optional().meta({ description: 'Once when the tier is reached.' }),
    setup: decimalIn.optional().meta({ description: 'Once when the tier is billed for the first time.' }),
    tag: componentKeyIn.optional().meta({ description: 'A buyer can give it in place of a quantity.' }),
  })
  .meta({ id: 'CatalogTier' });

const tiered = <K extends string>(kind: K) => z.strictObject({ kind: z.literal(kind), tiers: z.array(TierIn) });

const MatrixRowIn = z.strictObject({
  dimensions: z.record(componentKeyIn, textIn(64)),
  unitPrice: decimalIn,
});

/** A price as people write it: numbers with or without quotes. */
export const PriceIn = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('flat'), price: decimalIn }),
    z.strictObject({ kind: z.literal('per-unit'), unitPrice: decimalIn }),
    tiered('graduated'),
    tiered('volume'),
    tiered('stairstep'),
    tiered('graduated-percentage'),
    z.strictObject({
      kind: z.literal('package'),
      size: decimalIn,
      price: decimalIn,
      freeUnits: decimalIn.optional(),
    }),
    z.strictObject({
      kind: z.literal('percentage'),
      rate: decimalIn,
      fixed: decimalIn.optional(),
      minPerEvent: decimalIn.optional(),
      maxPerEvent: decimalIn.optional(),
      freeEvents: decimalIn.optional(),
      freeAmount: decimalIn.optional(),
    }),
    z.strictObject({ kind: z.literal('matrix'), rows: z.array(MatrixRowIn), otherwise: decimalIn }),
  ])
  .meta({ id: 'CatalogPrice', description: 'How a quantity becomes an amount, in major units of the currency.' });

const downgradableText = 'False where a running subscription keeps at least its quantity.';

const component = {
  key: componentKeyIn.meta({ description: 'Names the component in quantities and usage records.', example: 'seats' }),
  name: textIn(200),
  unit: textIn(60),
  charge: ChargeIn,
  presence: presenceOut.optional(),
};

const ComponentsIn = z
  .array(
    z
      .strictObject({
        ...component,
        price: PriceIn.meta({ description: 'What the vendor asks.' }),
        minimumSpend: decimalIn
          .optional()
          .meta({ description: "Least that it comes to in a period; what it lacks is due at the period's end." }),
        currencies: z
          .record(currencyIn, z.strictObject({ price: PriceIn, minimumSpend: decimalIn.optional() }))
          .optional()
          .meta({ description: "What it costs in other currencies than the plan's, by their codes." }),
        min: decimalIn.optional().meta({ description: 'Least quantity of a limit component.' }),
        max: decimalIn.optional().meta({ description: 'Greatest quantity of a limit component.' }),
        step: decimalIn.optional().meta({ description: 'Quantities are min, min + step, min + 2 × step and so on.' }),
        factor: decimalIn.optional().meta({
          description: 'How many of what is stored, chosen or recorded make one that is billed: 1024 of MiB and GiB.',
        }),
        aggregation: aggregationOut,
        downgradable: z.boolean().optional().meta({ description: downgradableText }),
        ...limitsOut,
        limitAmount: decimalIn.optional().meta({
          description:
            'The most that is chosen of a limit component, or used in each limit period of a usage component.',
        }),
      })
      .meta({ id: 'CatalogComponent' }),
  )
  .max(100, { error: 'has more than 100 components' });

const ownPricesIn = z.strictObject({ setupFee: decimalIn.optional(), minimumSpend: decimalIn.optional() });

/** What a plan asks, now or later. */
const planPrices = {
  setupFee: decimalIn.optional().meta({
    description: 'Paid once, when a subscription becomes active. Price lists know it as the component @setup.',
  }),
  minimumSpend: decimalIn
    .optional()
    .meta({ description: 'Least that a period of the plan comes to. Price lists know it as the component @minimum.' }),
  currencies: z.record(currencyIn, ownPricesIn).optional().meta({ description: 'The same in other currencies.' }),
};

const componentsText = 'Prices from the import on, until the first planned ones begin.';

const PlanIn = z
  .strictObject({
    key: planKeyIn,
    name: textIn(200),
    currency: currencyIn,
    periodMonths: orNull(z.int().min(1).max(120)).meta({ description: 'Billing period; null is one-off.' }),
    state: z
      .enum(['published', 'archived'])
      .default('published')
      .meta({ description: 'An archived plan is not sold any more; what runs on it goes on.' }),
    ...planSettingsIn,
    components: ComponentsIn.meta({ description: componentsText }),
    ...planPrices,
    plannedPrices: z
      .array(
        z
          .strictObject({ validFrom: instantIn, components: ComponentsIn, ...planPrices })
          .meta({ id: 'CatalogPlannedPrice' }),
      )
      .max(50, { error: 'has more than 50 planned prices' })
      .default([])
      .meta({ description: 'Later prices, in the order in which they begin.' }),
  })
  .meta({ id: 'CatalogPlan' });

const OfferingIn = z
  .strictObject({
    key: offeringKeyIn,
    // Lists are ordered by it, in bytes.
    name: textIn(300).refine((text) => Buffer.byteLength(text) <= 300, { error: 'has more than 300 bytes' }),
    description: z.union([textIn(10_000), z.literal('')]).default(''),
    category: z
      .union([keyIn, z.literal('')])
      .default('')
      .meta({ description: 'Key of a category of the platform.' }),
    plugin: textIn(60).meta({ description: 'How it is provided: webhook, manual or instant.', example: 'webhook' }),
    state: z
      .enum(['draft', 'active', 'paused', 'archived'])
      .meta({ description: 'Only an active offering takes purchases.' }),
    ...offeringDetailsIn,
    plans: z.array(PlanIn),
  })
  .meta({ id: 'CatalogOffering' });

/** A vendor's catalog as it comes in. */
export const CatalogFileIn = z
  .strictObject({
    $schema: z.string().max(500).optional().meta({ description: 'Where editors find the schema of this file.' }),
    offerings: z
      .array(OfferingIn)
      .max(plansMost, { error: `has more than ${plansMost} offerings` })
      .refine((offerings) => offerings.reduce((sum, { plans }) => sum + plans.length, 0) <= plansMost, {
        error: `has more than ${plansMost} plans`,
      }),
  })
  .meta({
    id: 'CatalogFile',
    description: 'Offerings of a vendor with their plans and prices. What it does not list stays as it is.',
  });

const ComponentsOut = z.array(
  z
    .object({
      ...component,
      key: z.string(),
      name: z.string(),
      unit: z.string(),
      charge: ChargeOut,
      price: PriceModelOut,
      minimumSpend: decimalOut.optional(),
      currencies: z
        .record(z.string(), z.object({ price: PriceModelOut, minimumSpend: decimalOut.optional() }))
        .optional(),
      min: decimalOut.optional(),
      max: decimalOut.optional(),
      step: decimalOut.optional(),
      factor: factorOut,
      aggregation: aggregationOut,
      downgradable: z.boolean().optional(),
      ...limitsOut,
    })
    .meta({ id: 'ExportedComponent' }),
);

const ownPricesOut = { setupFee: decimalOut.optional(), minimumSpend: decimalOut.optional() };
const planPricesOut = {
  components: ComponentsOut,
  ...ownPricesOut,
  currencies: z.record(z.string(), z.object(ownPricesOut)).optional(),
};

const PlanOut = z
  .object({
    key: z.string(),
    name: z.string(),
    currency: z.string(),
    periodMonths: orNull(z.number().int()),
    state: z.enum(['published', 'archived']),
    ...z.object({ ...planSettingsOut, ...vendorSettingsOut }).partial().shape,
    ...planPricesOut,
    plannedPrices: z.array(z.object({ validFrom: instantOut, ...planPricesOut })),
  })
  .meta({ id: 'ExportedPlan' });

/** The same as it goes out. */
export const CatalogFileOut = z
  .object({
    offerings: z.array(
      z
        .object({
          key: z.string(),
          name: z.string(),
          description: z.string(),
          category: z.string(),
          plugin: z.string(),
          state: z.enum(['draft', 'active', 'paused', 'archived']),
          ...z.object({ ...offeringDetailsOut, ...vendorDetailsOut }).partial().shape,
          visibleTo: visibleToOut.optional(),
          plans: z.array(PlanOut),
        })
        .meta({ id: 'ExportedOffering' }),
    ),
  })
  .meta({ id: 'ExportedCatalog', description: 'A file that can be imported: importing it changes nothing.' });
