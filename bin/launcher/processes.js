'use strict';

const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { pidFileOf, stopLeftover, writePidFile } = require('./pid-files.js');
const { endProcess, killGroup, signal } = require('./identity.js');

/**
 * @typedef {object} ProcessOptions
 * @property {string} name Names the log and the pid file.
 * @property {string} home
 * @property {string} command
 * @property {readonly string[]} args
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {{ uid: number, gid: number } | undefined} [user]
 * @property {readonly (readonly [NodeJS.Signals, number])[]} [stopSteps] Signals and the ms that each is given.
 */
/** @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Exit */
/**
 * @typedef {object} Child
 * @property {string} name
 * @property {number} pid
 * @property {string} logFile
 * @property {Promise<Exit>} exited
 * @property {() => Exit | undefined} exit Undefined as long as it runs.
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill Without a word, as a crash would.
 */

const LOG_LIMIT = 20e6;

/** What must not outlive this process, whatever ends it. @type {Map<number, NodeJS.Signals>} */
const running = new Map();
/** Those that this process waits for, the leaders of their groups. @type {Set<number>} */
const foreground = new Set();

const endAll = () => {
  for (const pid of foreground) killGroup(pid);
  for (const [pid, name] of running) signal(pid, name);
};

const endForeground = async () => {
  for (const pid of foreground) {
    await endProcess(pid, [['SIGTERM', 3_000]]);
    killGroup(pid);
  }
};

/** @param {number} pid @param {NodeJS.Signals} stopSignal */
const track = (pid, stopSignal) => {
  if (running.size === 0) process.once('exit', endAll);
  running.set(pid, stopSignal);
};

/** @param {number} pid */
const untrack = (pid) => {
  running.delete(pid);
  if (running.size === 0) process.off('exit', endAll);
};

/** @param {string} file */
const openLog = (file) => {
  if (fs.existsSync(file) && fs.statSync(file).size > LOG_LIMIT) fs.renameSync(file, `${file}.1`);
  return fs.openSync(file, 'a', 0o600);
};

/** @param {string} file @param {number} count @returns {string[]} The last lines. */
const tail = (file, count) => {
  if (!fs.existsSync(file)) return [];
  const { size } = fs.statSync(file);
  const from = Math.max(0, size - 64_000);
  const buffer = Buffer.alloc(size - from);
  const fd = fs.openSync(file, 'r');
  fs.readSync(fd, buffer, 0, buffer.length, from);
  fs.closeSync(fd);
  return buffer.toString('utf8').trimEnd().split('\n').slice(-count);
};

/**
 * Starts a server in a process group of its own, so that Ctrl-C reaches the launcher alone, which then stops all in order.
 *
 * @param {ProcessOptions} options
 * @returns {Promise<Child>}
 */
const startProcess = async (options) => {
  const { name, home, command, args, stopSteps = [['SIGTERM', 10_000]] } = options;
  const stopSignal = stopSteps[0]?.[0] ?? 'SIGTERM';
  const pidFile = pidFileOf(home, name);
  await stopLeftover(pidFile);
  const logFile = path.join(home, 'logs', `${name}.log`);
  const log = openLog(logFile);
  const child = spawn(command, args, {
    cwd: options.cwd ?? home,
    env: { ...(options.env ?? process.env), TZ: 'UTC' },
    stdio: ['ignore', log, log],
    detached: true,
    ...(options.user ? { uid: options.user.uid, gid: options.user.gid } : {}),
  });
  fs.closeSync(log);

  /** @type {Exit | undefined} */
  let exit;
  /** @type {Promise<Exit>} */
  const exited = new Promise((resolve) => child.once('exit', (code, by) => resolve((exit = { code, signal: by }))));
  const { pid } = child;
  if (pid === undefined) {
    const error = await new Promise((resolve) => child.once('error', resolve));
    throw new Error(`${name} cannot be started: ${error.message}`);
  }
  child.on('error', () => {});
  writePidFile(pidFile, pid, stopSignal);
  track(pid, stopSignal);
  void exited.then(() => {
    untrack(pid);
    fs.rmSync(pidFile, { force: true });
  });

  const end = async (/** @type {readonly (readonly [NodeJS.Signals, number])[]} */ steps) => {
    if (exit) return;
    await endProcess(pid, steps);
    await exited;
  };
  return { name, pid, logFile, exited, exit: () => exit, stop: () => end(stopSteps), kill: () => end([]) };
};

/** @param {Child} child Throws with the end of the log when it has died. */
const throwIfDead = (child) => {
  const exit = child.exit();
  if (exit) throw new Error(`${child.name} ended (${describeExit(exit)})\n${tail(child.logFile, 20).join('\n')}`);
};

/** @param {Exit} exit */
const describeExit = (exit) => (exit.signal ? `signal ${exit.signal}` : `exit code ${exit.code}`);

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {'inherit' | 'collect'} [output]
 * @property {{ uid: number, gid: number } | undefined} [user]
 * @property {AbortSignal} [signal]
 * @property {string | undefined} [pidFile] For programs that run long, so that the next start finds them.
 */

/**
 * Runs a program to its end, in a process group of its own, which `endForeground` ends as a whole.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
const run = (command, args, { env, cwd, output = 'collect', user, signal: aborted, pidFile } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...(env ?? process.env), TZ: 'UTC' },
      ...(cwd === undefined ? {} : { cwd }),
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
      stdio: output === 'inherit' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let collected = '';
    const collect = (/** @type {Buffer} */ chunk) => void (collected += chunk.toString('utf8'));
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', (error) => reject(new Error(`${command} cannot be started: ${error.message}`)));
    const { pid } = child;
    if (pid === undefined) return;
    track(pid, 'SIGTERM');
    foreground.add(pid);
    if (pidFile !== undefined) writePidFile(pidFile, pid, 'SIGTERM');
    aborted?.addEventListener('abort', () => killGroup(pid), { once: true });
    child.once('close', (code) => {
      untrack(pid);
      foreground.delete(pid);
      if (pidFile !== undefined) fs.rmSync(pidFile, { force: true });
      resolve({ code: code ?? 1, output: collected });
    });
  });

/**
 * The first line that a program prints, or undefined when it cannot be run.
 *
 * @param {string} command
 * @param {readonly string[]} args
 */
const firstLine = (command, args) => {
  const result = spawnSync(command, args, { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] });
  return result.status === 0 ? result.stdout.split('\n')[0]?.trim() : undefined;
};

module.exports = { describeExit, endForeground, firstLine, run, startProcess, tail, throwIfDead };
