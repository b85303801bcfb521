import { z } from 'zod';
import { PriceIn } from '../catalog/file-schemas';
import { presenceOut, PriceModelOut } from '../catalog/schemas';
import { decimalIn } from '../catalog/settings-schemas';
import { componentKeyIn, currencyIn, decimalOut, textIn } from '../shapes';

// What a tier adds to a plan. What it means, the domain checks.

const mostOwnComponents = 20;
const charges = ['fixed', 'limit', 'one-time'] as const;
const chargeText = 'For each period, per unit that the buyer chooses, or once.';
const priceText = 'What the owner of the list asks of the tier below.';
const currenciesText =
  "What it costs in other currencies than the plan's; in one that is not there it is not for sale.";

export const OwnComponentsIn = z
  .array(
    z
      .strictObject({
        key: componentKeyIn.meta({
          description: 'Sales know it by its level too: `@sellOut.support`.',
          example: 'support',
        }),
        name: textIn(200),
        unit: textIn(60),
        charge: z.enum(charges).meta({ description: chargeText }),
        presence: presenceOut.optional(),
        price: PriceIn.meta({ description: priceText }),
        currencies: z
          .record(currencyIn, z.strictObject({ price: PriceIn }))
          .optional()
          .meta({ description: currenciesText }),
        min: decimalIn.optional().meta({ description: 'Least quantity of a limit component.' }),
        max: decimalIn.optional().meta({ description: 'Greatest quantity of a limit component.' }),
        step: decimalIn.optional().meta({ description: 'Quantities are min, min + step, min + 2 × step and so on.' }),
      })
      .meta({ id: 'OwnComponentRequest' }),
  )
  .max(mostOwnComponents, { error: `has more than ${mostOwnComponents} components` })
  .default([])
  .meta({ description: "The owner's own components beside those of the vendor, such as support." });

export const OwnComponentOut = z
  .object({
    key: z.string(),
    name: z.string(),
    unit: z.string(),
    charge: z.enum(charges).meta({ description: chargeText }),
    presence: presenceOut.optional(),
    price: PriceModelOut.meta({ description: priceText }),
    currencies: z
      .record(z.string(), z.object({ price: PriceModelOut }))
      .optional()
      .meta({ description: currenciesText }),
    min: decimalOut.optional(),
    max: decimalOut.optional(),
    step: decimalOut.optional(),
  })
  .meta({ id: 'OwnComponent', description: 'What the owner of a price list adds to a plan of a vendor.' });
