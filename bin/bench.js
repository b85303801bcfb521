'use strict';

const { requireNode } = require('./launcher/node-version.js');
requireNode();

const { compiled } = require('./launcher/application.js');
const { ROOT } = require('./launcher/home.js');
const { run } = require('./launcher/processes.js');
const { inSandbox } = require('./launcher/sandbox.js');
const { reasonOf } = require('./launcher/ways.js');

/** @param {NodeJS.ProcessEnv} env @param {string | undefined} pidFile */
const measure = async (env, pidFile) => {
  const command = [compiled('bench/main.js'), ...process.argv.slice(2)];
  const { code } = await run(process.execPath, command, { cwd: ROOT, env, pidFile, output: 'inherit' });
  return code;
};

inSandbox({ kind: 'bench', mode: 'production', work: measure }).then(
  (code) => void (process.exitCode = code),
  (error) => {
    console.error(reasonOf(error));
    process.exitCode = 1;
  },
);
