'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { ROOT } = require('./home.js');
const { takeLock } = require('./pid-files.js');
const { run } = require('./processes.js');

const SOURCES = [
  'domain',
  'workflows',
  'activities',
  'api',
  'db',
  'providers',
  'platform',
  'workers',
  'bin',
  'bench',
  'demo',
];
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const DIST = path.join(ROOT, 'dist');
const STAMP = path.join(DIST, '.stamp');

/** @param {string} folder @param {string} ending @returns {string[]} Paths from the folder, in order. */
const filesBelow = (folder, ending) =>
  fs.existsSync(folder)
    ? fs
        .readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ending))
        .sort()
    : [];

/** @returns {string} A hash of all that the build reads. */
const sourceStamp = () => {
  const hash = createHash('sha256').update(process.version);
  const sources = SOURCES.flatMap((folder) =>
    filesBelow(path.join(ROOT, folder), '.ts').map((name) => path.join(folder, name)),
  );
  for (const name of [...SETTINGS, ...sources]) {
    const file = path.join(ROOT, name);
    if (fs.existsSync(file)) hash.update(`${name}\n`).update(fs.readFileSync(file)).update('\n');
  }
  return hash.digest('hex');
};

const isBuilt = () => fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === sourceStamp();

/** Removes what was compiled from sources that are gone: a migration, for one, would still be run. */
const prune = () => {
  for (const folder of SOURCES) {
    for (const name of filesBelow(path.join(DIST, folder), '.js')) {
      if (fs.existsSync(path.join(ROOT, folder, name.replace(/\.js$/, '.ts')))) continue;
      fs.rmSync(path.join(DIST, folder, name));
      fs.rmSync(path.join(DIST, folder, `${name}.map`), { force: true });
    }
  }
};

/** @param {string} what @param {readonly string[]} args */
const runNode = async (what, args) => {
  const { code, output } = await run(process.execPath, args, { cwd: ROOT });
  if (code !== 0) throw new Error(`${what} failed:\n${output.trim()}`);
};

/** @returns {Promise<() => void>} Two builds at once would write over each other. */
const takeTurn = async () => {
  for (;;) {
    try {
      return takeLock(path.join(DIST, '.lock'), (pid) => `process ${pid} is building`);
    } catch (error) {
      if (!(error instanceof Error && error.message.endsWith('is building'))) throw error;
      await sleep(200);
    }
  }
};

/**
 * Compiles the sources and bundles the workflows into `dist/`, unless it holds just that already.
 *
 * @param {import('./print.js').Printer} print
 */
const build = async (print) => {
  fs.mkdirSync(DIST, { recursive: true });
  const release = await takeTurn();
  try {
    if (isBuilt()) return;
    const stamp = sourceStamp();
    // The compiler's memory of an earlier build is no use without its output.
    if (!fs.existsSync(STAMP)) fs.rmSync(path.join(DIST, '.tsbuildinfo'), { force: true });
    fs.rmSync(STAMP, { force: true });
    prune();
    const compiler = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    await runNode('the compiler', [compiler, '-p', 'tsconfig.build.json']);
    print.step('sources compiled');
    await runNode('the workflow bundle', [path.join(DIST, 'bin', 'bundle-workflows.js')]);
    print.step('workflows bundled');
    fs.writeFileSync(STAMP, stamp);
  } finally {
    release();
  }
};

module.exports = { build };
