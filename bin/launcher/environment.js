'use strict';

const net = require('node:net');
const path = require('node:path');
const { secretKey } = require('./home.js');
const { LOOPBACK } = require('./ports.js');

/**
 * Where the API listens. Hosting platforms name the address in HOST, but some shells put the machine's name there, which
 * nobody has asked for.
 *
 * @param {NodeJS.ProcessEnv} env
 */
const apiHost = (env) => {
  const host = env['HOST'] ?? '';
  return env['API_HOST'] || (net.isIP(host) ? host : LOOPBACK);
};

/**
 * What our own processes are told, over whatever the caller's environment says.
 *
 * @param {object} options
 * @param {string} options.home
 * @param {'production' | 'test'} options.mode
 * @param {{ url: string }} options.postgres
 * @param {{ address: string, uiUrl: string | undefined }} options.temporal
 * @param {{ api: number, workerHealth: number, vendor: number }} options.ports
 * @returns {NodeJS.ProcessEnv}
 */
const processEnvironment = ({ home, mode, postgres, temporal, ports }) => ({
  ...process.env,
  NODE_ENV: mode,
  TZ: 'UTC',
  // The C library would keep an arena of freed memory for each of a worker's many threads.
  MALLOC_ARENA_MAX: process.env['MALLOC_ARENA_MAX'] ?? '2',
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
  DATABASE_URL: postgres.url,
  TEMPORAL_ADDRESS: temporal.address,
  TEMPORAL_NAMESPACE: process.env['TEMPORAL_NAMESPACE'] ?? 'default',
  ...(temporal.uiUrl ? { TEMPORAL_UI_URL: temporal.uiUrl } : {}),
  API_HOST: apiHost(process.env),
  API_PORT: String(ports.api),
  PUBLIC_URL: process.env['PUBLIC_URL'] ?? `http://${LOOPBACK}:${ports.api}`,
  WORKER_HEALTH_PORT: String(ports.workerHealth),
  VENDOR_PORT: String(ports.vendor),
  ENTREPOT_HOME: home,
  ENTREPOT_KEYS_FILE: path.join(home, 'keys.json'),
  ENTREPOT_SECRET_KEY: process.env['ENTREPOT_SECRET_KEY'] ?? secretKey(home),
  // The demo vendor listens on loopback.
  ALLOW_PRIVATE_ENDPOINTS: process.env['ALLOW_PRIVATE_ENDPOINTS'] ?? 'true',
});

module.exports = { apiHost, processEnvironment };
