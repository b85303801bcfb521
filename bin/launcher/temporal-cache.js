'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { privateFolder } = require('./home.js');

/** @param {Buffer} content */
const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/**
 * One folder for all clones on the machine, then the home's own.
 *
 * @param {string} home
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string[]}
 */
const cacheFolders = (home, env = process.env) => {
  const shared = env['XDG_CACHE_HOME'] || (os.homedir() === '/' ? undefined : path.join(os.homedir(), '.cache'));
  return [...(shared ? [path.join(shared, 'entrepot')] : []), path.join(home, 'cache')];
};

const binaryName = (/** @type {string} */ version) => `temporal-${version}-${process.platform}-${process.arch}`;

/**
 * The program from a cache, once it has the checksum that was recorded beside it.
 *
 * @param {readonly string[]} folders
 * @param {readonly string[]} versions
 * @returns {string}
 */
const cachedBinary = (folders, versions) => {
  let damaged = '';
  for (const folder of folders) {
    for (const version of versions) {
      const file = path.join(folder, binaryName(version));
      if (!fs.existsSync(file) || !fs.existsSync(`${file}.sha256`)) continue;
      if (fs.readFileSync(`${file}.sha256`, 'utf8').trim() === sha256(fs.readFileSync(file))) return file;
      fs.rmSync(file, { force: true });
      damaged = `; ${file} was damaged and has been removed`;
    }
  }
  throw new Error(`nothing in ${folders.join(' or ')}${damaged}`);
};

/** @param {readonly string[]} folders @returns {string} The first that can be written to. */
const writableFolder = (folders) => {
  for (const folder of folders) {
    try {
      privateFolder(folder);
      fs.accessSync(folder, fs.constants.W_OK);
      return folder;
    } catch {
      // The next one.
    }
  }
  throw new Error(`no cache folder can be written to: ${folders.join(', ')}`);
};

/**
 * @param {readonly string[]} folders
 * @param {string} version
 * @param {Buffer} program
 * @returns {string}
 */
const storeBinary = (folders, version, program) => {
  const file = path.join(writableFolder(folders), binaryName(version));
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, program, { mode: 0o755 });
  fs.writeFileSync(`${file}.sha256`, `${sha256(program)}\n`);
  fs.renameSync(draft, file);
  return file;
};

module.exports = { cacheFolders, cachedBinary, sha256, storeBinary, writableFolder };
