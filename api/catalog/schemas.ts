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
  .meta({ id: 'Prices', description: 'Only the levels that the caller pays or asks.' });

export const ChargeOut = z.enum(['fixed', 'limit', 'usage', 'one-time']).meta({
  description: 'fixed and limit are charged in advance for a period, usage in arrears, one-time once.',
});

const PlanComponent = z
  .object({
    key: z.string(),
    name: z.string(),
    unit: z.string(),
    charge: ChargeOut,
    min: decimalOut.optional(),
    max: decimalOut.optional(),
    prices: PricesOut,
  })
  .meta({ id: 'PlanComponent' });

const PlanOut = z
  .object({
    id: idOut,
    name: z.string(),
    currency: z.string(),
    periodMonths: orNull(z.number().int()).meta({ description: 'Length of a billing period; null is one-off.' }),
    priceVersion: z.number().int(),
    components: z.array(PlanComponent),
  })
  .meta({ id: 'Plan' });

const summary = {
  id: idOut,
  vendorId: idOut,
  name: z.string(),
  description: z.string(),
  category: z.string(),
  plugin: z.string(),
  state: z.enum(['draft', 'active', 'paused', 'archived']),
};

export const OfferingPage = pageOf('OfferingPage', z.object(summary).meta({ id: 'OfferingSummary' }));

export const OfferingOut = z.object({ ...summary, plans: z.array(PlanOut) }).meta({ id: 'Offering' });

export const OfferingQuery = z.strictObject({
  search: textIn(100).optional().meta({ description: 'Words that name or description hold.' }),
  category: textIn(100).optional(),
  vendorId: idIn.optional(),
  ...pageIn,
});

export const OfferingParams = z.strictObject({ offeringId: idIn });
