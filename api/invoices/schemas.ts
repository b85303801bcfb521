import { z } from 'zod';
import { decimalOut, idIn, idOut, instantOut, moneyOut, pageIn, pageOf, periodOut, rowKindOut } from '../shapes';

const summary = {
  id: idOut,
  number: z.string().meta({ description: 'Gapless for each issuer.', example: 'EN-42' }),
  issuerId: idOut,
  customerId: idOut,
  subscriptionId: idOut,
  cause: z.string().meta({
    description:
      'Why it was issued: activation, period: with the start of the period that ended, or termination. One cause, one invoice.',
    example: 'activation',
  }),
  net: moneyOut,
  taxPercent: decimalOut.meta({ description: 'On the sum of the lines.', example: '20' }),
  tax: moneyOut,
  gross: moneyOut,
  issuedAt: instantOut,
};

const InvoiceLine = z
  .object({
    component: z.string(),
    description: z.string(),
    kind: rowKindOut,
    period: periodOut,
    quantity: decimalOut,
    net: moneyOut,
    gross: moneyOut
      .optional()
      .meta({ description: 'What was listed, where prices include the tax: net is derived from it.' }),
  })
  .meta({ id: 'InvoiceLine', description: 'One priced element of one period, at what the customer pays.' });

export const InvoicePage = pageOf('InvoicePage', z.object(summary).meta({ id: 'InvoiceSummary' }));

export const InvoiceOut = z.object({ ...summary, lines: z.array(InvoiceLine) }).meta({ id: 'Invoice' });

export const InvoiceQuery = z.strictObject({ subscriptionId: idIn.optional(), ...pageIn });

export const InvoiceParams = z.strictObject({ invoiceId: idIn });
