import { z } from 'zod';

/** Copies what a schema lists; a field that it does not list stays behind. */
export type PickListed = (value: unknown) => unknown;

type Copy = PickListed | undefined;

/**
 * Makes a function that keeps the listed fields of an answer, once for each operation. The compiler has checked that an
 * answer has them; checking each value again by the schema would cost a read more than all else that is done for it.
 */
export const createPick = (schema: z.ZodType): PickListed => copyOf(schema) ?? ((value) => value);

/** `undefined` for what is handed on as it is. */
const copyOf = (schema: z.core.$ZodType): Copy => {
  if (schema instanceof z.ZodObject) return copyObject(schema);
  if (schema instanceof z.ZodArray) return copyArray(copyOf(schema.element));
  if (schema instanceof z.ZodRecord) return copyRecord(copyOf(schema.valueType));
  if (schema instanceof z.ZodDiscriminatedUnion) return copyByName(schema);
  if (schema instanceof z.ZodUnion) return copyOrNull(schema);
  if (schema instanceof z.ZodOptional) return copyOf(schema.unwrap());
  if (scalars.some((scalar) => schema instanceof scalar)) return undefined;
  throw new Error(`an answer cannot hold a ${schema._zod.def.type}`);
};

const scalars = [
  ...([z.ZodString, z.ZodNumber, z.ZodBoolean, z.ZodEnum, z.ZodLiteral, z.ZodNull, z.ZodUnknown] as const),
  // Bytes.
  z.ZodCustom,
] as const;

const copyObject = (schema: z.ZodObject): PickListed => {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
  const fields = Object.entries(shape).map(([name, field]) => ({ name, copy: copyOf(field) }));
  return (value) => {
    const from = value as Readonly<Record<string, unknown>>;
    const listed: Record<string, unknown> = {};
    for (const { name, copy } of fields) {
      const field = from[name];
      if (field !== undefined) listed[name] = copy === undefined ? field : copy(field);
    }
    return listed;
  };
};

const copyArray = (copy: Copy): Copy =>
  copy === undefined ? undefined : (value) => (value as readonly unknown[]).map((item) => copy(item));

const copyRecord = (copy: Copy): Copy =>
  copy === undefined
    ? undefined
    : (value) => Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, copy(inner)]));

const copyByName = (schema: z.ZodDiscriminatedUnion): PickListed => {
  const { discriminator } = schema.def;
  const copies = new Map(
    schema.options.flatMap((option) => {
      const name: unknown = option instanceof z.ZodObject ? option.shape[discriminator] : undefined;
      if (!(name instanceof z.ZodLiteral)) throw new Error('shapes are told apart by a literal');
      return [...name.values].map((text) => [text, copyOf(option)] as const);
    }),
  );
  return (value) => copies.get((value as Record<string, string>)[discriminator] ?? '')?.(value);
};

/** Of other unions, only those with null can be told apart without trying each. */
const copyOrNull = (schema: z.ZodUnion): Copy => {
  const shapes = schema.options.filter((option) => !(option instanceof z.ZodNull));
  const [shape] = shapes;
  // Texts, numbers and lists of them hold no fields.
  if (shapes.every((each) => copyOf(each) === undefined)) return undefined;
  if (shape === undefined || shapes.length > 1) throw new Error('an answer has one shape, or is null');
  const copy = copyOf(shape);
  return copy && ((value) => (value === null ? null : copy(value)));
};
