import { z } from 'zod';
import { componentKeyIn, textIn } from '../shapes';

// What vendors and the platform say in several languages. What goes out is translated already, except in files.

/** A tag of BCP 47 in its usual form, without extensions. */
export const languageIn = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, {
  error: 'is not the tag of a language, such as de or pt-BR',
});

/** More could not be searched. */
const lettersMost = 100_000;

const byLanguage = <T extends z.ZodType>(words: T) =>
  z
    .record(languageIn, words)
    .refine((texts) => Object.keys(texts).length <= 30, { error: 'has more than 30 languages' })
    .refine((texts) => JSON.stringify(texts).length <= lettersMost, {
      error: `has more than ${lettersMost} characters in all languages`,
    });

const textsText = 'The same in other languages, by their tags: de, pt-BR.';

export const textsIn = <T extends z.ZodRawShape>(fields: T) =>
  byLanguage(z.strictObject(fields).partial()).default({}).meta({ description: textsText });

const planWordsIn = z.strictObject({
  name: textIn(200).optional(),
  components: z
    .record(componentKeyIn, z.strictObject({ name: textIn(200).optional(), unit: textIn(60).optional() }))
    .optional()
    .meta({ description: 'Names and units of its components, by their keys.' }),
});

export const planTextsIn = byLanguage(planWordsIn).default({}).meta({ description: textsText });

const fieldWordsIn = z.strictObject({
  label: textIn(200).optional(),
  help: textIn(2_000).optional(),
  choices: z
    .record(textIn(200), textIn(200))
    .optional()
    .meta({ description: 'Labels of its choices, by their values.' }),
});

export const fieldTextsIn = byLanguage(fieldWordsIn).optional().meta({ description: textsText });

const wordOut = z.string().optional();

export const textsOut = <Field extends string>(fields: readonly Field[]) =>
  z
    .record(
      z.string(),
      z.object(Object.fromEntries(fields.map((field) => [field, wordOut])) as Record<Field, typeof wordOut>),
    )
    .meta({ description: textsText });

export const planTextsOut = z
  .record(
    z.string(),
    z.object({
      name: wordOut,
      components: z.record(z.string(), z.object({ name: wordOut, unit: wordOut })).optional(),
    }),
  )
  .meta({ description: textsText });

export const fieldTextsOut = z
  .record(z.string(), z.object({ label: wordOut, help: wordOut, choices: z.record(z.string(), z.string()).optional() }))
  .optional()
  .meta({ description: textsText });
