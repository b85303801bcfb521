'use strict';

const { waitUntil } = require('./ports.js');
const { startProcess, throwIfDead } = require('./processes.js');

/** @typedef {import('./processes.js').Child} Child */
/**
 * @typedef {object} Server
 * @property {boolean} external Somebody else's: it is neither started nor stopped.
 * @property {number | undefined} pid
 * @property {() => Child | undefined} child
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill As a crash would end it.
 * @property {() => Promise<void>} restart On the same ports and data, after `stop`, `kill` or a crash.
 */

/** @returns {Server} */
const externalServer = () => ({
  external: true,
  pid: undefined,
  child: () => undefined,
  stop: async () => {},
  kill: async () => {},
  restart: async () => {},
});

/**
 * @param {() => Promise<Child>} launch
 * @returns {Promise<Server>}
 */
const ownServer = async (launch) => {
  let child = await launch();
  return {
    external: false,
    get pid() {
      return child.pid;
    },
    child: () => child,
    stop: () => child.stop(),
    kill: () => child.kill(),
    restart: async () => {
      await child.stop();
      child = await launch();
    },
  };
};

/**
 * Starts a process and waits until it can be used; one that cannot is not left running.
 *
 * @param {import('./processes.js').ProcessOptions} options
 * @param {() => Promise<boolean>} ready
 * @param {number} timeoutMs
 * @returns {Promise<Child>}
 */
const startReady = async (options, ready, timeoutMs) => {
  const child = await startProcess(options);
  try {
    await waitUntil(ready, { what: options.name, timeoutMs, failed: () => throwIfDead(child) });
    return child;
  } catch (error) {
    await child.kill();
    throw error;
  }
};

module.exports = { externalServer, ownServer, startReady };
