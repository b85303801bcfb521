import type { LogEntry, LogLevel } from '@temporalio/worker';
import { DefaultLogger } from '@temporalio/worker';
import type { Logger } from '../platform/logger';

const levels: Readonly<Record<string, LogLevel>> = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
};

// The SDK's words for what our log lines call otherwise.
const names: Readonly<Record<string, string>> = { error: 'err' };

/** Not every queue is there for workflows: vendors' calls have one of their own, on purpose. */
const isExpected = (message: string): boolean => message.startsWith('No workflows registered');

const fields = (meta: LogEntry['meta']): Record<string, unknown> =>
  Object.fromEntries(Object.entries(meta ?? {}).map(([name, value]) => [names[name] ?? name, value]));

/** What the SDK, its native core and the workflows log goes through our own log, with the same ids. */
export const createTemporalLogger = (log: Logger, level: string): DefaultLogger =>
  new DefaultLogger(levels[level] ?? 'ERROR', ({ level: at, message, meta }) => {
    if (isExpected(message)) return;
    log[at.toLowerCase() as Lowercase<LogLevel>](fields(meta), message);
  });
