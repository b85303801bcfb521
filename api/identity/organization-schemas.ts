import { z } from 'zod';
import { decimal, isDecimalText } from '../../domain/decimal';
import { organizationKinds } from '../../domain/identity/organization';
import { isZone } from '../../domain/time';
import { decimalOut, idIn, idOut, instantOut, orNull, pageIn, pageOf, quantityIn, textIn } from '../shapes';

export const OrganizationParams = z.strictObject({ organizationId: idIn });

export const OrganizationQuery = z.strictObject({
  parentId: idIn.optional().meta({ description: 'Those next below this one.' }),
  kind: z.enum(organizationKinds).optional(),
  state: z.enum(['open', 'closed']).optional(),
  ...pageIn,
});

const settings = {
  name: textIn(200),
  zone: z
    .string()
    .max(60)
    .refine(isZone, { error: 'is no time zone of the IANA data, such as Europe/Rome' })
    .meta({ description: 'Where its days begin: billing periods and project dates are counted in it.' }),
  invoicePrefix: orNull(
    z.string().regex(/^[A-Z0-9](?:[A-Z0-9/-]{0,14}[A-Z0-9-])?$/, {
      error: 'is not up to 16 capitals, digits, dashes and slashes',
    }),
  ).meta({ description: 'Who has one issues its own invoices, numbered under it; for others the tier above does.' }),
  taxPercent: orNull(
    quantityIn.refine((text) => !isDecimalText(text) || decimal(text).lte('100'), { error: 'is more than 100' }),
  ).meta({ description: 'Tax on the invoices that it issues.' }),
};

export const OrganizationBody = z
  .strictObject({
    kinds: z
      .array(z.enum(organizationKinds))
      .min(1, { error: 'is empty' })
      .refine((kinds) => new Set(kinds).size === kinds.length, { error: 'names a kind twice' }),
    parentId: orNull(idIn).optional().meta({
      description: 'What it is below in the channel; by default your own organization, for staff the platform.',
    }),
    ...settings,
    zone: settings.zone.default('UTC'),
    invoicePrefix: settings.invoicePrefix.default(null),
    taxPercent: settings.taxPercent.default(null),
  })
  .meta({ id: 'OrganizationIn' });

export const revIn = z
  .number()
  .int()
  .min(1)
  .max(2_000_000_000)
  .meta({ description: '`rev` as you have read it: what has changed meanwhile is not overwritten.' });

export const OrganizationSettingsBody = z
  .strictObject({ ...settings, rev: revIn })
  .meta({ id: 'OrganizationSettingsIn' });

export const MoveBody = z
  .strictObject({ parentId: idIn.meta({ description: 'What it is to be below.' }), rev: revIn })
  .meta({ id: 'OrganizationMoveIn' });

export const RevBody = z.strictObject({ rev: revIn }).meta({ id: 'RevIn' });

export const OrganizationOut = z
  .object({
    id: idOut,
    name: z.string(),
    kinds: z.array(z.enum(organizationKinds)),
    parentId: orNull(idOut).meta({ description: 'What it is below in the channel.' }),
    parentName: orNull(z.string()),
    zone: z.string(),
    invoicePrefix: orNull(z.string()),
    taxPercent: orNull(decimalOut),
    sandbox: z.boolean(),
    closedAt: orNull(instantOut),
    rev: z.number().int(),
  })
  .meta({ id: 'Organization' });

export const OrganizationPage = pageOf('OrganizationPage', OrganizationOut);
