import { z } from 'zod';
import { CatalogFileIn } from './file-schemas';

/** Where the schema is served, and found by editors. */
export const catalogSchemaPath = '/schemas/catalog.json';

/** The JSON Schema of a vendor's file: the same source as the check of an import. */
export const catalogJsonSchema = (): object => ({
  title: 'Catalog of a vendor',
  ...z.toJSONSchema(CatalogFileIn, { io: 'input', target: 'draft-7' }),
});
