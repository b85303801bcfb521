import { createKnex } from '../db/knex';
import { migrateDown, migrateUp } from '../db/migrate';
import { readMigrateEnv } from '../platform/env';

const directions = { up: migrateUp, down: migrateDown };

const isDirection = (text: string | undefined): text is keyof typeof directions =>
  text !== undefined && Object.hasOwn(directions, text);

/** Migrates the database of DATABASE_URL `up` or, with all data, `down`. */
const main = async (): Promise<void> => {
  const direction = process.argv[2];
  if (!isDirection(direction)) throw new Error('Usage: node dist/bin/migrate.js up|down');
  const { DATABASE_URL } = readMigrateEnv(process.env);
  // One connection holds the lock, others migrate.
  const knex = createKnex(DATABASE_URL, { poolMax: 4 });
  try {
    await directions[direction](knex);
  } finally {
    await knex.destroy();
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
