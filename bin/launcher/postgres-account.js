'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** @typedef {{ name: string, uid: number, gid: number }} Account */

/** @param {string} name @returns {Account | undefined} */
const lookUp = (name) => {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
};

/**
 * Postgres refuses to run as root, so root hands it to another account: the one that owns the data already, `postgres`
 * where it exists, else `nobody`. Undefined when no switch is needed.
 *
 * @param {string} data The data directory, which may not exist yet.
 * @returns {Account | undefined}
 */
const serverAccount = (data) => {
  if (process.getuid?.() !== 0) return undefined;
  const owner = fs.statSync(data, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { name: `uid ${owner.uid}`, uid: owner.uid, gid: owner.gid };
  const account = lookUp('postgres') ?? lookUp('nobody');
  if (!account) throw new Error('Postgres refuses to run as root, and there is no account `postgres` or `nobody`');
  return account;
};

/**
 * Whether the account can read the file, asked of the system itself as that account.
 *
 * @param {Account | undefined} account
 * @param {string} file
 */
const canReach = (account, file) =>
  spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', file], {
    cwd: '/',
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  }).status === 0;

/**
 * The topmost folder on the way to `folder` that the account cannot pass.
 *
 * @param {Account | undefined} account
 * @param {string} folder
 * @returns {string | undefined}
 */
const barrier = (account, folder) => {
  const parts = path.resolve(folder).split(path.sep).filter(Boolean);
  const ancestors = parts.map((_, at) => `/${parts.slice(0, at + 1).join('/')}`);
  const test =
    'for folder; do test -d "$folder" && test ! -x "$folder" && { printf %s "$folder"; exit 0; }; done; exit 0';
  const found = spawnSync('/bin/sh', ['-c', test, 'sh', ...ancestors], {
    cwd: '/',
    encoding: 'utf8',
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  });
  return found.stdout || undefined;
};

module.exports = { barrier, canReach, serverAccount };
