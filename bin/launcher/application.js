'use strict';

const path = require('node:path');
const { ROOT } = require('./home.js');
const { answersOk } = require('./http.js');
const { run } = require('./processes.js');
const { ownServer, startReady } = require('./servers.js');

/** @param {string} script Below dist. */
const compiled = (script) => path.join(ROOT, 'dist', script);

/**
 * One of our own processes, once its health page says that it is ready.
 *
 * @param {{ name: string, script: string, home: string, env: NodeJS.ProcessEnv, readyUrl: string }} options
 */
const startApplication = ({ name, script, home, env, readyUrl }) =>
  ownServer(() =>
    startReady(
      {
        name,
        home,
        env,
        command: process.execPath,
        args: [compiled(script)],
        cwd: ROOT,
        // Longer than the worker gives its activities.
        stopSteps: [['SIGTERM', 15_000]],
      },
      () => answersOk(readyUrl),
      60_000,
    ),
  );

/**
 * Runs one of our own programs to its end and fails as it does.
 *
 * @param {string} what
 * @param {readonly string[]} command The script below dist, and its arguments.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} What it printed.
 */
const runApplication = async (what, [script = '', ...args], env) => {
  const { code, output } = await run(process.execPath, [compiled(script), ...args], { env, cwd: ROOT });
  if (code !== 0) throw new Error(`${what} failed:\n${output.trim()}`);
  return output;
};

module.exports = { compiled, runApplication, startApplication };
