'use strict';

const { createHash, randomBytes } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/** The repository. */
const ROOT = path.resolve(__dirname, '..', '..');

/** Where all state lives. */
const defaultHome = () => path.resolve(process.env['ENTREPOT_HOME'] || path.join(ROOT, '.entrepot'));

/**
 * Makes a folder that nobody else can read. Root's own home can be passed through, because the database below it
 * belongs to another account.
 *
 * @param {string} home
 */
const openHome = (home) => {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  fs.mkdirSync(home, { recursive: true, mode });
  fs.chmodSync(home, mode);
  for (const name of ['logs', 'run']) privateFolder(path.join(home, name));
  return home;
};

/** @param {string} folder */
const privateFolder = (folder) => {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
};

/**
 * A secret that is made once and read by its owner alone.
 *
 * @param {string} file
 * @param {() => string} make
 */
const secretFile = (file, make) => {
  try {
    fs.writeFileSync(file, `${make()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  return fs.readFileSync(file, 'utf8').trim();
};

/** @param {string} home 32 random bytes in base64, the same at every start. */
const secretKey = (home) => secretFile(path.join(home, 'secret.key'), () => randomBytes(32).toString('base64'));

/**
 * For state that cannot live in the home, because another account could not reach it there.
 *
 * @param {string} home
 */
const reachablePlace = (home) =>
  path.join('/var/lib', `entrepot-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`);

/** Downloads, the mark of who is running, and what tests and figures run in at this moment. */
const KEPT = ['cache', 'launcher.pid', 'test', 'bench'];

/**
 * Removes all state of a marketplace, which must have been stopped.
 *
 * @param {string} home
 */
const removeState = (home) => {
  for (const name of fs.existsSync(home) ? fs.readdirSync(home) : []) {
    if (!KEPT.includes(name)) fs.rmSync(path.join(home, name), { recursive: true, force: true });
  }
  if (process.getuid?.() === 0) fs.rmSync(reachablePlace(home), { recursive: true, force: true });
};

/** @param {string} home @returns {Record<string, number>} The ports of the last start. */
const readPorts = (home) => {
  try {
    return JSON.parse(fs.readFileSync(path.join(home, 'ports.json'), 'utf8'));
  } catch {
    return {};
  }
};

/** @param {string} home @param {Record<string, number>} ports */
const writePorts = (home, ports) =>
  fs.writeFileSync(path.join(home, 'ports.json'), `${JSON.stringify({ ...readPorts(home), ...ports })}\n`, {
    mode: 0o600,
  });

module.exports = {
  ROOT,
  defaultHome,
  openHome,
  privateFolder,
  reachablePlace,
  readPorts,
  removeState,
  secretFile,
  secretKey,
  writePorts,
};
