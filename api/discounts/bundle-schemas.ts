import { z } from 'zod';
import { PurchaseQuote } from '../pricing/schemas';
import { decimalOut, idIn, idOut, instantOut, orNull } from '../shapes';

const member = {
  planId: idOut,
  planName: z.string(),
  offeringId: idOut,
  offeringName: z.string(),
  percent: decimalOut.meta({ description: 'How much cheaper its licence is in the bundle.' }),
};

const bundle = {
  id: idOut,
  name: z.string(),
  validUntil: orNull(instantOut),
};

export const BundleList = z
  .object({
    items: z.array(
      z
        .object({ ...bundle, members: z.array(z.object(member).meta({ id: 'BundleMember' })) })
        .meta({ id: 'Bundle', description: 'Plans that are cheaper together.' }),
    ),
  })
  .meta({ id: 'BundleList' });

export const BundleOut = z
  .object({
    ...bundle,
    members: z.array(
      z
        .object({
          ...member,
          quote: orNull(PurchaseQuote).meta({
            description: 'With the least of every component; null where a quantity has to be chosen.',
          }),
        })
        .meta({ id: 'PricedBundleMember' }),
    ),
  })
  .meta({ id: 'PricedBundle' });

export const BundleQuery = z.strictObject({ projectId: idIn.meta({ description: 'The project to buy for.' }) });

export const BundleParams = z.strictObject({ bundleId: idIn });
