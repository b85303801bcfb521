import { z } from 'zod';
import { decimalOut, idIn, idOut, orNull, pageIn, pageOf, textIn } from '../shapes';

const Tier = z
  .object({
    upTo: orNull(decimalOut).meta({ description: 'Inclusive; null in the last tier, which has no bound.' }),
    price: decimalOut,
  })
  .meta({ id: 'Tier' });

export const PriceModelOut = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('flat'), price: decimalOut }).meta({ id: 'FlatPrice' }),
    z.object({ kind: z.literal('per-unit'), price: decimalOut }).meta({ id: 'PerUnitPrice' }),
    z
      .object({ kind: z.literal('graduated'), tiers: z.array(Tier) })
      .meta({ id: 'GraduatedPrice', description: 'Each unit costs what its own tier says.' }),
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
      'From what the vendor asks down to what the customer pays; only the levels that the caller pays or asks.',
  });

export const ChargeOut = z.enum(['fixed', 'limit', 'usage', 'one-time']).meta({
  description: 'fixed and limit are charged in advance for a period, usage in arrears, one-time once.',
});

const PlanComponent = z
  .object({
    key: z.string().meta({ description: 'Names the component in quantities and usage records.', example: 'seats' }),
    name: z.string(),
    unit: z.string(),
    charge: ChargeOut,
    min: decimalOut.optional().meta({ description: 'Least quantity of a limit component.' }),
    max: decimalOut.optional().meta({ description: 'Greatest quantity of a limit component.' }),
    prices: PricesOut,
  })
  .meta({ id: 'PlanComponent', description: 'One priced element of a plan.' });

const PlanOut = z
  .object({
    id: idOut,
    name: z.string(),
    currency: z.string().meta({ description: 'ISO 4217.', example: 'EUR' }),
    periodMonths: orNull(z.number().int()).meta({ description: 'Length of a billing period; null is one-off.' }),
    priceVersion: z.number().int().meta({ description: 'Counts the changes of its prices, from 1.' }),
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
};

export const OfferingPage = pageOf(
  'OfferingPage',
  z.object(summary).meta({ id: 'OfferingSummary', description: 'An offering without its plans.' }),
);

export const OfferingOut = z.object({ ...summary, plans: z.array(PlanOut) }).meta({
  id: 'Offering',
  description: 'A thing that a vendor sells.',
});

export const OfferingQuery = z.strictObject({
  search: textIn(100).optional().meta({ description: 'Words that name or description hold.' }),
  category: textIn(100).optional(),
  vendorId: idIn.optional(),
  ...pageIn,
});

export const OfferingParams = z.strictObject({ offeringId: idIn });
