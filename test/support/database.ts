import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { createKnex } from '../../db/knex';

/** Name of the variable that tells the workers of the run where the template is. */
export const templateName = 'ENTREPOT_TEMPLATE_DATABASE';

/** The address of another database on the same server. */
export const databaseUrl = (name: string): string => {
  const given = process.env['DATABASE_URL'];
  if (given === undefined) throw new Error('DATABASE_URL is not set; npm test sets it');
  const url = new URL(given);
  url.pathname = `/${name}`;
  return url.href;
};

/** Runs statements that concern whole databases. */
export const administer = async (...statements: readonly string[]): Promise<void> => {
  const knex = createKnex(databaseUrl('postgres'), { poolMax: 1 });
  try {
    for (const statement of statements) await knex.raw(statement);
  } finally {
    await knex.destroy();
  }
};

export interface TestDatabase {
  readonly url: string;
  readonly knex: Knex;
}

/** A migrated database, empty but for a category that offerings are listed in, for the test file that calls this, gone when the file is done. */
export const useDatabase = ({ poolMax = 10 } = {}): TestDatabase => {
  const name = `entrepot_test_${randomUUID().replaceAll('-', '')}`;
  const url = databaseUrl(name);
  const knex = createKnex(url, { poolMax });
  beforeAll(async () => {
    await administer(`create database ${name} template ${process.env[templateName] ?? 'template1'}`);
    await knex('categories').insert({ key: 'crm', title: 'Customers' });
  });
  afterAll(async () => {
    await knex.destroy();
    await administer(`drop database if exists ${name} with (force)`);
  });
  return { url, knex };
};
