'use strict';

const { requireNode } = require('./launcher/node-version.js');
requireNode();

const path = require('node:path');
const { compiled, runApplication, startApplication } = require('./launcher/application.js');
const { build } = require('./launcher/build.js');
const { processEnvironment } = require('./launcher/environment.js');
const { START_HELP, parseStartFlags } = require('./launcher/flags.js');
const { ROOT, defaultHome, openHome, readPorts, removeState, writePorts } = require('./launcher/home.js');
const { install } = require('./launcher/install.js');
const { pidFileOf, stopLeftovers, takeLock } = require('./launcher/pid-files.js');
const { LOOPBACK, choosePort } = require('./launcher/ports.js');
const { startPostgres } = require('./launcher/postgres.js');
const { createPrinter } = require('./launcher/print.js');
const { run } = require('./launcher/processes.js');
const { createShutdown } = require('./launcher/shutdown.js');
const { supervise } = require('./launcher/supervise.js');
const { startTemporal } = require('./launcher/temporal.js');
const { reasonOf } = require('./launcher/ways.js');
const { findPlan, readKeys, welcome } = require('./launcher/welcome.js');

const print = createPrinter();
const shutdown = createShutdown(print);

/** @param {string} name @returns {number | undefined} A port that the caller asks for. */
const askedPort = (name) => Number(process.env[name]) || undefined;

/** @param {string} home @param {boolean} fresh */
const takeHome = async (home, fresh) => {
  openHome(home);
  const release = takeLock(
    path.join(home, 'launcher.pid'),
    (pid) => `Entrepot runs already from ${home} (process ${pid}). Stop that first, or set ENTREPOT_HOME.`,
  );
  shutdown.add('lock', release);
  const stopped = await stopLeftovers(home);
  if (stopped.length > 0) print.step(`stopped what an earlier start had left: ${stopped.join(', ')}`);
  if (!fresh) return;
  removeState(home);
  openHome(home);
  print.step('state removed');
  if (process.env['DATABASE_URL']) print.note('the database of DATABASE_URL is left as it is');
};

/** @param {string} home The same ports at every start where they are free: vendors remember them. */
const choosePorts = async (home) => {
  const last = readPorts(home);
  const ports = {
    api: await choosePort([askedPort('API_PORT'), last['api'], 8080]),
    workerHealth: await choosePort([askedPort('WORKER_HEALTH_PORT'), last['workerHealth'], 8081]),
    vendor: await choosePort([askedPort('VENDOR_PORT'), last['vendor'], 8090]),
  };
  writePorts(home, ports);
  return ports;
};

/** @param {string} name @param {import('./launcher/servers.js').Server} server */
const keep = (name, server) => {
  shutdown.add(name, server.stop);
  void supervise({ name, server, print, isStopping: shutdown.isStopping }).catch(fail);
};

/** @param {unknown} error */
const fail = async (error) => {
  // What goes wrong while all is being stopped is no news.
  if (shutdown.isStopping()) return;
  console.error(`\n${reasonOf(error)}\n`);
  await shutdown.stop();
  process.exit(1);
};

/** A launcher whose npm was killed would go on with nobody to stop it. */
const followParent = () => {
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] === undefined) return;
  setInterval(() => {
    if (process.ppid !== parent) process.emit('SIGHUP');
  }, 1_000).unref();
};

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {boolean} wantsDemo
 * @returns {Promise<boolean>} Whether the demo marketplace is there.
 */
const prepare = async (env, wantsDemo) => {
  const output = await runApplication('preparing', ['bin/prepare.js', ...(wantsDemo ? ['--demo'] : [])], env);
  const demo = output.includes('demo marketplace: loaded');
  print.step(`database migrated, Temporal namespace set up${demo ? ', demo marketplace loaded' : ''}`);
  if (wantsDemo && !demo) print.note('the database holds a marketplace of its own: the demo is left out');
  return demo;
};

/** @param {{ demo: boolean, fresh: boolean }} flags */
const start = async ({ demo: wantsDemo, fresh }) => {
  shutdown.handleSignals(() => 0);
  followParent();
  const home = defaultHome();
  await takeHome(home, fresh);
  await install(print);
  await build(print);

  const postgres = await startPostgres({ home, port: askedPort('POSTGRES_PORT'), print });
  keep('Postgres', postgres);
  print.step(postgres.description);
  const temporal = await startTemporal({
    home,
    port: askedPort('TEMPORAL_PORT'),
    uiPort: askedPort('TEMPORAL_UI_PORT'),
    print,
  });
  keep('Temporal', temporal);
  print.step(temporal.description);

  const ports = await choosePorts(home);
  const env = processEnvironment({ home, mode: 'production', postgres, temporal, ports });
  const demo = await prepare(env, wantsDemo);

  const applications = [
    { name: 'API', script: 'api/main.js', port: ports.api },
    { name: 'worker', script: 'workers/main.js', port: ports.workerHealth },
    ...(demo ? [{ name: 'vendor', script: 'demo/vendor.js', port: ports.vendor }] : []),
  ];
  // Side by side: each spends most of its start on loading its modules.
  await Promise.all(
    applications.map(async ({ name, script, port }) => {
      const host = name === 'API' && env['API_HOST'] ? reachable(env['API_HOST']) : LOOPBACK;
      const readyUrl = `http://${host}:${port}/readyz`;
      keep(name, await startApplication({ name: name.toLowerCase(), script, home, env, readyUrl }));
      print.step(`${name} on port ${port}`);
    }),
  );
  if (demo) {
    print.step('the demo story:');
    // Known by a file, as servers are: one that outlives a launcher that was killed is ended by the next start.
    const { code } = await run(process.execPath, [compiled('demo/story.js')], {
      env,
      cwd: ROOT,
      output: 'inherit',
      pidFile: pidFileOf(home, 'story'),
    });
    if (code !== 0) print.note(`the demo story ended early (exit code ${code}); all keeps running`);
  }
  if (shutdown.isStopping()) return;
  const keys = readKeys(path.join(home, 'keys.json'));
  const apiUrl = env['PUBLIC_URL'] ?? '';
  const planId = await findPlan(apiUrl, keys);
  const namespace = env['TEMPORAL_NAMESPACE'];
  console.log(welcome({ apiUrl, temporalUi: temporal.uiUrl, namespace, keys, planId, logs: path.join(home, 'logs') }));
};

/** @param {string} host An address that stands for all of them is asked on loopback. */
const reachable = (host) => {
  if (host === '0.0.0.0' || host === '::') return LOOPBACK;
  return host.includes(':') ? `[${host}]` : host;
};

const flags = parseStartFlags(process.argv.slice(2));
if (flags.help) {
  console.log(START_HELP);
} else if (flags.unknown.length > 0) {
  console.error(`unknown: ${flags.unknown.join(' ')}\n\n${START_HELP}`);
  process.exitCode = 2;
} else {
  start(flags).catch(fail);
}
