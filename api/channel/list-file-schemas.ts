import { z } from 'zod';
import { idIn, idOut, keyIn, orNull, textIn } from '../shapes';
import {
  CostEntryIn,
  costEntriesIn,
  EntryIn,
  hasFewRegexes,
  listLevels,
  mostEntries,
  mostRows,
  percentIn,
  priceChange,
  RowIn,
  RowOut,
  settings,
  tooManyRegexes,
} from './schemas';

// The shapes of a tier's file. Rows name plans by the keys of their vendor's file, or by id.

/** YAML writes whole numbers without quotes. */
const orWhole = (text: z.ZodType<string, string>) => z.union([z.int().transform(String), z.string()]).pipe(text);

const FileEntryIn = EntryIn.extend({ value: orWhole(EntryIn.shape.value) });
const FileCostEntryIn = CostEntryIn.extend({ value: orWhole(CostEntryIn.shape.value) });
const rowIn = {
  ...RowIn.omit({ planId: true }).shape,
  entries: z.array(FileEntryIn).max(mostEntries).default([]),
  costEntries: costEntriesIn(FileCostEntryIn),
};
const planText = 'The plan by its vendor and the keys of its offering and its own.';

const FileRowIn = z.union([
  z
    .strictObject({ vendorId: idIn, offering: keyIn, plan: keyIn, ...rowIn })
    .meta({ id: 'PriceListFileRow', description: planText }),
  z.strictObject({ planId: idIn, ...rowIn }).meta({ id: 'PriceListFileRowById' }),
]);

const level = z.enum(listLevels).meta({
  description: 'wholesale is set by the platform, sellIn by a distributor, sellOut by a reseller.',
});

/** More lists than a tier has buyers of different kinds. */
const mostLists = 200;

/** Price lists of one tier as they come in. */
export const PriceListFileIn = z
  .strictObject({
    $schema: z.string().max(500).optional().meta({ description: 'Where editors find the schema of this file.' }),
    priceLists: z
      .array(
        z
          .strictObject({
            ...settings,
            name: settings.name.meta({ description: 'Names the list among those of its level, for ever.' }),
            level,
            isDefault: settings.isDefault.default(false),
            taxIncluded: settings.taxIncluded.default(false),
            belowCost: settings.belowCost.default('warn'),
            recommendedPercent: orNull(orWhole(percentIn)).default(null),
            parent: orNull(textIn(100)).default(null).meta({
              description: 'Name of the list of the level whose rows count for plans that this one has no row of.',
            }),
            rows: z.array(FileRowIn).max(mostRows).default([]),
          })
          .meta({ id: 'PriceListFileList' }),
      )
      .max(mostLists, { error: `has more than ${mostLists} lists` })
      .refine((lists) => hasFewRegexes(lists.flatMap(({ rows }) => rows)), tooManyRegexes),
  })
  .meta({ id: 'PriceListFile', description: 'Price lists of one tier. A list that it does not name stays as it is.' });

export type PriceListFile = z.output<typeof PriceListFileIn>;

const ownerId = idIn.optional().meta({ description: 'The tier; your own organization when left out.' });

export const ListExportQuery = z.strictObject({ ownerId });

export const ListImportQuery = z.strictObject({
  ownerId,
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({ type: 'boolean', default: false, description: 'Only tells what would change.' }),
});

/** The same as it goes out; rows name their plans by keys. */
export const PriceListFileOut = z
  .object({
    priceLists: z.array(
      z
        .object({
          name: z.string(),
          level: z.enum(listLevels),
          parent: orNull(z.string()).optional(),
          isDefault: z.boolean().optional(),
          taxIncluded: settings.taxIncluded.optional(),
          belowCost: settings.belowCost.optional(),
          recommendedPercent: orNull(z.string()).optional(),
          rows: z.array(
            z
              .object({
                ...{ vendorId: idOut, offering: z.string(), plan: z.string() },
                ...RowOut.omit({ planId: true }).partial().shape,
              })
              .meta({ id: 'ExportedPriceListRow' }),
          ),
        })
        .meta({ id: 'ExportedPriceList' }),
    ),
  })
  .meta({ id: 'ExportedPriceLists', description: 'A file that can be imported: importing it changes nothing.' });

const planIds = z.array(idOut);

const namedPrice = z
  .object({ ...priceChange, level: z.enum(listLevels), priceList: z.string().meta({ description: 'Its name.' }) })
  .meta({ id: 'PriceListFilePrice', description: 'A price of a list that changes.' });

export const ListImportOut = z
  .object({
    dryRun: z.boolean().meta({ description: 'True when nothing was kept.' }),
    changes: z.array(
      z
        .object({
          kind: z.enum(['create-list', 'update-list']),
          name: z.string(),
          level: z.enum(listLevels),
          fields: z
            .array(z.object({ field: z.string(), from: orNull(z.string()), to: orNull(z.string()) }))
            .meta({ description: 'Fields with another value.' }),
          added: planIds.meta({ description: 'Plans that get a row.' }),
          changed: planIds.meta({ description: 'Plans whose row says something else.' }),
          removed: planIds.meta({ description: 'Plans that have no row any more.' }),
        })
        .meta({ id: 'PriceListFileChange' }),
    ),
    prices: z.array(namedPrice).meta({ description: 'Every price that changes, also in lists that inherit.' }),
    defaultBuyers: z.array(namedPrice).meta({
      description: 'What changes for buyers that are bound to no list, when another one becomes the default.',
    }),
  })
  .meta({ id: 'PriceListImport', description: 'What an import changes; nothing when it is repeated.' });
