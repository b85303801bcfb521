'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { ROOT } = require('./home.js');
const { run } = require('./processes.js');

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }>} Packages */

/** @param {string} file @returns {Packages} */
const packagesIn = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages;

/**
 * Whether what is installed is what the lock file asks for. Times decide where they can; a checkout or a fresh lock
 * file may be younger than an installation that is still right, and then the contents do.
 *
 * @param {string} root
 */
const isInstalled = (root) => {
  const lockFile = path.join(root, 'package-lock.json');
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (!fs.existsSync(installed)) return false;
  if (fs.statSync(installed).mtimeMs >= fs.statSync(lockFile).mtimeMs) return true;
  const wanted = packagesIn(lockFile);
  const present = packagesIn(installed);
  return (
    Object.entries(present).every(([name, { version }]) => wanted[name]?.version === version) &&
    Object.entries(wanted).every(([name, { optional, devOptional }]) => {
      return name === '' || optional === true || devOptional === true || present[name] !== undefined;
    })
  );
};

/**
 * `npm ci` when it is needed. Scripts of packages are not run: nothing here depends on them.
 *
 * @param {import('./print.js').Printer} print
 */
const install = async (print) => {
  if (isInstalled(ROOT)) return;
  print.step('installing the packages of package-lock.json (npm ci)');
  const npm = process.env['npm_execpath'];
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const flags = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const { code, output } = await run(command, [...args, ...flags], { cwd: ROOT });
  if (code !== 0) throw new Error(`npm ci failed:\n${output.trim()}`);
  print.step('packages installed');
};

module.exports = { install, isInstalled };
