'use strict';

require('./launcher/node-version.js').requireNode();

const fs = require('node:fs');
const path = require('node:path');
const { needsServers } = require('./launcher/flags.js');
const { ROOT, defaultHome, privateFolder } = require('./launcher/home.js');
const { run } = require('./launcher/processes.js');
const { inSandbox } = require('./launcher/sandbox.js');
const { summarize } = require('./launcher/summary.js');
const { reasonOf } = require('./launcher/ways.js');

const args = process.argv.slice(2);
const reportFile = path.join(privateFolder(defaultHome()), `jest-${process.pid}.json`);

/** @param {NodeJS.ProcessEnv} env */
const runJest = async (env) => {
  const jest = path.join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const report = ['--json', `--outputFile=${reportFile}`];
  const { code } = await run(process.execPath, [jest, ...args, ...report], { cwd: ROOT, env, output: 'inherit' });
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
    code = await inSandbox({ kind: 'test', mode: 'test', postgres: servers, temporal: servers, work: runJest });
  } catch (error) {
    console.error(reasonOf(error));
  }
  const line = summarize(takeReport(), code);
  process.exitCode = code;
  // Jest writes to the other stream; this is to be the last of both.
  setImmediate(() => console.log(line));
};

void main();
