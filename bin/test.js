'use strict';

const { requireNode } = require('./launcher/node-version.js');
requireNode();

const fs = require('node:fs');
const path = require('node:path');
const { needsServers } = require('./launcher/flags.js');
const { ROOT, defaultHome, openHome } = require('./launcher/home.js');
const { run } = require('./launcher/processes.js');
const { inSandbox } = require('./launcher/sandbox.js');
const { summarize } = require('./launcher/summary.js');
const { reasonOf } = require('./launcher/ways.js');

const args = process.argv.slice(2);
const reportFile = path.join(openHome(defaultHome()), `jest-${process.pid}.json`);

/** @param {NodeJS.ProcessEnv} env @param {string | undefined} pidFile */
const runJest = async (env, pidFile) => {
  const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const report = ['--json', `--outputFile=${reportFile}`];
  const command = [jest, ...args, ...report];
  const { code } = await run(process.execPath, command, { cwd: ROOT, env, pidFile, output: 'inherit' });
  return code;
};

/** @returns {import('./launcher/summary.js').JestReport | undefined} */
const takeReport = () => {
  try {
    return JSON.parse(fs.readFileSync(reportFile, 'utf8'));
  } catch {
    return undefined;
  } finally {
    fs.rmSync(reportFile, { force: true });
  }
};

const main = async () => {
  const servers = needsServers(args);
  let code = 1;
  try {
    const sandbox = { kind: 'test', mode: /** @type {const} */ ('test'), postgres: servers, temporal: servers };
    code = await inSandbox({ ...sandbox, work: runJest, onSignal: () => console.log(summarize(takeReport(), 1)) });
  } catch (error) {
    console.error(reasonOf(error));
  }
  const line = summarize(takeReport(), code);
  process.exitCode = code;
  // Jest writes to the other stream; this is to be the last of both.
  setImmediate(() => console.log(line));
};

void main();
