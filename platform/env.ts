import { z } from 'zod';
import { flag, issuers, list, port, secretKey, webAddress } from './env-types';

// Environment names are the operators' words, so they keep the upper case that the world expects of them.
const shared = {
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .meta({ description: 'Postgres 15 or later.', example: 'postgres://entrepot:secret@127.0.0.1:5432/entrepot' }),
  DATABASE_POOL_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(10)
    .meta({ description: 'Most connections that this process opens to Postgres.' }),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s:/]+:\d{1,5}$|^\[[^\s/]+\]:\d{1,5}$/, 'is written host:port')
    .default('127.0.0.1:7233')
    .meta({ description: "The Temporal server's gRPC address, host:port." }),
  TEMPORAL_NAMESPACE: z
    .string()
    .min(1)
    .default('default')
    .meta({ description: 'Temporal namespace of this installation.' }),
  TEMPORAL_API_KEY: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'API key for the Temporal server; needs TLS.', example: '' }),
  TEMPORAL_TLS: flag(false).meta({ description: 'Whether the connection to Temporal is encrypted.' }),
  TEMPORAL_TLS_CA_FILE: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "PEM file of the authority that signed the Temporal server's certificate.", example: '' }),
  TEMPORAL_TLS_CERT_FILE: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'PEM file of the client certificate for Temporal.', example: '' }),
  TEMPORAL_TLS_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "PEM file of that certificate's private key.", example: '' }),
  PUBLIC_URL: webAddress('http://127.0.0.1:8080').meta({
    description: 'Where vendors and customers reach the API from outside, without a slash at the end.',
  }),
  ENTREPOT_SECRET_KEY: secretKey.meta({
    description: 'Key that seals secrets at rest: 32 random bytes in base64 (openssl rand -base64 32).',
    example: '',
  }),
  ALLOW_PRIVATE_ENDPOINTS: flag(false).meta({
    description: 'Whether vendors may listen on private addresses, and without TLS; for trying things out.',
  }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .meta({ description: 'Least level that is logged.' }),
};

export const apiEnv = z.object({
  ...shared,
  API_HOST: z.string().min(1).default('127.0.0.1').meta({ description: 'Address that the API listens on.' }),
  API_PORT: port(8080).meta({ description: 'Port that the API listens on.' }),
  API_REQUESTS_PER_SECOND: z.coerce.number().int().min(0).max(1_000_000).default(500).meta({
    description: 'Most requests a second of one key, in each process, with twice as many at once; 0 for no limit.',
  }),
  API_PROXIES: z.coerce.number().int().min(0).max(10).default(0).meta({
    description: 'How many proxies stand in front of the API; callers are known by what the last ones say of them.',
  }),
  ATTACHMENT_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(20 * 1024 * 1024)
    .default(2 * 1024 * 1024)
    .meta({ description: 'Most bytes of one picture or document of an offering.' }),
  CORS_ORIGINS: list().meta({
    description: 'Origins of web pages that may call the API, separated by commas; none by default.',
    example: '',
  }),
  OIDC_ISSUERS: issuers().meta({
    description:
      'OpenID providers whose access tokens are taken, each with the audience that they have to be for: "https://id.example entrepot", separated by commas.',
    example: '',
  }),
  OIDC_CLOCK_SKEW_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(300)
    .default(30)
    .meta({ description: 'How far the clock of an OpenID provider may be off.' }),
});
export type ApiEnv = Readonly<z.output<typeof apiEnv>>;

export const workerEnv = z.object({
  ...shared,
  WORKER_HEALTH_HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .meta({ description: "Address that the worker's health pages listen on." }),
  WORKER_HEALTH_PORT: port(8081).meta({ description: "Port of the worker's health pages." }),
  MAX_CACHED_WORKFLOWS: z.coerce
    .number()
    .int()
    .min(10)
    .max(100_000)
    .default(2_000)
    .meta({ description: 'Most workflows that a worker keeps in memory; each takes up to 250 kB.' }),
});
export type WorkerEnv = Readonly<z.output<typeof workerEnv>>;

/** What prepares database and Temporal for the processes above. */
const prepareEnv = workerEnv.pick({
  DATABASE_URL: true,
  TEMPORAL_ADDRESS: true,
  TEMPORAL_NAMESPACE: true,
  TEMPORAL_API_KEY: true,
  TEMPORAL_TLS: true,
  TEMPORAL_TLS_CA_FILE: true,
  TEMPORAL_TLS_CERT_FILE: true,
  TEMPORAL_TLS_KEY_FILE: true,
  LOG_LEVEL: true,
});
export type PrepareEnv = Readonly<z.output<typeof prepareEnv>>;

/** What loads the demo marketplace; the launcher sets it. */
const demoEnv = z.object({
  ENTREPOT_SECRET_KEY: secretKey,
  ENTREPOT_KEYS_FILE: z.string().min(1),
  VENDOR_PORT: port(8090),
});

type Source = Readonly<Record<string, string | undefined>>;

/** What a process is configured with, or a sentence for each variable that is wrong. */
export const checkEnv = <S extends z.ZodObject>(
  schema: S,
  source: Source,
): { readonly env: Readonly<z.output<S>> } | { readonly problems: readonly string[] } => {
  // Compose files and shells hand over what is not set as an empty text.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const checked = schema.safeParse(given);
  if (checked.success) return { env: Object.freeze(checked.data) };
  return {
    // The value is left out: it may be a secret.
    problems: checked.error.issues.map((issue) => {
      const name = issue.path.join('.');
      return name in given ? `${name}: ${issue.message}` : `${name}: is not set`;
    }),
  };
};

const readEnv = <S extends z.ZodObject>(schema: S, source: Source): Readonly<z.output<S>> => {
  const checked = checkEnv(schema, source);
  if ('env' in checked) return checked.env;
  process.stderr.write(
    `The environment is not complete:\n${checked.problems.map((problem) => `  ${problem}\n`).join('')}See .env.example.\n`,
  );
  process.exit(1);
};

/** The API's configuration; a bad environment ends the process with a readable list. */
export const readApiEnv = (source: Source): ApiEnv => readEnv(apiEnv, source);

/** The worker's configuration; a bad environment ends the process with a readable list. */
export const readWorkerEnv = (source: Source): WorkerEnv => readEnv(workerEnv, source);

/** The configuration of `bin/prepare.ts`; a bad environment ends the process with a readable list. */
export const readPrepareEnv = (source: Source): PrepareEnv => readEnv(prepareEnv, source);

/** What the demo marketplace needs; a bad environment ends the process with a readable list. */
export const readDemoEnv = (source: Source) => readEnv(demoEnv, source);

/** Where the database is; a bad environment ends the process with a readable list. */
export const readMigrateEnv = (source: Source) => readEnv(workerEnv.pick({ DATABASE_URL: true }), source);
