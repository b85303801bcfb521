import { z } from 'zod';
import { factorOut, PriceModelOut } from '../catalog/schemas';
import { AnswersIn } from '../catalog/form-schemas';
import { campaignIdIn, couponCodeIn } from '../discounts/schemas';
import { CostLinesBody, CostLinesQuote } from './cost-line-schemas';
import { termsToAcceptOut } from '../catalog/terms-schemas';
import {
  choiceIn,
  componentKeyIn,
  soldKeyIn,
  currencyIn,
  decimalOut,
  idIn,
  idOut,
  instantIn,
  instantOut,
  moneyOut,
  orNull,
  quantityIn,
  rowKindOut,
  tokenIn,
} from '../shapes';

/** Team CRM of the demo marketplace, so that examples can be sent as they are. */
export const examplePurchase = {
  projectId: 'e0000000-0000-4000-8000-000000000010',
  planId: 'e0000000-0000-4000-8000-000000000040',
  quantities: { seats: '3' },
};

export const orderedCurrencyIn = currencyIn.meta({
  description: 'One of the currencies that the plan is priced in; its own when left out.',
  example: 'EUR',
});

export const QuantitiesIn = z.record(soldKeyIn, choiceIn).meta({
  description:
    'Quantity of each limit component, or the name of a step of its price, by key; of other components that are recommended or optional 1, or 0 to do without. What is not named has its minimum, is in when it is recommended, and out when it is optional.',
  example: { seats: '3' },
});

const QuoteLine = z
  .object({
    component: z.string(),
    name: z.string(),
    unit: z.string(),
    kind: rowKindOut,
    quantity: decimalOut.meta({ description: 'What is billed, with ten decimals at most.' }),
    factor: factorOut,
    price: orNull(PriceModelOut).meta({
      description:
        'Null on the line of a discount, whose component is @bundle, @campaign, @volume or @coupon, with a number from the second on; the minimum on a true-up.',
    }),
    net: moneyOut,
    gross: moneyOut
      .optional()
      .meta({ description: 'What is listed, where prices include the tax: net is derived from it.' }),
  })
  .meta({ id: 'QuoteLine' });

const QuotePart = z
  .object({ lines: z.array(QuoteLine), net: moneyOut, tax: moneyOut, gross: moneyOut })
  .meta({ id: 'QuotePart', description: 'Lines that fall due together, with the tax on their sum.' });

const quote = {
  currency: z.string(),
  taxPercent: decimalOut,
  taxIncluded: z.literal(true).optional().meta({ description: 'There when prices include the tax.' }),
  now: QuotePart,
  atPeriodEnd: QuotePart,
  deferred: QuotePart,
  recurring: moneyOut,
  recurringAfterCoupon: moneyOut.optional(),
};

/** The quote that an order was placed with. */
export const QuoteOut = z.object(quote).meta({
  id: 'Quote',
  description:
    '`now` is invoiced when the subscription becomes active, `atPeriodEnd` is the expected usage in arrears with what all of the period lacks to a minimum spend, `recurring` is the net of each later period in advance, with discounts as long as they last; `recurringAfterCoupon` is there when one ends, and says what follows once all of those have.',
});

const LevelTotals = z
  .object({ now: moneyOut, atPeriodEnd: moneyOut, deferred: moneyOut, recurring: moneyOut })
  .meta({ id: 'LevelTotals' });

/** One value for each level that the caller sees. */
export const levelsOut = <T extends z.ZodType>(schema: T) =>
  z.object({
    vendorCost: schema.optional(),
    wholesale: schema.optional(),
    sellIn: schema.optional(),
    sellOut: schema.optional(),
  });

const parts = ['price', 'flat', 'setup', 'fixed', 'minPerEvent', 'maxPerEvent', 'minimum'] as const;

const place = {
  tier: orNull(z.number().int()).meta({ description: 'Tier or row of the price model, from 0.' }),
  part: z.enum(parts),
};

const ChainStep = z
  .object({
    level: z.enum(['wholesale', 'sellIn', 'sellOut']),
    ...place,
    entry: orNull(z.object({ kind: z.enum(['percentage', 'value']), value: decimalOut })),
    before: decimalOut.meta({ description: 'At the level above.' }),
    after: decimalOut,
    includedTax: decimalOut.optional().meta({ description: 'Percent of tax that the price includes from here on.' }),
  })
  .meta({ id: 'ChainStep', description: 'What the price list of a tier made of one price.' });

const shareOut = z.object({ part: z.string(), of: z.string() });

const FigureDerivation = z
  .object({
    model: z.string(),
    parts: z.array(
      z
        .object({
          ...place,
          part: z.enum([...parts, 'carried']),
          units: decimalOut,
          price: decimalOut,
          amount: decimalOut,
          share: shareOut.optional().meta({ description: 'The part of a minimum that is due, rounded.' }),
        })
        .meta({
          id: 'FigurePart',
          description:
            'How often a price counts; of a discount also what rounding those before it has carried over. The amounts sum to the exact one.',
        }),
    ),
    share: shareOut
      .optional()
      .meta({ description: 'The part of the exact amount that is charged; left out when it is all of it.' }),
    exact: decimalOut.meta({
      description: 'In major units, before the one rounding; with twenty decimals where it has no end.',
    }),
    roundingMode: z.enum(['half-up', 'half-even', 'up']),
    net: moneyOut,
    taxIncluded: z
      .object({ percent: decimalOut, gross: moneyOut })
      .optional()
      .meta({ description: 'The amount includes the tax: net is gross × 100 / (100 + percent), rounded once.' }),
    platformShare: z
      .object({ percent: decimalOut, amount: moneyOut })
      .optional()
      .meta({ description: 'What the platform keeps of the amount; net is the rest.' }),
    chain: z.array(ChainStep).optional().meta({ description: 'For who sees the level above too.' }),
  })
  .meta({ id: 'FigureDerivation' });

const PartExplanation = z
  .object({
    lines: z
      .array(
        z.object({
          component: z.string(),
          kind: rowKindOut,
          quantity: decimalOut,
          factor: factorOut,
          levels: levelsOut(FigureDerivation),
        }),
      )
      .meta({ description: 'In the order of the lines.' }),
    tax: z.object({
      percent: decimalOut,
      of: moneyOut,
      exact: decimalOut,
      roundingMode: z.enum(['half-up', 'half-even', 'up']),
      tax: moneyOut,
    }),
  })
  .meta({ id: 'PartExplanation', description: 'How the figures of lines that fall due together came about.' });

const priced = {
  ...quote,
  levels: levelsOut(LevelTotals).optional().meta({
    description: 'Net totals at each level, for callers who see more than what the customer pays.',
  }),
  explanation: z
    .object({ now: PartExplanation, atPeriodEnd: PartExplanation, deferred: PartExplanation.optional() })
    .optional()
    .meta({ description: 'When it was asked for.' }),
};

const kept = {
  id: idOut,
  validUntil: instantOut.meta({ description: 'It can be ordered before this instant, once.' }),
  orderId: orNull(idOut).meta({ description: 'The order that has used it.' }),
};

export const PurchaseQuote = z
  .object({
    kind: z.literal('purchase'),
    ...z.object(kept).partial().shape,
    ...priced,
    termsToAccept: termsToAcceptOut.optional(),
  })
  .meta({ id: 'PurchaseQuote', description: 'A quote that is kept has an id.' });

export const KeptQuoteOut = z
  .object({
    kind: z.literal('purchase'),
    ...kept,
    projectId: idOut,
    planId: idOut,
    createdBy: idOut,
    createdAt: instantOut,
    quantities: z.record(z.string(), decimalOut).meta({ description: 'Of each limit component, by key.' }),
    ...priced,
    termsToAccept: termsToAcceptOut.optional(),
  })
  .meta({ id: 'KeptQuote', description: 'A quote that can be ordered at its price after prices have changed.' });

export const KeptQuoteParams = z.strictObject({ quoteId: idIn });

export const KeptQuoteQuery = z.strictObject({
  explain: z.enum(['true', 'false']).optional().meta({ description: 'Tells how each figure came about.' }),
});

export const KeepHeaders = z.object({
  'idempotency-key': tokenIn(255)
    .optional()
    .meta({ description: 'Of a quote that is kept: sent again with the same body it is the same quote.' }),
});

export const KeptHeaders = z.object({
  location: z.string().optional().meta({ description: 'The path of a quote that is kept.' }),
  'idempotent-replay': z.literal('true').optional().meta({ description: 'The quote was kept already.' }),
});

const TerminationQuote = z
  .object({ kind: z.literal('terminate'), subscriptionId: idOut, at: instantOut, ...priced })
  .meta({
    id: 'TerminationQuote',
    description: '`now` is the final invoice if the subscription ended at this instant.',
  });

const ChangeQuote = z
  .object({
    kind: z.literal('change'),
    subscriptionId: idOut,
    at: instantOut,
    effect: z
      .enum(['raises', 'lowers', 'free'])
      .meta({ description: 'What becomes of the sum that is billed for a period.' }),
    effectiveAt: instantOut.meta({ description: 'When it takes effect: at once, or with the next period.' }),
    billed: z
      .object({ before: moneyOut, after: moneyOut })
      .meta({ description: 'What is billed for a period, but for usage and what is paid once.' }),
    planId: idOut,
    priceVersion: z.number().int(),
    quantities: z.record(z.string(), decimalOut),
    ...priced,
  })
  .meta({
    id: 'ChangeQuote',
    description:
      '`now` is invoiced when the change takes effect, `atPeriodEnd` on the next invoice, `deferred` when the next period begins with the change. Usage to come is no part of it.',
  });

const RenewalQuote = z
  .object({
    kind: z.literal('renew'),
    subscriptionId: idOut,
    at: instantOut.meta({ description: 'When the next order window begins.' }),
    priceVersion: z.number().int().meta({ description: 'Of the prices that are valid then, planned ones among them.' }),
    kept: orNull(z.string()).meta({ description: 'Why it would keep the prices that it has; null if it does not.' }),
    quantities: z.record(z.string(), decimalOut),
    window: z
      .object({ start: instantOut, end: instantOut, net: moneyOut })
      .meta({ description: 'The next order window, and what all of its periods cost in advance.' }),
    difference: moneyOut.meta({ description: 'Of a period, to what it costs now.' }),
    ...priced,
  })
  .meta({ id: 'RenewalQuote', description: '`deferred` is due when the next order window begins.' });

const part = z.object({ net: moneyOut, tax: moneyOut, gross: moneyOut });

const totals = z.array(
  z.object({ currency: z.string(), now: part, atPeriodEnd: part, deferred: part, recurring: moneyOut }),
);

const BasketQuote = z
  .object({
    kind: z.literal('basket'),
    items: z.array(z.discriminatedUnion('kind', [PurchaseQuote, ChangeQuote, RenewalQuote, TerminationQuote])),
    totals,
  })
  .meta({ id: 'BasketQuote', description: 'A quote for each item, in their order, and their sums by currency.' });

const BundleQuote = z
  .object({
    kind: z.literal('bundle'),
    bundleId: idOut,
    name: z.string(),
    members: z.array(z.object({ planId: idOut, quote: PurchaseQuote })),
    totals,
  })
  .meta({
    id: 'BundleQuote',
    description: 'A quote for each plan, in the order of the bundle, and their sums by currency.',
  });

export const QuoteAnswer = z
  .discriminatedUnion('kind', [
    PurchaseQuote,
    ChangeQuote,
    RenewalQuote,
    TerminationQuote,
    BasketQuote,
    BundleQuote,
    CostLinesQuote,
  ])
  .meta({ id: 'QuoteAnswer' });

/** The most items of one basket. */
const itemsMax = 50;

/** What is said of one plan of a bundle. */
const ofBundle = {
  planId: idIn,
  currency: orderedCurrencyIn.optional(),
  quantities: QuantitiesIn.optional(),
  couponCode: couponCodeIn.optional(),
  campaignId: campaignIdIn,
  answers: AnswersIn.optional().meta({
    description: 'Checked as those of an order are, and not kept. Without any, only what is priced is looked at.',
  }),
  expectedUsage: z
    .record(componentKeyIn, quantityIn)
    .optional()
    .meta({ description: 'Usage that you expect in a period, by key of the usage component.' }),
};

const wanted = { projectId: idIn, ...ofBundle };

const explain = z.boolean().optional().meta({ description: 'Tells how each figure came about.' });

const subscriptionId = idIn.meta({ description: 'An active subscription.' });

/** What can be ordered for a subscription, and so priced, alone or in a basket. */
const ofSubscription = {
  change: {
    kind: z.literal('change'),
    subscriptionId,
    planId: idIn.optional().meta({ description: 'Another plan of the same offering.' }),
    quantities: QuantitiesIn.optional().meta({ description: 'What is not named stays as it is.' }),
    at: instantIn.optional().meta({ description: 'Within the open period; now when it is left out.' }),
  },
  renew: { kind: z.literal('renew'), subscriptionId },
  terminate: { kind: z.literal('terminate'), subscriptionId },
};

const BasketItem = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('purchase').optional(), ...wanted }).meta({ id: 'PurchaseItem' }),
    z.strictObject(ofSubscription.change).meta({ id: 'ChangeItem' }),
    z.strictObject(ofSubscription.renew).meta({ id: 'RenewalItem' }),
    z.strictObject(ofSubscription.terminate).meta({ id: 'TerminationItem' }),
  ])
  .meta({ id: 'BasketItem' });

export const QuoteBody = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('purchase').optional(),
        ...wanted,
        explain,
        keep: z
          .boolean()
          .optional()
          .meta({ description: 'Keeps the quote for 30 days, to be ordered by its id at exactly this price.' }),
      })
      .meta({ id: 'QuoteRequest' }),
    z.strictObject({ ...ofSubscription.change, explain }).meta({ id: 'ChangeQuoteRequest' }),
    z.strictObject({ ...ofSubscription.renew, explain }).meta({ id: 'RenewalQuoteRequest' }),
    z.strictObject({ ...ofSubscription.terminate, explain }).meta({ id: 'TerminationQuoteRequest' }),
    z
      .strictObject({
        kind: z.literal('basket'),
        items: z
          .array(BasketItem)
          .min(1, { error: 'is empty' })
          .max(itemsMax, { error: `has more than ${itemsMax} items` }),
        explain,
      })
      .meta({ id: 'BasketQuoteRequest' }),
    z
      .strictObject({
        kind: z.literal('bundle'),
        bundleId: idIn,
        projectId: idIn,
        members: z
          .array(z.strictObject(ofBundle).meta({ id: 'BundledItem' }))
          .max(20, { error: 'has more than 20 plans' })
          .default([])
          .meta({
            description: 'What you choose of each plan; of one that is left out, nothing.',
          }),
        explain,
      })
      .meta({ id: 'BundleQuoteRequest' }),
    CostLinesBody,
  ])
  .meta({ example: { ...examplePurchase, expectedUsage: { 'api-calls': '9000' } } });

export type QuoteRequest = z.output<typeof QuoteBody>;
