'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { describeExit, tail } = require('./processes.js');
const { reasonOf } = require('./ways.js');

const RESTARTS = 5;
/** A process that has run this long has got over its troubles. */
const HEALTHY_MS = 60_000;

/**
 * Watches a server and starts it again, later and later, when it dies on its own.
 *
 * @param {object} options
 * @param {string} options.name
 * @param {import('./servers.js').Server} options.server
 * @param {import('./print.js').Printer} options.print
 * @param {() => boolean} options.isStopping
 * @param {number} [options.backoffMs] Before the first restart; doubled for each further one.
 * @returns {Promise<void>} Ends when it is stopped; rejects when it is given up.
 */
const supervise = async ({ name, server, print, isStopping, backoffMs = 500 }) => {
  let restarts = 0;
  while (!server.external) {
    const child = server.child();
    if (!child) return;
    const since = Date.now();
    const exit = await child.exited;
    if (isStopping()) return;
    print.step(`${name} died (${describeExit(exit)}). The end of ${child.logFile}:`);
    for (const line of tail(child.logFile, 20)) print.note(line);
    if (Date.now() - since > HEALTHY_MS) restarts = 0;
    for (;;) {
      if (restarts++ >= RESTARTS) throw new Error(`${name} died ${RESTARTS + 1} times and is given up`);
      await sleep(backoffMs * 2 ** (restarts - 1));
      if (isStopping()) return;
      try {
        await server.restart();
        print.step(`${name} started again`);
        break;
      } catch (error) {
        print.step(`${name} cannot be started again: ${reasonOf(error)}`);
      }
    }
  }
};

module.exports = { supervise };
