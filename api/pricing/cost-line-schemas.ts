import { z } from 'zod';
import { CostEntryOut } from '../channel/schemas';
import { ExchangeRateOut } from '../channel/exchange-rate-routes';
import { currencyIn, dayIn, decimalOut, idIn, moneyOut, orNull, quantityIn, textIn } from '../shapes';

// Each line is matched against every pattern of the sale.
const linesMost = 50;

const CostLineIn = z
  .strictObject({
    identifier: textIn(200).meta({ description: 'By which the provider names what it bills.' }),
    quantity: quantityIn,
    unitCost: quantityIn.meta({ description: 'Of one unit, at the highest level that you see.' }),
    unitStreetPrice: quantityIn.optional().meta({
      description: 'What the provider asks everybody: less the discount it is the wholesale price. For the platform.',
    }),
    currency: currencyIn.optional().meta({ description: 'That of the plan by default; another is converted.' }),
    on: dayIn.optional().meta({ description: 'Day whose exchange rate counts; today by default.' }),
  })
  .meta({ id: 'CostLineRequest' });

export const CostLinesBody = z
  .strictObject({
    kind: z.literal('cost-lines'),
    projectId: idIn.meta({ description: 'Of the customer that the costs arise for.' }),
    planId: idIn,
    streetDiscountPercent: quantityIn
      .refine((text) => Number(text) <= 100, { error: 'is more than 100' })
      .default('0')
      .meta({ description: 'Off every street price.' }),
    lines: z
      .array(CostLineIn)
      .min(1, { error: 'is empty' })
      .max(linesMost, { error: `has more than ${linesMost} lines` }),
    explain: z.boolean().optional().meta({ description: 'Tells which entry each level took.' }),
  })
  .meta({ id: 'CostLinesQuoteRequest' });

export type CostLinesRequest = z.output<typeof CostLinesBody>;

const levelsOf = <T extends z.ZodType>(schema: T) =>
  z.object({
    vendorCost: schema.optional(),
    wholesale: schema.optional(),
    sellIn: schema.optional(),
    sellOut: schema.optional(),
  });

const CostLineOut = z
  .object({
    identifier: z.string(),
    quantity: decimalOut,
    conversion: orNull(ExchangeRateOut).meta({ description: 'The rate that the costs were converted by.' }),
    unitPrices: levelsOf(decimalOut),
    amounts: levelsOf(moneyOut).meta({ description: 'Net, each rounded once.' }),
    explanation: z
      .array(
        z.object({
          level: z.enum(['wholesale', 'sellIn', 'sellOut']),
          entry: orNull(CostEntryOut).meta({ description: 'Null where no pattern fits: the price above stays.' }),
          isStreetPrice: z.boolean(),
          before: decimalOut,
          after: decimalOut,
        }),
      )
      .optional()
      .meta({ description: 'When it was asked for, at levels whose level above you see too.' }),
  })
  .meta({ id: 'CostLine' });

export const CostLinesQuote = z
  .object({
    kind: z.literal('cost-lines'),
    currency: z.string(),
    from: z.enum(['vendorCost', 'wholesale', 'sellIn', 'sellOut']).meta({ description: 'Level of the given costs.' }),
    lines: z.array(CostLineOut),
    totals: levelsOf(moneyOut).meta({ description: 'Net sums, at the levels that you see.' }),
    due: orNull(z.object({ net: moneyOut, tax: moneyOut, gross: moneyOut, taxPercent: decimalOut })).meta({
      description: 'What the customer is invoiced, for who sees its price.',
    }),
  })
  .meta({ id: 'CostLinesQuote', description: 'What costs of a provider become down the channel.' });
