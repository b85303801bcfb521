import { join } from 'node:path';
import { catalogJsonSchema } from '../api/catalog/file-json-schema';
import { writeGenerated } from './generated-file';

/** Writes docs/catalog.schema.json from the check of an import; `--check` only fails when it has drifted from it. */
const main = (): Promise<void> =>
  writeGenerated(
    join(process.cwd(), 'docs', 'catalog.schema.json'),
    `${JSON.stringify(catalogJsonSchema(), null, 2)}\n`,
    { checkOnly: process.argv.includes('--check') },
  );

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
