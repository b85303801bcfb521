import { z } from 'zod';
import {
  decimalOut,
  idIn,
  idOut,
  instantIn,
  instantOut,
  moneyOut,
  orNull,
  pageIn,
  pageOf,
  periodOut,
  rowKindOut,
} from '../shapes';

const Proceeds = z
  .object({
    id: idOut,
    subscriptionId: idOut,
    customerId: idOut,
    vendorId: idOut,
    component: z.string(),
    kind: rowKindOut,
    period: periodOut,
    quantity: decimalOut,
    amounts: z
      .object({
        vendorCost: moneyOut.optional(),
        wholesale: moneyOut.optional(),
        sellIn: moneyOut.optional(),
        sellOut: moneyOut.optional(),
      })
      .meta({ id: 'LevelAmounts', description: 'Net, only at the levels that the caller pays or asks.' }),
    gross: orNull(moneyOut).optional().meta({
      description: 'What the customer was asked with the tax, for who sees its price; null where it was asked net.',
    }),
    platformShare: orNull(moneyOut).optional().meta({
      description: 'What the platform has kept of what the vendor asked, for both; null where it keeps nothing.',
    }),
    priceVersion: z.number().int(),
    invoiceId: idOut,
    bookedAt: instantOut,
  })
  .meta({
    id: 'Proceeds',
    description: 'Settled income: one component of one period. A row is written once and never changed.',
  });

export const ProceedsPage = pageOf('ProceedsPage', Proceeds);

export const ProceedsQuery = z.strictObject({
  subscriptionId: idIn.optional(),
  from: instantIn.optional().meta({ description: 'Booked at or after.' }),
  to: instantIn.optional().meta({ description: 'Booked before.' }),
  ...pageIn,
});
