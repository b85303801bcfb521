import type { Logger } from 'pino';
import { pino, stdTimeFunctions } from 'pino';

export type { Logger } from 'pino';

// Credentials never reach a log, wherever in a record they sit.
const secrets = ['authorization', 'apiKey', 'key', 'secret', 'password', 'token', 'webhookSecret', 'sealedSecret'];
const redact = [
  ...secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  'req.headers.authorization',
  'req.headers.cookie',
  'headers["webhook-signature"]',
];

/** JSON lines on the standard output, all with the name of the process. */
export const createLogger = ({ level, name }: { readonly level: string; readonly name: string }): Logger =>
  pino({
    level,
    base: { process: name },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: redact, censor: '[redacted]' },
  });
