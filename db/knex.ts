import createKnexInstance from 'knex';
import type { Knex } from 'knex';
import { types } from 'pg';

// Instants leave the database in their one form; dates and big numbers stay text.
types.setTypeParser(types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());
types.setTypeParser(types.builtins.DATE, (text) => text);
types.setTypeParser(types.builtins.NUMERIC, (text) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text));

/** A pool of connections. A connection that breaks while idle is replaced, not thrown. */
export const createKnex = (databaseUrl: string, { poolMax }: { readonly poolMax: number }): Knex =>
  createKnexInstance({
    client: 'pg',
    connection: { connectionString: databaseUrl, application_name: 'entrepot', keepAlive: true },
    pool: { min: 0, max: poolMax },
    acquireConnectionTimeout: 10_000,
  });
