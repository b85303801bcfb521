'use strict';

const { endForeground } = require('./processes.js');
const { reasonOf } = require('./ways.js');

/** @typedef {{ name: string, stop: () => Promise<void> | void }} Stoppable */

/**
 * What was started last is stopped first, whatever ends the process: its work, a signal or an error.
 *
 * @param {import('./print.js').Printer} print
 */
const createShutdown = (print) => {
  /** @type {Stoppable[]} */
  const started = [];
  /** @type {Promise<void> | undefined} */
  let stopping;

  const stopAll = async () => {
    await endForeground();
    for (let next = started.pop(); next; next = started.pop()) {
      try {
        await next.stop();
      } catch (error) {
        print.note(`${next.name} did not stop: ${reasonOf(error)}`);
      }
    }
  };
  const stop = () => (stopping ??= stopAll());

  return {
    stop,
    /** Whether the end has begun, so that an exit of a process is no surprise. */
    isStopping: () => stopping !== undefined,
    /** @param {string} name @param {() => Promise<void> | void} stopOne */
    add: (name, stopOne) => void started.push({ name, stop: stopOne }),
    /**
     * @param {(signal: NodeJS.Signals) => number} exitCode
     */
    handleSignals: (exitCode) => {
      for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
        process.on(signal, () => {
          if (stopping) return;
          print.step(`stopping (${signal})`);
          void stop().then(() => {
            print.step('stopped');
            process.exit(exitCode(signal));
          });
        });
      }
      // Whoever read the output has gone, as `npm start | head` does.
      process.stdout.on('error', () => process.emit('SIGHUP'));
      for (const event of ['uncaughtException', 'unhandledRejection']) {
        process.on(event, (error) => {
          console.error(error);
          void stop().then(() => process.exit(1));
        });
      }
    },
  };
};

/** @typedef {ReturnType<typeof createShutdown>} Shutdown */

/** @param {NodeJS.Signals} signal The shell's convention. */
const signalExitCode = (signal) => 128 + ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[/** @type {string} */ (signal)] ?? 0);

module.exports = { createShutdown, signalExitCode };
