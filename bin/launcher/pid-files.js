'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { endProcess, identityOf, killGroup } = require('./identity.js');

/** @typedef {{ pid: number, identity: string, stopSignal: NodeJS.Signals }} PidFile */

/** @param {string} file @returns {PidFile | undefined} Of a process that still runs. */
const readPidFile = (file) => {
  try {
    const content = /** @type {PidFile} */ (JSON.parse(fs.readFileSync(file, 'utf8')));
    return identityOf(content.pid) === content.identity ? content : undefined;
  } catch {
    return undefined;
  }
};

/** @param {string} file @param {number} pid @param {NodeJS.Signals} stopSignal @param {'w' | 'wx'} [flag] */
const writePidFile = (file, pid, stopSignal, flag = 'w') =>
  fs.writeFileSync(file, JSON.stringify({ pid, identity: identityOf(pid), stopSignal }), { mode: 0o600, flag });

/**
 * Makes sure that one process alone holds `file`; whoever holds it and has died gives it up.
 *
 * @param {string} file
 * @param {(pid: number) => string} message Why it cannot be had.
 * @returns {() => void} Gives it back.
 */
const takeLock = (file, message) => {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writePidFile(file, process.pid, 'SIGTERM', 'wx');
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const holder = readPidFile(file);
    if (holder) throw new Error(message(holder.pid));
    fs.rmSync(file, { force: true });
  }
  throw new Error(`${file} cannot be taken`);
};

/** @param {string} home @param {string} name */
const pidFileOf = (home, name) => path.join(home, 'run', `${name}.pid`);

/**
 * Stops what a launcher that was killed has left running, the newest first.
 *
 * @param {string} home
 * @returns {Promise<string[]>} The names of what was stopped.
 */
const stopLeftovers = async (home) => {
  const run = path.join(home, 'run');
  if (!fs.existsSync(run)) return [];
  const files = fs
    .readdirSync(run)
    .filter((name) => name.endsWith('.pid'))
    .map((name) => ({ name, file: path.join(run, name), madeAt: fs.statSync(path.join(run, name)).mtimeMs }))
    .sort((a, b) => b.madeAt - a.madeAt);
  const stopped = [];
  for (const { name, file } of files) {
    if (await stopLeftover(file)) stopped.push(path.basename(name, '.pid'));
  }
  return stopped;
};

/** @param {string} file @returns {Promise<boolean>} Whether there was anything to stop. */
const stopLeftover = async (file) => {
  const left = readPidFile(file);
  if (left?.pid === process.pid) return false;
  if (left) {
    await endProcess(left.pid, [[left.stopSignal, 10_000]]);
    killGroup(left.pid);
  }
  fs.rmSync(file, { force: true });
  return left !== undefined;
};

module.exports = { pidFileOf, readPidFile, stopLeftover, stopLeftovers, takeLock, writePidFile };
