import { z } from 'zod';
import { idOut, instantOut, keyIn, textIn } from '../shapes';

// Terms of service as a file gives them, as they are told, and as a buyer accepts them.

const urlIn = z
  .url({ protocol: /^https?$/, error: 'is not an address that begins with https:// or http://' })
  .max(2_000, { error: 'has more than 2000 characters' });
const versionIn = textIn(40).meta({ description: 'Changed with the words.', example: '2026-12' });
const bodyIn = textIn(30_000);
const languageIn = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'is not a language tag, such as de' });

const documentsText =
  'What whoever buys has to accept. A new version counts for new orders; what runs keeps what was accepted.';

export const termsOfServiceIn = z
  .array(
    z
      .strictObject({
        key: keyIn.meta({ description: 'Names the document for ever.', example: 'terms' }),
        version: versionIn,
        title: textIn(200),
        url: urlIn.optional().meta({ description: 'Where it is read, unless its text is here.' }),
        text: bodyIn.optional(),
        texts: z
          .record(
            languageIn,
            z.strictObject({ title: textIn(200).optional(), url: urlIn.optional(), text: bodyIn.optional() }),
          )
          .refine((texts) => Object.keys(texts).length <= 30, { error: 'has more than 30 languages' })
          .optional()
          .meta({ description: 'The same in other languages, by their tags.' }),
      })
      .meta({ id: 'CatalogServiceDocument' }),
  )
  .max(10, { error: 'has more than 10 documents' })
  .default([])
  .meta({ description: documentsText });

const words = { title: z.string().optional(), url: z.string().optional(), text: z.string().optional() };

export const termsOfServiceOut = z
  .array(
    z
      .object({
        key: z.string(),
        version: z.string(),
        ...words,
        title: z.string(),
        texts: z.record(z.string(), z.object(words)).optional(),
      })
      .meta({ id: 'ServiceDocument' }),
  )
  .meta({ description: documentsText });

/** What an order will have to accept; the words are told with the offering. */
export const termsToAcceptOut = z
  .array(
    z
      .object({ key: z.string(), version: z.string(), title: z.string(), url: z.string().optional() })
      .meta({ id: 'TermsToAccept' }),
  )
  .meta({ description: 'What has to be accepted with the order, as of now; left out when it is nothing.' });

export const AcceptedTermsIn = z
  .array(z.strictObject({ key: keyIn, version: versionIn }))
  .max(10, { error: 'has more than 10 documents' })
  .meta({ description: "Each document of the offering's terms of service, at its present version." });

export const acceptedTermsOut = z
  .array(
    z
      .object({
        key: z.string(),
        version: z.string(),
        title: z.string(),
        hash: z.string().meta({ description: 'SHA-256 of the document as it was accepted.' }),
        acceptedBy: idOut,
        acceptedAt: instantOut,
      })
      .meta({ id: 'Acceptance' }),
  )
  .meta({ description: 'Terms of service that were accepted with the purchase.' });
