import { join } from 'node:path';
import { catalogJsonSchema } from '../api/catalog/file-json-schema';
import { priceListJsonSchema } from '../api/channel/list-file-json-schema';
import { writeGenerated } from './generated-file';

const schemas = { 'catalog.schema.json': catalogJsonSchema, 'price-lists.schema.json': priceListJsonSchema };

/** Writes the schemas of the files that are imported, from the checks of the imports; `--check` only fails when they have drifted. */
const main = async (): Promise<void> => {
  const checkOnly = process.argv.includes('--check');
  for (const [name, schemaOf] of Object.entries(schemas))
    await writeGenerated(join(process.cwd(), 'docs', name), `${JSON.stringify(schemaOf(), null, 2)}\n`, { checkOnly });
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
