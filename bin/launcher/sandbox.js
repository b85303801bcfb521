'use strict';

const path = require('node:path');
const { build } = require('./build.js');
const { processEnvironment } = require('./environment.js');
const { defaultHome } = require('./home.js');
const { install } = require('./install.js');
const { freshHome, removeHome } = require('./leftovers.js');
const { pidFileOf } = require('./pid-files.js');
const { findFree } = require('./ports.js');
const { startPostgres } = require('./postgres.js');
const { createPrinter } = require('./print.js');
const { createShutdown, signalExitCode } = require('./shutdown.js');
const { startTemporal } = require('./temporal.js');

/**
 * Runs `work` with a Postgres and a Temporal of its own on free ports, in a home that is gone afterwards. Both are
 * stopped whatever happens.
 *
 * @param {object} options
 * @param {string} options.kind Names the folder below the home.
 * @param {'production' | 'test'} options.mode `test` gives up durability for speed.
 * @param {boolean} [options.postgres]
 * @param {boolean} [options.temporal]
 * @param {(env: NodeJS.ProcessEnv, pidFile: string | undefined) => Promise<number>} options.work Resolves to the exit code.
 * @param {() => void} [options.onSignal] The last words when a signal ends it all.
 * @returns {Promise<number>}
 */
const inSandbox = async (options) => {
  const { kind, mode, postgres: withPostgres = true, temporal: withTemporal = true, work, onSignal } = options;
  const print = createPrinter();
  const shutdown = createShutdown(print);
  shutdown.handleSignals((signal) => {
    onSignal?.();
    return signalExitCode(signal);
  });
  try {
    await install(print);
    await build(print);
    if (!withPostgres && !withTemporal) return await work({ ...process.env, NODE_ENV: mode, TZ: 'UTC' }, undefined);

    const home = await freshHome(path.join(defaultHome(), kind));
    shutdown.add('home', () => removeHome(home));
    const postgres = await startPostgres({ home, port: 0, test: mode === 'test', print });
    shutdown.add('Postgres', postgres.stop);
    print.step(postgres.description);
    const temporal = withTemporal ? await startTemporal({ home, port: 0, uiPort: 0, print }) : undefined;
    if (temporal) {
      shutdown.add('Temporal', temporal.stop);
      print.step(temporal.description);
    }
    const ports = { api: await findFree(), workerHealth: await findFree(), vendor: await findFree() };
    const servers = { postgres, temporal: temporal ?? { address: '', uiUrl: undefined } };
    const env = {
      ...processEnvironment({ home, mode, ...servers, ports }),
      ENTREPOT_TEST_HOME: home,
      // For figures that count what the servers use.
      POSTGRES_PID: String(postgres.pid ?? ''),
      TEMPORAL_PID: String(temporal?.pid ?? ''),
    };
    return await work(env, pidFileOf(home, 'work'));
  } finally {
    await shutdown.stop();
  }
};

module.exports = { inSandbox };
