import { DefaultLogger, Runtime } from '@temporalio/worker';

let isQuiet = false;

/** Leaves out what the SDK says of workers that come and go, and of activities that are tried again. */
export const quietRuntime = (): void => {
  if (isQuiet) return;
  isQuiet = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
    shutdownSignals: [],
  });
};
