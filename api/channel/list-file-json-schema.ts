import { z } from 'zod';
import { PriceListFileIn } from './list-file-schemas';

/** Where the schema is served, and found by editors. */
export const priceListSchemaPath = '/schemas/price-lists.json';

/** The JSON Schema of a tier's file: the same source as the check of an import. */
export const priceListJsonSchema = (): object => ({
  title: 'Price lists of a tier',
  ...z.toJSONSchema(PriceListFileIn, { io: 'input', target: 'draft-7' }),
});
