import { z } from 'zod';
import { isDecimalText } from '../domain/decimal';
import { instant } from '../domain/time';

// Shapes that requests and answers of several features share. What comes in is checked in full; what goes out is ours,
// so it is only described: checking it again would cost every read.

/** An id that comes in. */
export const idIn = z.uuid({ error: 'is not a UUID' }).transform((text) => text.toLowerCase());

/** An id that goes out. */
export const idOut = z.string().meta({ format: 'uuid' });

// Postgres stores neither NUL nor half a character.
const unstorable = /[\0\p{Surrogate}]/u;

/** Text that a person or program writes, at most `max` characters, not empty. */
export const textIn = (max: number) =>
  z
    .string()
    .min(1, { error: 'is empty' })
    .max(max, { error: `has more than ${max} characters` })
    .refine((text) => !unstorable.test(text), { error: 'holds a character that is not text' });

/** Words that machines use to tell things apart: visible characters of ASCII, no spaces. */
export const tokenIn = (max: number) =>
  z.string().regex(new RegExp(`^[!-~]{1,${max}}$`), { error: `is not 1 to ${max} visible ASCII characters` });

/** A key by which people name something in a file. */
export const keyIn = z
  .string()
  .regex(/^[a-zA-Z0-9][\w.-]{0,63}$/, { error: 'is not a key: letters, digits, dots, dashes and underscores' });

/** A component's key, as plans write it. */
export const componentKeyIn = z.string().regex(/^[a-zA-Z0-9][\w.-]{0,63}$/, { error: 'is not the key of a component' });

/** A component's key, as sales know it: a tier of the channel has added one that names its level. */
export const soldKeyIn = z.union(
  [componentKeyIn, z.string().regex(/^@(wholesale|sellIn|sellOut)\.[a-zA-Z0-9][\w.-]{0,63}$/)],
  { error: 'is not the key of a component' },
);

/** Decimal text that is not negative: `'12.5'` (`product.md` §2). */
export const quantityIn = z
  .string()
  .refine((text) => isDecimalText(text) && !text.startsWith('-'), {
    error: 'is not a quantity: text in plain digits, such as "12.5"',
  })
  .meta({ pattern: '^\\d{1,20}(\\.\\d{1,10})?$', example: '12.5' });

/** What a buyer chooses: a quantity, or the name of a step. */
export const choiceIn = z.union([quantityIn, z.string().regex(/^[a-zA-Z][\w.-]{0,63}$/)], {
  error: 'is neither a quantity, text in plain digits such as "12.5", nor the name of a step',
});

/** A currency's code that comes in. */
export const currencyIn = z.string().regex(/^[A-Z]{3}$/, { error: 'is not a code of ISO 4217' });

/** A calendar day that comes in. */
export const dayIn = z.iso
  .date({ error: 'is not a day such as 2026-12-01' })
  .refine((text) => text > '1990' && text < '2200', { error: 'lies outside the years 1990 to 2199' });

/** An instant that comes in, with any offset; it goes on in the one form in which instants are compared as text. */
export const instantIn = z.iso
  .datetime({ offset: true, abort: true, error: 'is not an instant such as 2026-12-01T00:00:00Z' })
  .refine((text) => text > '1990' && text < '2200', { error: 'lies outside the years 1990 to 2199' })
  .transform((text) => instant(text));

export const instantOut = z.string().meta({ format: 'date-time', example: '2026-12-01T09:00:00.000Z' });

export const decimalOut = z.string().meta({ format: 'decimal', example: '12.5' });

export const moneyOut = z
  .object({
    currency: z.string().meta({ description: 'ISO 4217.', example: 'EUR' }),
    minor: z.string().meta({ description: 'Integer of minor units, as text.', example: '1050' }),
  })
  .meta({ id: 'Money', description: 'An amount, settled to the scale of its currency: 10.50 EUR has minor 1050.' });

export const rowKindOut = z.enum(['prepaid', 'arrears', 'true-up', 'one-time', 'credit', 'charge', 'refund']).meta({
  description:
    'Due at the start of the period, at its end, or once; a credit and a charge when a change takes effect within it. An early end may give back a credit of what is not used, and a refund of what was paid once.',
});

/** A union rather than `nullable()`, whose description would let a null through to no schema. */
export const orNull = <T extends z.ZodType>(schema: T) => z.union([schema, z.null()]);

export const periodOut = z
  .object({ start: instantOut, end: orNull(instantOut) })
  .meta({ id: 'Period', description: 'Half-open: the start belongs to it, the end does not. No end: it never turns.' });

/** What every list takes. */
export const pageIn = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/, { error: 'is a number from 1 to 100' })
    .transform(Number)
    .pipe(z.number().int().min(1, { error: 'is at least 1' }).max(100, { error: 'is at most 100' }))
    .default(20)
    .meta({ type: 'integer', minimum: 1, maximum: 100, default: 20, description: 'Rows of a page.' }),
  cursor: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .meta({ description: '`nextCursor` of the page before.' })
    .transform((cursor) => cursor ?? null),
} as const;

/** What every list answers. */
export const pageOf = <T extends z.ZodType>(id: string, item: T) =>
  z
    .object({
      items: z.array(item),
      nextCursor: orNull(z.string()).meta({
        description: 'Hand it in as `cursor` for the next page; null at the end.',
      }),
    })
    .meta({ id });
