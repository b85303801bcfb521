'use strict';

const { requireNode } = require('./launcher/node-version.js');
requireNode();

const { compiled } = require('./launcher/application.js');
const { build } = require('./launcher/build.js');
const { install } = require('./launcher/install.js');
const { createPrinter } = require('./launcher/print.js');
const { run } = require('./launcher/processes.js');
const { reasonOf } = require('./launcher/ways.js');

const main = async () => {
  const print = createPrinter();
  await install(print);
  await build(print);
  const command = [compiled('bin/cases/main.js'), ...process.argv.slice(2)];
  const { code } = await run(process.execPath, command, { output: 'inherit' });
  return code;
};

main().then(
  (code) => void (process.exitCode = code),
  (error) => {
    console.error(reasonOf(error));
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
  },
);
