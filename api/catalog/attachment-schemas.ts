import { z } from 'zod';
import { idIn, instantOut } from '../shapes';

/** What a file is called: letters and digits of any script, and the signs that are harmless in names and headers. */
const fileNameIn = z
  .string()
  .max(100, { error: 'has more than 100 characters' })
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._()-]*$/u, {
    error: 'is not the name of a file: letters, digits, blanks, dots, dashes, underscores and brackets',
  })
  .transform((name) => name.normalize('NFC'));

export const AttachmentsParams = z.strictObject({ offeringId: idIn });
export const AttachmentParams = z.strictObject({ offeringId: idIn, fileName: fileNameIn });

const purposeOut = z.enum(['logo', 'image', 'document']);

export const AttachmentQuery = z.strictObject({
  purpose: purposeOut
    .default('document')
    .meta({ description: 'A logo is the one main image; what was it before becomes an image among others.' }),
});

export const AttachmentOut = z
  .object({
    name: z.string(),
    path: z.string().meta({ description: 'Where its bytes are.' }),
    contentType: z.string(),
    purpose: purposeOut,
    size: z.number().int().meta({ description: 'Bytes.' }),
    hash: z.string().meta({ description: 'SHA-256, in hexadecimal digits.' }),
    changedAt: instantOut,
  })
  .meta({ id: 'Attachment', description: 'A picture or document of an offering.' });

export const AttachmentsOut = z
  .object({ items: z.array(AttachmentOut) })
  .meta({ id: 'Attachments', description: 'The logo first, then in the order of names.' });
