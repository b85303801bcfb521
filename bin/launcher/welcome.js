'use strict';

const fs = require('node:fs');

/** @typedef {{ role: string, name: string, key: string }} ApiKey */

/** @param {string} file @returns {ApiKey[]} One a role. */
const readKeys = (file) => {
  if (!fs.existsSync(file)) return [];
  const keys = /** @type {ApiKey[]} */ (JSON.parse(fs.readFileSync(file, 'utf8')));
  return keys.filter(({ role }, at) => keys.findIndex((key) => key.role === role) === at);
};

/**
 * What a person needs to go on.
 *
 * @param {{ apiUrl: string, temporalUi: string | undefined, keys: readonly ApiKey[], logs: string }} options
 * @returns {string}
 */
const welcome = ({ apiUrl, temporalUi, keys, logs }) => {
  const width = Math.max(0, ...keys.map(({ role }) => role.length));
  const caller = keys.find(({ role }) => /consumer|customer/.test(role)) ?? keys[0];
  const curl = (/** @type {string} */ path) =>
    `  curl -s -H 'Authorization: Bearer ${caller?.key ?? '<API key>'}' ${apiUrl}/v1/${path}`;
  return [
    '',
    `API             ${apiUrl}`,
    `API reference   ${apiUrl}/docs`,
    ...(temporalUi ? [`Temporal UI     ${temporalUi}/namespaces/default/workflows`] : []),
    `Logs            ${logs}`,
    ...(keys.length > 0 ? ['', 'API keys'] : []),
    ...keys.map(({ role, name, key }) => `  ${role.padEnd(width)}  ${key}  (${name})`),
    '',
    'Try',
    ...['offerings', 'orders', 'subscriptions'].map(curl),
    '',
    'Ctrl-C stops.',
    '',
  ].join('\n');
};

module.exports = { readKeys, welcome };
