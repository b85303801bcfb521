import { z } from 'zod';
import type { FormField } from '../../domain/catalog/order-form';
import { fieldTypes } from '../../domain/catalog/order-form';
import { linearRegex } from '../../platform/linear-regex';
import { currencyIn, decimalOut, idIn, orNull, textIn } from '../shapes';
import { fieldTextsIn, fieldTextsOut } from './text-schemas';

// An order form as a file gives it, as it is exported, and as a buyer is told.

/** What a field of a form and an answer to it are known by. */
const fieldKeyIn = z
  .string()
  .regex(/^[a-zA-Z][\w-]{0,63}$/, { error: 'is not the key of a field: letters, digits, dashes and underscores' });

const numberIn = z
  .union([z.string().regex(/^-?\d{1,20}(\.\d{1,10})?$/, { error: 'is not a number in plain digits' }), z.int()])
  .transform(String);

const isLinear = (pattern: string): boolean => {
  try {
    linearRegex(pattern);
    return true;
  } catch {
    return false;
  }
};

const patternIn = textIn(500).refine(isLinear, {
  error: 'is not a regular expression of RE2, which has no look-around and no back-references',
});

/** What a buyer says: numbers and dates are text as well. */
const answerIn = z.union(
  [z.boolean(), textIn(10_000), z.literal(''), z.array(textIn(200)).max(100, { error: 'has more than 100 choices' })],
  { error: 'is neither text, true or false, nor a list of texts, or it is too long' },
);

const answerOut = z.union([z.string(), z.boolean(), z.array(z.string())]);

export const AnswersIn = z
  .record(fieldKeyIn, answerIn)
  .refine((answers) => Object.keys(answers).length <= 100, { error: 'has more than 100 answers' })
  .meta({
    description:
      "Answers to the plan's order form, by key of the field. Numbers and dates are text; several choices are a list.",
  });

export const answersOut = z.record(z.string(), answerOut);

const choiceValueIn = textIn(200);

/** An address that is called by this installation; whether it may be is asked when a file is imported. */
const calledUrlIn = z
  .url({ protocol: /^https?$/, error: 'is not an address that begins with https://' })
  .max(2_000, { error: 'has more than 2000 characters' })
  .refine((url) => !URL.canParse(url) || (new URL(url).username === '' && new URL(url).password === ''), {
    error: 'names a user or a password',
  });

const fieldTexts = {
  type: 'text is one line, multiline several; choices takes several of them; a secret is told to the vendor alone.',
  pattern: 'Regular expression of RE2 that the whole text fits.',
  choicesUrl: 'Address of yours that is asked for the list whenever it is needed, instead of choices.',
  choicesDependOn: 'Keys of the earlier fields whose answers the vendor is told when it is asked for the choices.',
  choicesFetched: 'Present where the vendor tells the choices: ask for them as they are needed.',
  shownWhen: 'Asked only when an earlier field has this answer, or this one among several.',
  default: 'What holds when a buyer says nothing.',
};

const FieldIn = z
  .strictObject({
    key: fieldKeyIn.meta({ description: 'Names the field and its answer.', example: 'domain' }),
    label: textIn(200),
    help: textIn(2_000).optional(),
    type: z.enum(fieldTypes).meta({ description: fieldTexts.type }),
    required: z.boolean().optional(),
    default: answerIn.optional().meta({ description: fieldTexts.default }),
    pattern: patternIn.optional().meta({ description: fieldTexts.pattern }),
    minLength: z.int().min(0).max(10_000).optional(),
    maxLength: z.int().min(1).max(10_000).optional(),
    min: numberIn.optional().meta({ description: 'Of an integer or decimal.' }),
    max: numberIn.optional().meta({ description: 'Of an integer or decimal.' }),
    choices: z
      .array(z.strictObject({ value: choiceValueIn, label: textIn(200) }))
      .min(1, { error: 'is empty' })
      .max(100, { error: 'has more than 100 choices' })
      .optional(),
    choicesUrl: calledUrlIn.optional().meta({ description: fieldTexts.choicesUrl }),
    choicesDependOn: z.array(fieldKeyIn).max(50).optional().meta({ description: fieldTexts.choicesDependOn }),
    shownWhen: z
      .strictObject({ field: fieldKeyIn, is: z.union([z.boolean(), textIn(200)]) })
      .optional()
      .meta({ description: fieldTexts.shownWhen }),
    texts: fieldTextsIn,
  })
  .refine((field) => defaultFits(field), { path: ['default'], error: 'does not fit the pattern' })
  .meta({ id: 'CatalogFormField' });

function defaultFits(field: { readonly pattern?: string | undefined; readonly default?: unknown }): boolean {
  const { pattern, default: text } = field;
  return pattern === undefined || typeof text !== 'string' || !isLinear(pattern) || linearRegex(pattern)(text);
}

const formText =
  'What its plans may ask a buyer, in the order in which it is asked. Each plan names the fields that it asks.';
const askedText = 'Keys of the fields of the order form that a buyer of the plan is asked.';

export const orderFormIn = z
  .array(FieldIn)
  .max(50, { error: 'has more than 50 fields' })
  .default([])
  .meta({ description: formText });

export const formFieldsIn = z
  .array(fieldKeyIn)
  .max(50, { error: 'has more than 50 fields' })
  .default([])
  .meta({ description: askedText });

const choiceOut = z.object({ value: z.string(), label: z.string() });

const field = {
  key: z.string(),
  label: z.string(),
  help: z.string().optional(),
  type: z.enum(fieldTypes).meta({ description: fieldTexts.type }),
  required: z.boolean().optional(),
  default: answerOut.optional().meta({ description: fieldTexts.default }),
  pattern: z.string().optional().meta({ description: fieldTexts.pattern }),
  minLength: z.number().int().optional(),
  maxLength: z.number().int().optional(),
  min: decimalOut.optional(),
  max: decimalOut.optional(),
  choices: z.array(choiceOut).optional(),
  choicesDependOn: z.array(z.string()).optional().meta({ description: fieldTexts.choicesDependOn }),
  shownWhen: z
    .object({ field: z.string(), is: z.union([z.boolean(), z.string()]) })
    .optional()
    .meta({ description: fieldTexts.shownWhen }),
};

/** As it is exported. */
export const orderFormOut = z
  .array(
    z
      .object({
        ...field,
        choicesUrl: z.string().optional().meta({ description: fieldTexts.choicesUrl }),
        texts: fieldTextsOut,
      })
      .meta({ id: 'ExportedFormField' }),
  )
  .meta({ description: formText });

/** As a buyer is told. */
export const askedFormOut = z
  .array(
    z
      .object({ ...field, choicesFetched: z.literal(true).optional().meta({ description: fieldTexts.choicesFetched }) })
      .meta({ id: 'FormField' }),
  )
  .meta({ description: formText });

/** A form without the addresses of its vendor. */
export const askedForm = (form: readonly FormField[]) =>
  form.map(({ choicesUrl, ...asked }) =>
    choicesUrl === undefined ? asked : { ...asked, choicesFetched: true as const },
  );

export const formFieldsOut = z.array(z.string()).meta({ description: askedText });

const orderCheckText = {
  url: 'Address of yours that is asked about each purchase before it is taken.',
  whenUnavailable: 'Whether a purchase is refused or taken unchecked when no answer comes.',
};

export const orderCheckIn = orNull(
  z
    .strictObject({
      url: calledUrlIn.meta({ description: orderCheckText.url }),
      whenUnavailable: z
        .enum(['refuse', 'accept'])
        .default('refuse')
        .meta({ description: orderCheckText.whenUnavailable }),
    })
    .meta({ id: 'CatalogOrderCheck' }),
).default(null);

export const orderCheckOut = orNull(
  z
    .object({
      url: z.string().meta({ description: orderCheckText.url }),
      whenUnavailable: z.enum(['refuse', 'accept']).meta({ description: orderCheckText.whenUnavailable }),
    })
    .meta({ id: 'OrderCheck' }),
);

/** What a buyer sends to be told the choices of a field. */
export const ChoicesBody = z
  .strictObject({
    projectId: idIn.meta({ description: 'The project that would hold the subscription.' }),
    field: fieldKeyIn.meta({ description: 'A field of type choice or choices that the plan asks.' }),
    currency: currencyIn.optional().meta({ description: "The plan's own when it is left out." }),
    answers: AnswersIn.optional(),
  })
  .meta({ id: 'ChoicesRequest' });

export const ChoicesOut = z
  .object({ field: z.string(), choices: z.array(choiceOut).meta({ description: 'In the order of the vendor.' }) })
  .meta({ id: 'Choices' });

export const ChoicesParams = z.strictObject({ offeringId: idIn, planId: idIn });
