import { z } from 'zod';
import { idIn, instantOut, orNull } from '../shapes';

const vendorId = idIn.optional().meta({ description: 'The vendor; your own organization when left out.' });

export const ExportQuery = z.strictObject({ vendorId });

const dryRun = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true')
  .meta({ type: 'boolean', default: false, description: 'Only tells what would change.' });

export const ImportQuery = z.strictObject({ vendorId, dryRun });

export const DryRunQuery = z.strictObject({ dryRun });

const keysOut = z.array(z.string()).optional();

export const ImportOut = z
  .object({
    dryRun: z.boolean().meta({ description: 'True when nothing was kept.' }),
    changes: z.array(
      z
        .object({
          kind: z.enum([
            'create-offering',
            'update-offering',
            'create-plan',
            'update-plan',
            'remove-plan',
            'set-prices',
          ]),
          offering: z.string().meta({ description: 'Its key.' }),
          plan: z.string().optional().meta({ description: 'Its key.' }),
          fields: z
            .array(z.object({ field: z.string(), from: orNull(z.string()), to: orNull(z.string()) }))
            .optional()
            .meta({ description: 'Fields with another value.' }),
          version: z.number().int().optional().meta({ description: 'Of the prices.' }),
          validFrom: instantOut.optional(),
          added: keysOut.meta({ description: 'Components that the prices before do not have.' }),
          changed: keysOut.meta({ description: 'Components that say something else.' }),
          removed: keysOut.meta({ description: 'Components that the prices before have.' }),
        })
        .meta({ id: 'CatalogChange' }),
    ),
  })
  .meta({ id: 'CatalogImport', description: 'What an import changes; nothing when it is repeated.' });
