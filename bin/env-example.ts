import { join } from 'node:path';
import { apiEnv, workerEnv } from '../platform/env';
import { envExample } from '../platform/env-example';
import { writeGenerated } from './generated-file';

/** Writes `.env.example` from the schemas; `--check` only fails when it has drifted from them. */
const main = (): Promise<void> =>
  writeGenerated(
    join(process.cwd(), '.env.example'),
    `${envExample([
      { process: 'API', schema: apiEnv },
      { process: 'worker', schema: workerEnv },
    ])}\n`,
    { checkOnly: process.argv.includes('--check') },
  );

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
