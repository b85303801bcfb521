'use strict';

/** @param {string} url */
const connect = async (url) => {
  // Only here, because the launcher runs before anything is installed.
  const { Client } = require('pg');
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  await client.connect();
  return client;
};

/** What a server says or does while it is still coming up. */
const NOT_YET = new Set(['ECONNREFUSED', 'ECONNRESET', '57P03']);

/** @param {string} url @returns {Promise<boolean>} */
const isReady = async (url) => {
  try {
    const client = await connect(url);
    await client.end();
    return true;
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (NOT_YET.has(code ?? '') || /terminated|timeout/i.test(message)) return false;
    throw error;
  }
};

/** @param {string} url @param {string} name A plain word. */
const createDatabase = async (url, name) => {
  const client = await connect(url);
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
};

module.exports = { createDatabase, isReady };
