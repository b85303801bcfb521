'use strict';

const { requireNode } = require('./launcher/node-version.js');
requireNode();

const { build } = require('./launcher/build.js');
const { install } = require('./launcher/install.js');
const { createPrinter } = require('./launcher/print.js');
const { createShutdown, signalExitCode } = require('./launcher/shutdown.js');
const { reasonOf } = require('./launcher/ways.js');

const main = async () => {
  const print = createPrinter();
  createShutdown(print).handleSignals(signalExitCode);
  await install(print);
  await build(print);
  print.step('dist/ is up to date');
};

main().catch((error) => {
  console.error(reasonOf(error));
  process.exitCode = 1;
});
