import { join } from 'node:path';
import { describedRoutes } from '../api/described-routes';
import { openApiDocument } from '../api/openapi';
import { writeGenerated } from './generated-file';

/** Writes docs/openapi.json from the routes; `--check` only fails when it has drifted from them. */
const main = (): Promise<void> =>
  writeGenerated(
    join(process.cwd(), 'docs', 'openapi.json'),
    `${JSON.stringify(openApiDocument(describedRoutes()), null, 2)}\n`,
    { checkOnly: process.argv.includes('--check') },
  );

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
