'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

/**
 * What tells a process from a later one with the same number: the machine's boot and the start time. Undefined when no
 * such process runs.
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
const identityOf = (pid) => {
  if (process.platform === 'linux') {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie has ended; only its parent has not noticed.
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  const listed = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [state = '', ...since] = (listed.stdout ?? '').trim().split(/\s+/);
  return listed.status === 0 && state !== '' && !state.startsWith('Z') ? since.join(' ') : undefined;
};

/** @param {number} pid @returns {string} The command line, or nothing. */
const commandOf = (pid) => {
  if (process.platform === 'linux') {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
};

/** @param {number} pid */
const isAlive = (pid) => identityOf(pid) !== undefined;

/** @param {number} pid Whether the number is in use, be it by a process that has ended and was not collected. */
const isTaken = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
};

/** @param {number} pid @param {NodeJS.Signals} signal */
const signal = (pid, signal) => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
};

/** Ends a process that leads a group, and all that it has started in it, at once. @param {number} leader */
const killGroup = (leader) => signal(-leader, 'SIGKILL');

/** @param {number} pid @param {number} timeoutMs @returns {Promise<boolean>} Whether it has gone. */
const waitGone = async (pid, timeoutMs) => {
  const until = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > until) return false;
    await sleep(20);
  }
  return true;
};

/**
 * Sends one signal after the other until the process has gone.
 *
 * @param {number} pid
 * @param {readonly (readonly [NodeJS.Signals, number])[]} steps Signals with the time that each is given, in ms.
 */
const endProcess = async (pid, steps) => {
  for (const [name, timeoutMs] of [...steps, /** @type {const} */ (['SIGKILL', 5_000])]) {
    signal(pid, name);
    if (await waitGone(pid, timeoutMs)) return;
  }
  throw new Error(`process ${pid} does not end`);
};

module.exports = { commandOf, endProcess, identityOf, isAlive, isTaken, killGroup, signal };
