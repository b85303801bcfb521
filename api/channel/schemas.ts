import { z } from 'zod';
import { minimumSpendComponent, setupFeeComponent } from '../../domain/catalog/plan-prices';
import { levels } from '../../domain/channel/chain';
import { decimal, isDecimalText } from '../../domain/decimal';
import { currencyIn, decimalOut, idIn, idOut, orNull, pageIn, pageOf, soldKeyIn, textIn } from '../shapes';
import { OwnComponentOut, OwnComponentsIn } from './own-component-schemas';

// Some plans more than a tier marks up in one list, and some entries more than a plan has prices.
export const mostRows = 2000;
export const mostEntries = 500;
const mostCostEntries = 200;
// Expressions are slower than texts and stars: few for a plan, and few that differ in a list.
const mostRegexes = 20;
const mostRegexesAtOnce = 200;

const parts = ['price', 'flat', 'setup', 'fixed', 'minPerEvent', 'maxPerEvent', 'minimum'] as const;
const visibilities = ['priced', 'included', 'excluded'] as const;
export const listLevels = ['wholesale', 'sellIn', 'sellOut'] as const;
const onLoss = ['warn', 'refuse'] as const;

const decimalIn = z
  .string()
  .refine(isDecimalText, { error: 'is not decimal text: plain digits, such as "12.5"' })
  .meta({ pattern: '^-?\\d{1,20}(\\.\\d{1,10})?$', example: '12.5' });

export const percentIn = decimalIn
  .refine((text) => !isDecimalText(text) || (decimal(text).gte('-100') && decimal(text).lte('100000')), {
    error: 'lies outside -100 to 100000',
  })
  .meta({ description: 'Percent on the price of the level above.' });

export const EntryIn = z.strictObject({
  component: z.union([soldKeyIn, z.enum(['*', setupFeeComponent, minimumSpendComponent])]).meta({
    description:
      'Key of a component of the plan, `@sellIn.support` for one that a tier above has added, `@setup` for its set-up fee, `@minimum` for its minimum spend, or `*` for all that have no entry of their own (percentages only).',
  }),
  tier: orNull(z.int().min(0).max(199))
    .default(null)
    .meta({ description: 'Tier or row of the price, from 0; null is every price of the component.' }),
  part: z
    .enum(parts)
    .optional()
    .meta({ description: 'One part of the price alone; without it a percentage is on all, and a value is the price.' }),
  kind: z.enum(['percentage', 'value']).meta({ description: 'Percent on the level above, or the price itself.' }),
  value: decimalIn,
  currency: currencyIn.optional().meta({
    description: "Of a value in another currency than the plan's; a percentage counts in all.",
  }),
});

const costRules = ['exact', 'wildcard', 'regex'] as const;

export const CostEntryIn = z.strictObject({
  name: textIn(100),
  rule: z.enum(costRules).meta({
    description:
      'How the pattern fits an identifier: as it is; with stars for any run of characters; or, whole, as a regular expression of RE2.',
  }),
  pattern: textIn(250),
  weight: z
    .int()
    .min(-1_000_000)
    .max(1_000_000)
    .default(0)
    .meta({ description: 'The highest counts; of equal ones the more precise rule.' }),
  kind: z.enum(['percentage', 'value']),
  value: decimalIn,
});

/** The mark-ups of cost lines of one row. */
export const costEntriesIn = (entry: z.ZodType<z.output<typeof CostEntryIn>>) =>
  z
    .array(entry)
    .max(mostCostEntries)
    .refine((entries) => entries.filter(({ rule }) => rule === 'regex').length <= mostRegexes, {
      error: `has more than ${mostRegexes} regular expressions`,
    })
    .default([])
    .meta({ description: 'Mark-ups of what a provider bills for the plan, by the identifiers of the cost lines.' });

export const RowIn = z.strictObject({
  planId: idIn,
  visibility: z.enum(visibilities).default('priced').meta({
    description: 'priced: for sale; included: shown without a price; excluded: hidden from buyers.',
  }),
  locked: z.boolean().default(false).meta({ description: 'Mass updates pass over a locked row.' }),
  entries: z.array(EntryIn).max(mostEntries).default([]),
  costEntries: costEntriesIn(CostEntryIn),
  components: OwnComponentsIn,
});

/** The monthly plan of the demo marketplace, so that examples can be sent as they are. */
const exampleRow = {
  planId: 'e0000000-0000-4000-8000-000000000040',
  entries: [
    { component: '*', kind: 'percentage' as const, value: '15' },
    { component: 'seats', kind: 'value' as const, value: '6.90' },
  ],
};

/** To compile one takes a while, and much the same ones serve all plans. */
export const hasFewRegexes = (rows: readonly Pick<z.output<typeof RowIn>, 'costEntries'>[]): boolean =>
  new Set(
    rows.flatMap(({ costEntries }) => costEntries.filter(({ rule }) => rule === 'regex').map(({ pattern }) => pattern)),
  ).size <= mostRegexesAtOnce;

export const tooManyRegexes = { error: `have more than ${mostRegexesAtOnce} different regular expressions` };

export const RowsBody = z
  .strictObject({
    rows: z.array(RowIn).max(mostRows).refine(hasFewRegexes, tooManyRegexes),
    rev: z.int().min(1).optional().meta({
      description: 'Revision that the rows were made from: refused when the list has changed since.',
    }),
  })
  .meta({ id: 'PriceListRowsRequest', description: 'All rows of the list.', example: { rows: [exampleRow] } });

export type RowsRequest = z.output<typeof RowsBody>;

export const MarkUpBody = z
  .strictObject({ percent: percentIn })
  .meta({ id: 'MarkUpRequest', example: { percent: '12.5' } });

export const settings = {
  name: textIn(100),
  isDefault: z.boolean().meta({ description: 'For buyers that are bound to no list of the owner; there is one.' }),
  taxIncluded: z.boolean().meta({
    description:
      'Whether values are what the customer pays with the tax of whoever invoices it; percentages are on net prices, and the tax comes on top. Lists of the level sellOut alone.',
  }),
  belowCost: z.enum(onLoss).meta({ description: 'What becomes of a price below what the owner pays.' }),
  recommendedPercent: orNull(percentIn).meta({
    description: 'What the tier below is recommended to ask on top; new lists of it can begin with it.',
  }),
};

export const PriceListBody = z
  .strictObject({
    ...settings,
    isDefault: settings.isDefault.default(false),
    taxIncluded: settings.taxIncluded.default(false),
    belowCost: settings.belowCost.default('warn'),
    recommendedPercent: settings.recommendedPercent.default(null),
    ownerId: idIn.optional().meta({ description: 'Your own organization by default.' }),
    level: z.enum(listLevels).meta({
      description: 'wholesale is set by the platform, sellIn by a distributor, sellOut by a reseller.',
    }),
    parentId: orNull(idIn).default(null).meta({
      description: 'List of the same owner and level, whose rows count for plans that this one has no row of.',
    }),
    recommended: z.boolean().default(false).meta({
      description: 'Begins with the plans of the tier above, at the percentage that it recommends.',
    }),
  })
  .meta({ id: 'PriceListRequest', example: { name: 'Partners', level: 'sellOut' } });

export const SettingsBody = z
  .strictObject({
    ...settings,
    taxIncluded: settings.taxIncluded.optional(),
    parentId: orNull(idIn)
      .optional()
      .meta({ description: 'List to inherit from, or null; the parent of now when left out.' }),
  })
  .meta({
    id: 'PriceListSettingsRequest',
    example: { name: 'Partners', isDefault: false, belowCost: 'refuse' as const, recommendedPercent: null },
  });

export const PriceListParams = z.strictObject({ priceListId: idIn });
export const PriceListQuery = z.strictObject(pageIn);

export const TellingQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ type: 'boolean', default: false, description: 'Tells what it would do, and saves nothing.' }),
  customerId: idIn.optional().meta({
    description: 'Follows the change down to this customer, at the levels that you see; yours, or one of a tier below.',
  }),
});

const summary = {
  id: idOut,
  ownerId: idOut,
  level: z.enum(listLevels),
  name: z.string(),
  parentId: orNull(idOut),
  isDefault: z.boolean(),
  taxIncluded: z.boolean(),
  belowCost: z.enum(onLoss),
  recommendedPercent: orNull(decimalOut),
  rev: z.number().int().meta({ description: 'Counts the changes of the list, from 1.' }),
};

export const CostEntryOut = z
  .object({
    name: z.string(),
    rule: z.enum(costRules),
    pattern: z.string(),
    weight: z.number().int(),
    kind: z.enum(['percentage', 'value']),
    value: decimalOut,
  })
  .meta({ id: 'CostEntry', description: 'What is asked for cost lines whose identifier fits a pattern.' });

export const RowOut = z
  .object({
    planId: idOut,
    visibility: z.enum(visibilities),
    locked: z.boolean(),
    entries: z.array(
      z
        .object({
          component: z.string(),
          tier: orNull(z.number().int()),
          part: z.enum(parts).optional(),
          kind: z.enum(['percentage', 'value']),
          value: decimalOut,
          currency: z.string().optional(),
        })
        .meta({ id: 'PriceListEntry', description: 'What is asked for one element of a plan.' }),
    ),
    costEntries: z.array(CostEntryOut).optional().meta({ description: 'Left out where there are none.' }),
    taxIncluded: z.literal(true).optional().meta({ description: 'Of an inherited row whose list has such prices.' }),
    components: z
      .array(OwnComponentOut)
      .optional()
      .meta({ description: 'What the owner adds to the plan; left out where it is nothing.' }),
  })
  .meta({ id: 'PriceListRow', description: 'One plan under a price list.' });

export const PriceListPage = pageOf(
  'PriceListPage',
  z.object(summary).meta({ id: 'PriceListSummary', description: 'A price list without its rows.' }),
);

export const PriceListOut = z
  .object({
    ...summary,
    rows: z.array(RowOut),
    inheritedRows: z.array(RowOut).meta({ description: 'Rows of its parents that count in it.' }),
    buyerIds: z.array(idOut).meta({ description: 'Organizations that are bound to it.' }),
  })
  .meta({ id: 'PriceList', description: 'What one organization asks at one level.' });

export const priceChange = {
  planId: idOut,
  component: z.string(),
  tier: orNull(z.number().int()),
  part: z.enum(parts),
  currency: z.string().optional().meta({ description: "There when it is not the plan's own." }),
  before: decimalOut,
  after: decimalOut,
  belowCost: z.boolean().meta({ description: 'The new price is lower than what its tier pays.' }),
};

const PriceChange = z
  .object({
    ...priceChange,
    priceListId: idOut.meta({ description: 'The list, or one that inherits from it.' }),
    level: z.enum(listLevels),
  })
  .meta({ id: 'PriceChange', description: 'A price of a list that changes.' });

const CustomerPriceChange = z
  .object({ ...priceChange, level: z.enum(levels) })
  .meta({ id: 'CustomerPriceChange', description: 'A price of a sale to a customer that changes.' });

const impact = {
  prices: z.array(PriceChange).meta({ description: 'Every price that changes.' }),
  rows: z.array(
    z.object({
      priceListId: idOut,
      planId: idOut,
      before: z.enum(visibilities),
      after: z.enum(visibilities),
    }),
  ),
  costEntries: z
    .array(
      z.object({
        priceListId: idOut,
        planId: idOut,
        name: z.string(),
        before: orNull(CostEntryOut),
        after: orNull(CostEntryOut),
        belowCost: z.boolean().meta({ description: 'It takes something off the cost.' }),
      }),
    )
    .meta({ description: 'Every mark-up of cost lines that changes.' }),
  components: z
    .array(
      z.object({
        priceListId: idOut,
        planId: idOut,
        component: z.string(),
        before: orNull(OwnComponentOut),
        after: orNull(OwnComponentOut),
      }),
    )
    .meta({ description: 'Every component of the owner that is new, gone or another one.' }),
};

const customerPrices = z
  .array(CustomerPriceChange)
  .meta({ description: 'What changes for the customer that was asked for, at the levels that you see.' });

export const PriceListChange = z
  .object({
    saved: z.boolean(),
    rev: z.number().int().meta({ description: 'Of the list as it is now.' }),
    ...impact,
    customerPrices,
    lockedPlanIds: z.array(idOut).meta({ description: 'Plans that a mass update passed over.' }),
  })
  .meta({ id: 'PriceListChange', description: 'What a change of a price list does, or would do.' });

const defaultBuyers = z
  .object(impact)
  .meta({ description: 'What changes for buyers that are bound to no list, when another one becomes the default.' });

export const PriceListSettingsChange = z
  .object({
    ...PriceListOut.shape,
    saved: z.boolean(),
    impact: z.object({ ...impact, defaultBuyers, customerPrices }),
  })
  .meta({ id: 'PriceListSettingsChange', description: 'The list as it is now, and what new settings change.' });

export const PriceListRemoval = z
  .object({
    saved: z.boolean(),
    defaultBuyers,
    boundBuyers: z
      .object(impact)
      .meta({ description: 'What changes for buyers that were bound to the list: the default counts for them.' }),
    customerPrices,
  })
  .meta({ id: 'PriceListRemoval', description: 'What removing a price list changes, or would change.' });

export const BuyerParams = z.strictObject({ organizationId: idIn });

export const BindingQuery = TellingQuery.pick({ dryRun: true });

export const BindingBody = z
  .strictObject({
    priceListId: orNull(idIn).meta({ description: 'Null binds to none: the default list of the seller counts.' }),
  })
  .meta({ id: 'BindingRequest', example: { priceListId: null } });

export const BindingOut = z
  .object({ organizationId: idOut, priceListId: orNull(idOut), saved: z.boolean(), ...impact })
  .meta({ id: 'Binding', description: 'The list that a buyer buys by, and what changes for it.' });
