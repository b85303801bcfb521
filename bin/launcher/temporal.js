'use strict';

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { openHome, privateFolder, readPorts, writePorts } = require('./home.js');
const { pidFileOf, stopLeftover } = require('./pid-files.js');
const { LOOPBACK, answers, choosePort } = require('./ports.js');
const { silent } = require('./print.js');
const { externalServer, ownServer, startReady } = require('./servers.js');
const { findTemporal } = require('./temporal-binary.js');

/** @typedef {import('./servers.js').Server & { address: string, uiUrl: string | undefined, description: string }} TemporalServer */

/** The CLI's releases differ in what they know; these are left out where they are unknown. */
const OPTIONAL_FLAGS = [
  ['--ui-disable-news-fetch'],
  ['--sqlite-pragma', 'journal_mode=WAL'],
  ['--sqlite-pragma', 'synchronous=NORMAL'],
  // The stock 20 polls a second put a grid of 50 ms under every workflow task of the single shard.
  ['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=2000'],
  ['--dynamic-config-value', 'history.timerProcessorMaxPollRPS=2000'],
];

/**
 * @param {string} help What `temporal server start-dev --help` prints.
 * @param {{ port: number, uiPort: number, file: string }} options
 */
const serverFlags = (help, { port, uiPort, file }) => [
  ...['server', 'start-dev', '--ip', LOOPBACK, '--port', String(port), '--ui-port', String(uiPort)],
  ...['--db-filename', file, '--log-level', 'error', '--log-format', 'json'],
  ...OPTIONAL_FLAGS.filter(([flag = '']) => help.includes(flag)).flat(),
];

/** @param {string} address @returns {TemporalServer} */
const externalTemporal = (address) =>
  Object.assign(externalServer(), {
    address,
    uiUrl: process.env['TEMPORAL_UI_URL'],
    description: `Temporal at ${address} (TEMPORAL_ADDRESS)`,
  });

/**
 * A Temporal server with its UI on a database file below the home; the one of TEMPORAL_ADDRESS when that is set and
 * `own` is not.
 *
 * @param {{ home: string, port?: number | undefined, uiPort?: number | undefined, own?: boolean, print?: import('./print.js').Printer }} options
 *   Ports that are taken are replaced by free ones; port 0 asks for any.
 * @returns {Promise<TemporalServer>}
 */
const startTemporal = async ({ home, port, uiPort, own = false, print = silent }) => {
  const given = process.env['TEMPORAL_ADDRESS'];
  if (given && !own) return externalTemporal(given);

  openHome(home);
  await stopLeftover(pidFileOf(home, 'temporal'));
  const { file, way, version } = await findTemporal({ home, print });
  const help = spawnSync(file, ['server', 'start-dev', '--help'], { encoding: 'utf8', timeout: 10_000 }).stdout;
  const last = readPorts(home);
  const ports = {
    temporal: await choosePort([port, last['temporal'], ...(port === 0 ? [] : [7233])]),
    temporalUi: await choosePort([uiPort, last['temporalUi'], ...(uiPort === 0 ? [] : [8233])]),
  };
  writePorts(home, ports);
  const database = path.join(privateFolder(path.join(home, 'temporal')), 'temporal.db');

  const server = await ownServer(() =>
    startReady(
      {
        name: 'temporal',
        home,
        command: file,
        args: serverFlags(help, { port: ports.temporal, uiPort: ports.temporalUi, file: database }),
        env: { ...process.env, GOGC: '400' },
      },
      () => answers(ports.temporal),
      30_000,
    ),
  );
  return Object.assign(server, {
    address: `${LOOPBACK}:${ports.temporal}`,
    uiUrl: `http://${LOOPBACK}:${ports.temporalUi}`,
    description: `Temporal ${version} from ${way} on ${LOOPBACK}:${ports.temporal}, UI on port ${ports.temporalUi}`,
  });
};

module.exports = { serverFlags, startTemporal };
