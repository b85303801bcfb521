import { z } from 'zod';
import {
  componentKeyIn,
  decimalOut,
  idIn,
  idOut,
  instantIn,
  instantOut,
  pageIn,
  orNull,
  pageOf,
  textIn,
} from '../shapes';

/** The most records of one request. */
const recordsMax = 1_000;

/** More than anybody uses; beyond it, amounts would outgrow what the books can hold. */
const measuredIn = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,10})?$/, {
    error: 'is not a number: text in plain digits, twelve at most before the point',
  })
  .meta({ example: '12.5' });

const dimensionsMost = 8;
const dimensionsIn = z
  .record(componentKeyIn, textIn(64))
  .refine((dimensions) => Object.keys(dimensions).length <= dimensionsMost, {
    error: `has more than ${dimensionsMost} dimensions`,
  });

const UsageRecordIn = z
  .strictObject({
    source: textIn(200).meta({ description: 'Where it was measured.' }),
    eventId: textIn(200).meta({ description: 'Of one source: sent twice, it counts once.' }),
    subscriptionId: idIn,
    component: componentKeyIn.meta({ description: 'Key of a usage component of the plan.', example: 'api-calls' }),
    quantity: measuredIn.optional().meta({
      description:
        'How much, or the level or reading of the meter; below zero where a level falls. Not of what is counted.',
    }),
    uniqueKey: textIn(200).optional().meta({ description: 'What is counted once a period, such as a user.' }),
    dimensions: dimensionsIn.optional().meta({ description: 'What it was used with; prices may tell by it.' }),
    occurredAt: instantIn.meta({ description: 'When it was used, at the meter.' }),
  })
  .transform(({ quantity = null, uniqueKey = null, dimensions = {}, ...record }) => ({
    ...record,
    ...{ quantity, uniqueKey, dimensions },
  }))
  .meta({ id: 'UsageRecordRequest', description: 'One measured fact.' });

export const UsageBody = z
  .union([
    UsageRecordIn,
    z
      .array(UsageRecordIn)
      .min(1, { error: 'is empty' })
      .max(recordsMax, { error: `has more than ${recordsMax} records` }),
  ])
  .transform((given) => (Array.isArray(given) ? given : [given]));

/** Room for the largest batch of the longest records. */
export const usageBodyLimitBytes = 2 * 1024 * 1024;

export const UsageTaken = z
  .object({
    recorded: z.number().int(),
    duplicates: z.number().int(),
    refused: z.number().int(),
    results: z.array(
      z
        .object({
          source: z.string(),
          eventId: z.string(),
          status: z
            .enum(['recorded', 'duplicate', 'refused'])
            .meta({ description: 'duplicate: source and eventId were recorded before; refused: see problem.' }),
          problem: z
            .object({ type: z.string().meta({ format: 'uri-reference' }), title: z.string(), detail: z.string() })
            .optional(),
        })
        .meta({ id: 'UsageResult' }),
    ),
  })
  .meta({ id: 'UsageTaken', description: 'One result for each record, in the order in which they were sent.' });

export const UsageQuery = z.strictObject({ subscriptionId: idIn, ...pageIn });

export const UsagePage = pageOf(
  'UsageRecordPage',
  z
    .object({
      source: z.string(),
      eventId: z.string(),
      subscriptionId: idOut,
      component: z.string(),
      quantity: orNull(decimalOut),
      uniqueKey: orNull(z.string()),
      dimensions: z.record(z.string(), z.string()),
      occurredAt: instantOut,
      recordedAt: instantOut,
    })
    .meta({ id: 'UsageRecord' }),
);
