'use strict';

const net = require('node:net');
const { setTimeout: sleep } = require('node:timers/promises');

const LOOPBACK = '127.0.0.1';

/**
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<boolean>}
 */
const isFree = (port, host = LOOPBACK) =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

/**
 * Below the range from which outgoing connections take theirs, so that a server that was stopped finds its port again.
 *
 * @param {string} [host]
 * @returns {Promise<number>}
 */
const findFree = async (host = LOOPBACK) => {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port, host)) return port;
  }
  throw new Error(`no free port between 20000 and 32000 on ${host}`);
};

/**
 * The first of the preferred ports that is free, else any free one.
 *
 * @param {readonly (number | undefined)[]} preferred
 * @param {string} [host]
 * @returns {Promise<number>}
 */
const choosePort = async (preferred, host = LOOPBACK) => {
  for (const port of preferred) {
    if (port !== undefined && port > 0 && (await isFree(port, host))) return port;
  }
  return findFree(host);
};

/**
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<boolean>}
 */
const answers = (port, host = LOOPBACK) =>
  new Promise((resolve) => {
    const socket = net.connect({ port, host });
    const end = (/** @type {boolean} */ open) => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });

/**
 * Waits until `ready` says yes; `failed` may end the wait early by throwing.
 *
 * @param {() => Promise<boolean>} ready
 * @param {{ what: string, timeoutMs: number, everyMs?: number, failed?: () => void }} options
 * @returns {Promise<void>}
 */
const waitUntil = async (ready, { what, timeoutMs, everyMs = 25, failed }) => {
  const until = Date.now() + timeoutMs;
  while (!(await ready())) {
    failed?.();
    if (Date.now() > until) throw new Error(`${what} did not answer within ${timeoutMs / 1000} s`);
    await sleep(everyMs);
  }
};

module.exports = { LOOPBACK, answers, choosePort, findFree, isFree, waitUntil };
