'use strict';

const { requireNode } = require('./launcher/node-version.js');
requireNode();

const { runApplication } = require('./launcher/application.js');
const { inSandbox } = require('./launcher/sandbox.js');
const { reasonOf } = require('./launcher/ways.js');

/** All migrations, all of them back, and all again: what goes up must come down. @param {NodeJS.ProcessEnv} env */
const upDownUp = async (env) => {
  for (const direction of ['up', 'down', 'up']) {
    await runApplication(`migrating ${direction}`, ['bin/migrate.js', direction], env);
    console.log(`         migrated ${direction}`);
  }
  return 0;
};

inSandbox({ kind: 'test', mode: 'test', temporal: false, work: upDownUp }).catch((error) => {
  console.error(reasonOf(error));
  process.exitCode = 1;
});
