import { z } from 'zod';
import { idIn, instantOut, orNull, pageIn, pageOf } from '../shapes';
import { PlanComponent } from './schemas';

export const PlanParams = z.strictObject({ planId: idIn });

export const PriceHistoryQuery = z.strictObject({ ...pageIn });

export const PriceVersionPage = pageOf(
  'PriceVersionPage',
  z
    .object({
      version: z.number().int(),
      validFrom: instantOut,
      validTo: orNull(instantOut).meta({
        description: 'When the next version begins; the same as validFrom when that took its place before it began.',
      }),
      components: z.array(PlanComponent),
    })
    .meta({ id: 'PriceVersion', description: 'Prices of a plan in their time. A version never changes.' }),
);
