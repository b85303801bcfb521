import { z } from 'zod';
import type { Choice } from '../../domain/catalog/order-form';
import type { RefusedPlace } from '../../domain/errors';
import { textIn } from '../shapes';
import { VendorCallError } from './calls';

const choicesMost = 1_000;
const labelIn = textIn(200);

const ChoicesAnswer = z
  .array(
    z.union(
      [
        labelIn.transform((value) => ({ value, label: value })),
        // What else a vendor tells of a choice is its own business.
        z.object({ value: labelIn, label: labelIn }),
      ],
      { error: 'is neither a text nor an object with the texts value and label, of 1 to 200 characters' },
    ),
    { error: 'is not a list' },
  )
  .max(choicesMost, { error: `has more than ${choicesMost} choices` })
  .refine((list) => new Set(list.map(({ value }) => value)).size === list.length, { error: 'has a value twice' });

/** Reads a list of choices: texts, or values with labels. @throws VendorCallError `unfit` */
export const readChoices = (answer: unknown): readonly Choice[] => readAs(ChoicesAnswer, answer, 'list of choices');

const placeIn = z.string().regex(/^\/(answers|quantities)\/[^/]{1,64}$/);

const VerdictAnswer = z.object({
  errors: z
    // A vendor that points nowhere, or at what nobody has sent, has still refused.
    .array(z.object({ message: textIn(500), pointer: placeIn.optional().catch(undefined) }))
    .max(50, { error: 'has more than 50 errors' })
    .default([]),
});

/** Reads what a vendor says of an order: nothing where it may be taken. @throws VendorCallError `unfit` */
export const readVerdict = (answer: unknown): readonly RefusedPlace[] =>
  answer === undefined
    ? []
    : readAs(VerdictAnswer, answer, 'verdict').errors.map(({ message, pointer = '' }) => ({ pointer, rule: message }));

const readAs = <T extends z.ZodType>(schema: T, answer: unknown, what: string): z.output<T> => {
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  const [{ path, message } = { path: [], message: 'is wrong' }] = read.error.issues;
  const place = path.map((part) => `/${String(part).slice(0, 64)}`).join('');
  throw new VendorCallError('unfit', `the vendor's ${what} is not one: ${place === '' ? 'it' : place} ${message}`);
};
