import type { Logger } from './logger';

/** One thing to close. */
interface Closer {
  readonly name: string;
  readonly close: () => Promise<void> | void;
}

export interface ShutdownOptions {
  readonly log: Logger;
  /** Closed one after the other, first to last. */
  readonly closers: readonly Closer[];
  /** All of it may take this long; then the process ends anyway. */
  readonly limitMs: number;
  readonly exit?: (code: number) => void;
}

/** Closes everything in order, once, whoever asks first; what fails to close does not keep the rest open. */
export const createShutdown = ({ log, closers, limitMs, exit = exitProcess }: ShutdownOptions) => {
  let begun = false;
  return async (reason: string, exitCode = 0): Promise<void> => {
    if (begun) return;
    begun = true;
    log.info({ reason }, 'shutting down');
    const limit = setTimeout(() => {
      log.error({ limitMs }, 'shutdown took too long');
      exit(1);
    }, limitMs);
    let code = exitCode;
    for (const { name, close } of closers) {
      try {
        await close();
      } catch (error) {
        log.error({ err: error, closer: name }, 'could not be closed');
        code = 1;
      }
    }
    clearTimeout(limit);
    exit(code);
  };
};

/** Ends the process in order on SIGTERM and SIGINT, and when something goes wrong that nobody has caught. */
export const handleSignals = (shutdown: (reason: string, exitCode?: number) => Promise<void>, log: Logger): void => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutdown(signal));
  const crash = (error: unknown): void => {
    log.fatal({ err: error }, 'uncaught error');
    void shutdown('uncaught error', 1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
};

const exitProcess = (code: number): void => process.exit(code);
