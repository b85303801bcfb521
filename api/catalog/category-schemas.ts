import { z } from 'zod';
import { keyIn, orNull, textIn } from '../shapes';
import { textsIn } from './text-schemas';

/** A number keeps each of its digits as text. */
export const attributeValueIn = z
  .union([
    z.boolean(),
    z.int().transform(String),
    textIn(300),
    z.array(keyIn).max(100, { error: 'has more than 100 values' }),
  ])
  .meta({ description: 'Text, a number, true or false, the key of an option, or a list of such keys.' });

const title = { title: textIn(200) };
const orderIn = z.int().min(-1_000_000).max(1_000_000).default(0);

const AttributeIn = z
  .strictObject({
    key: keyIn,
    ...title,
    kind: z
      .enum(['text', 'number', 'boolean', 'choice', 'choices'])
      .meta({ description: 'choice is one of the options, choices are some of them.' }),
    options: z
      .array(z.strictObject({ key: keyIn, ...title }))
      .max(200, { error: 'has more than 200 options' })
      .default([]),
    required: z
      .boolean()
      .default(false)
      .meta({ description: 'An offering for sale tells it, unless there is a default.' }),
    default: orNull(attributeValueIn).default(null).meta({ description: 'Holds for an offering that does not tell.' }),
    filterable: z.boolean().default(false).meta({ description: 'Offerings can be searched by it.' }),
  })
  .meta({ id: 'CategoryAttributeIn' });

const category = {
  parent: orNull(keyIn).default(null),
  order: orderIn.meta({ description: 'Among the categories of the same parent; then the key decides.' }),
  ...title,
  description: z.union([textIn(2000), z.literal('')]).default(''),
  icon: orNull(textIn(500)).default(null).meta({ description: 'Name or address of a picture.' }),
  texts: textsIn({ ...title, description: textIn(2000) }),
  attributes: z.array(AttributeIn).max(50, { error: 'has more than 50 attributes' }).default([]),
};

const group = {
  order: orderIn,
  ...title,
  texts: textsIn(title),
  categories: z.array(keyIn).max(500, { error: 'has more than 500 categories' }),
};

export const CategoryIn = z.strictObject(category).meta({ id: 'CategoryIn' });
export const CategoryGroupIn = z.strictObject(group).meta({ id: 'CategoryGroupIn' });

export const CategoryFileIn = z
  .strictObject({
    categories: z
      .array(z.strictObject({ key: keyIn, ...category }))
      .max(2000, { error: 'has more than 2000 categories' }),
    groups: z
      .array(z.strictObject({ key: keyIn, ...group }))
      .max(200, { error: 'has more than 200 groups' })
      .default([]),
  })
  .meta({ id: 'CategoryFileIn', description: 'All categories and groups: what it does not list is removed.' });

export const CategoryParams = z.strictObject({ categoryKey: keyIn });
export const CategoryGroupParams = z.strictObject({ groupKey: keyIn });

const textsOut = z.record(z.string(), z.object({ title: z.string().optional(), description: z.string().optional() }));

export const CategoryFileOut = z
  .object({
    categories: z.array(
      z
        .object({
          key: z.string(),
          parent: orNull(z.string()),
          order: z.number().int(),
          title: z.string(),
          description: z.string(),
          icon: orNull(z.string()),
          texts: textsOut,
          attributes: z.array(
            z
              .object({
                key: z.string(),
                title: z.string(),
                kind: z.enum(['text', 'number', 'boolean', 'choice', 'choices']),
                options: z.array(z.object({ key: z.string(), title: z.string() })),
                required: z.boolean(),
                default: z.unknown().meta({ description: 'Null when there is none.' }),
                filterable: z.boolean(),
              })
              .meta({ id: 'CategoryAttribute' }),
          ),
        })
        .meta({ id: 'Category', description: 'Where offerings are listed.' }),
    ),
    groups: z.array(
      z
        .object({
          key: z.string(),
          order: z.number().int(),
          title: z.string(),
          texts: textsOut,
          categories: z.array(z.string()),
        })
        .meta({ id: 'CategoryGroup', description: 'Categories that are shown together.' }),
    ),
  })
  .meta({ id: 'CategoryFile', description: 'All categories in their order; a file that can be imported.' });

export const CategoryChangesOut = z
  .object({
    dryRun: z.boolean().meta({ description: 'True when nothing was kept.' }),
    changes: z.array(
      z
        .object({
          kind: z.enum(['create', 'update', 'remove']),
          of: z.enum(['category', 'group']),
          key: z.string(),
          fields: z.array(z.object({ field: z.string(), from: orNull(z.string()), to: orNull(z.string()) })),
        })
        .meta({ id: 'CategoryChange' }),
    ),
  })
  .meta({ id: 'CategoryChanges', description: 'What was changed; nothing when it is repeated.' });
