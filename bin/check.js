'use strict';

const { requireNode } = require('./launcher/node-version.js');
requireNode();

const path = require('node:path');
const { ROOT } = require('./launcher/home.js');
const { install } = require('./launcher/install.js');
const { createPrinter } = require('./launcher/print.js');
const { run } = require('./launcher/processes.js');
const { createShutdown, signalExitCode } = require('./launcher/shutdown.js');
const { reasonOf } = require('./launcher/ways.js');

const FOLDERS = 'domain workflows activities api db providers platform workers bin bench demo test'.split(' ');

/** @param {string} tool Below node_modules. */
const tool = (tool) => path.join(ROOT, 'node_modules', tool);

/** What a commit must pass, the quick ones first. @type {readonly { name: string, args: readonly string[] }[]} */
const CHECKS = [
  { name: 'format', args: [tool('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'] },
  {
    name: 'lint',
    args: [tool('eslint/bin/eslint.js'), '.', '--cache', '--cache-location', 'node_modules/.cache/eslint/'],
  },
  { name: 'types', args: [tool('typescript/bin/tsc'), '--noEmit'] },
  {
    name: 'dependency rules',
    args: [tool('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', ...FOLDERS],
  },
  { name: 'dead code', args: [tool('knip/bin/knip.js')] },
  { name: 'build', args: ['bin/build.js'] },
  { name: 'workflow bundle', args: ['dist/bin/bundle-workflows.js', '--check'] },
  { name: 'OpenAPI document', args: ['dist/bin/openapi.js', '--check'] },
  { name: 'schemas of files', args: ['dist/bin/file-schemas.js', '--check'] },
];

const main = async () => {
  const print = createPrinter();
  createShutdown(print).handleSignals(signalExitCode);
  await install(print);
  for (const { name, args } of CHECKS) {
    const { code, output } = await run(process.execPath, args, { cwd: ROOT });
    if (code !== 0) throw new Error(`${output.trim()}\n\n${name}: failed`);
    print.step(`${name}: passed`);
  }
};

main().catch((error) => {
  console.error(reasonOf(error));
  process.exitCode = 1;
});
