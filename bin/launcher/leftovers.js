'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { openHome, removeState } = require('./home.js');
const { readPidFile, stopLeftovers, takeLock } = require('./pid-files.js');

/**
 * A home of its own for one run of tests or figures, so that runs side by side do not meet. What earlier runs left when
 * they were killed is stopped and removed.
 *
 * @param {string} parent
 * @returns {Promise<string>}
 */
const freshHome = async (parent) => {
  fs.mkdirSync(parent, { recursive: true });
  for (const name of fs.readdirSync(parent)) {
    const home = path.join(parent, name);
    if (!readPidFile(path.join(home, 'launcher.pid'))) await removeHome(home);
  }
  const home = openHome(path.join(parent, String(process.pid)));
  takeLock(path.join(home, 'launcher.pid'), (pid) => `process ${pid} holds ${home}`);
  return home;
};

/** Stops what still runs below a home, also of homes inside it, and removes it. @param {string} home */
const removeHome = async (home) => {
  const entries = fs.readdirSync(home, { recursive: true, withFileTypes: true });
  const homes = entries.filter((entry) => entry.isDirectory() && entry.name === 'run').map((entry) => entry.parentPath);
  for (const inner of homes) await stopLeftovers(inner);
  for (const inner of homes) removeState(inner);
  fs.rmSync(home, { recursive: true, force: true });
};

module.exports = { freshHome, removeHome };
