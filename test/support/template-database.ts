import { createKnex } from '../../db/knex';
import { migrateUp } from '../../db/migrate';
import { administer, databaseUrl, templateName } from './database';

/** Migrates one database for the whole run, which each test file then copies. Two kinds of tests ask for it. */
const makeTemplate = async (): Promise<void> => {
  if (process.env[templateName] !== undefined) return;
  const name = `entrepot_template_${process.pid}`;
  await administer(`drop database if exists ${name}`, `create database ${name}`);
  const knex = createKnex(databaseUrl(name), { poolMax: 2 });
  await migrateUp(knex);
  await knex.destroy();
  process.env[templateName] = name;
};

export default makeTemplate;
