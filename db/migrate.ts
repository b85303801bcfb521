import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { auditTables } from './audit/audited-tables';

/** Brings the database to the newest schema. Harmless when it is there already, and when others do the same. */
export const migrateUp = (knex: Knex): Promise<void> =>
  alone(knex, async () => {
    await knex.migrate.latest({ migrationSource });
    await auditTables(knex);
  });

/** Takes back every migration, and all data with them. */
export const migrateDown = (knex: Knex): Promise<void> =>
  alone(knex, async () => {
    await knex.migrate.rollback({ migrationSource }, true);
  });

// Any number will do that no other use of this database takes.
const lockKey = 7_305_001;

/**
 * Waits for whoever migrates at present. This lock ends with its connection; the lock that Knex keeps in a row outlives a
 * process that was killed, so what is left of it can be freed by the one who holds ours.
 */
const alone = (knex: Knex, work: () => Promise<void>): Promise<void> =>
  knex.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(?)', [lockKey]);
    await knex.migrate.forceFreeMigrationsLock({ migrationSource });
    await work();
  });

const folder = join(__dirname, 'migrations');

/** Migrations are known by their names without an extension, so that compiled ones and sources are the same. */
const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: () => Promise.resolve(readdirSync(folder).filter((file) => /^\d{14}_\w+\.(js|ts)$/.test(file))),
  getMigrationName: (file) => file.replace(/\.(js|ts)$/, ''),
  getMigration: (file) => import(`./migrations/${file}`) as Promise<Knex.Migration>,
};
