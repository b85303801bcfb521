import { z } from 'zod';
import { PriceModelOut } from '../catalog/schemas';
import { choiceIn, componentKeyIn, decimalOut, idIn, moneyOut, quantityIn } from '../shapes';

/** Team CRM of the demo marketplace, so that examples can be sent as they are. */
export const examplePurchase = {
  projectId: 'e0000000-0000-4000-8000-000000000010',
  planId: 'e0000000-0000-4000-8000-000000000040',
  quantities: { seats: '3' },
};

export const QuantitiesIn = z.record(componentKeyIn, choiceIn).meta({
  description:
    'Quantity of each limit component, or the name of a step of its price, by key; what is left out has its minimum.',
  example: { seats: '3' },
});

const QuoteLine = z
  .object({
    component: z.string(),
    name: z.string(),
    unit: z.string(),
    kind: z.enum(['prepaid', 'arrears', 'one-time']),
    quantity: decimalOut,
    price: PriceModelOut,
    net: moneyOut,
  })
  .meta({ id: 'QuoteLine' });

const QuotePart = z
  .object({ lines: z.array(QuoteLine), net: moneyOut, tax: moneyOut, gross: moneyOut })
  .meta({ id: 'QuotePart', description: 'Lines that fall due together, with the tax on their sum.' });

const quote = {
  currency: z.string(),
  taxPercent: decimalOut,
  now: QuotePart,
  atPeriodEnd: QuotePart,
  deferred: QuotePart,
  recurring: moneyOut,
};

/** The quote that an order was placed with. */
export const QuoteOut = z.object(quote).meta({
  id: 'Quote',
  description:
    '`now` is invoiced when the subscription becomes active, `atPeriodEnd` is the expected usage in arrears, `recurring` is the net of each later period in advance.',
});

const LevelTotals = z.object({ now: moneyOut, atPeriodEnd: moneyOut, recurring: moneyOut }).meta({ id: 'LevelTotals' });

export const PricedQuote = z
  .object({
    ...quote,
    levels: z
      .object({
        vendorCost: LevelTotals.optional(),
        wholesale: LevelTotals.optional(),
        sellIn: LevelTotals.optional(),
        sellOut: LevelTotals.optional(),
      })
      .optional()
      .meta({ description: 'Net totals at each level, for callers who see more than what the customer pays.' }),
  })
  .meta({ id: 'PricedQuote' });

export const QuoteBody = z
  .strictObject({
    projectId: idIn,
    planId: idIn,
    quantities: QuantitiesIn.optional(),
    expectedUsage: z
      .record(componentKeyIn, quantityIn)
      .optional()
      .meta({ description: 'Usage that you expect in a period, by key of the usage component.' }),
  })
  .meta({ id: 'QuoteRequest', example: { ...examplePurchase, expectedUsage: { 'api-calls': '9000' } } });
