import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { ApiEnv } from './env';
import type { Logger } from './logger';

type TemporalEnv = Pick<
  ApiEnv,
  | 'TEMPORAL_ADDRESS'
  | 'TEMPORAL_NAMESPACE'
  | 'TEMPORAL_API_KEY'
  | 'TEMPORAL_TLS'
  | 'TEMPORAL_TLS_CA_FILE'
  | 'TEMPORAL_TLS_CERT_FILE'
  | 'TEMPORAL_TLS_KEY_FILE'
>;

/** How the server is reached; clients and workers take the same options. */
export const temporalConnectionOptions = (env: TemporalEnv) => {
  const certificate = clientCertificate(env);
  const authority = env.TEMPORAL_TLS_CA_FILE;
  return {
    address: env.TEMPORAL_ADDRESS,
    tls: env.TEMPORAL_TLS && {
      ...(authority === undefined ? {} : { serverRootCACertificate: readFileSync(authority) }),
      ...(certificate === undefined ? {} : { clientCertPair: certificate }),
    },
    ...(env.TEMPORAL_API_KEY === undefined ? {} : { apiKey: env.TEMPORAL_API_KEY }),
  };
};

const clientCertificate = (env: TemporalEnv): { crt: Buffer; key: Buffer } | undefined => {
  const { TEMPORAL_TLS_CERT_FILE: crt, TEMPORAL_TLS_KEY_FILE: key } = env;
  if (crt === undefined && key === undefined) return undefined;
  if (crt === undefined || key === undefined) {
    throw new Error('TEMPORAL_TLS_CERT_FILE and TEMPORAL_TLS_KEY_FILE belong together');
  }
  return { crt: readFileSync(crt), key: readFileSync(key) };
};

/** How long a server that is back may wait to be asked again; the library's own two minutes are an outage of their own. */
const reconnectMaxMs = 5_000;

/** A client that connects when it is needed, and anew after an outage, so that nothing has to wait for the server. */
export const createTemporalClient = (env: TemporalEnv): Client => {
  const channelArgs = { 'grpc.max_reconnect_backoff_ms': reconnectMaxMs };
  const connection = Connection.lazy({ ...temporalConnectionOptions(env), channelArgs });
  return new Client({ connection, namespace: env.TEMPORAL_NAMESPACE });
};

/**
 * Connects to the server, also to one that is still starting.
 * @throws the last failure when the server has not answered within a minute
 */
export const connectTemporal = async (env: TemporalEnv, log: Logger): Promise<Client> => {
  const connection = await onceTemporalAnswers(env, log, connectionLimitMs, () =>
    Connection.connect(temporalConnectionOptions(env)),
  );
  return new Client({ connection, namespace: env.TEMPORAL_NAMESPACE });
};

const connectionLimitMs = 60_000;

/**
 * Tries `connect` until it works.
 * @throws the last failure when the server has not answered within `limitMs`
 */
export const onceTemporalAnswers = async <T>(
  env: Pick<TemporalEnv, 'TEMPORAL_ADDRESS'>,
  log: Logger,
  limitMs: number,
  connect: () => Promise<T>,
): Promise<T> => {
  const until = Date.now() + limitMs;
  await waitForTemporal(env, log, limitMs);
  for (;;) {
    try {
      return await connect();
    } catch (error) {
      if (Date.now() > until) throw error;
      log.warn({ err: error }, 'Temporal does not answer yet');
      await sleep(250);
    }
  }
};

/** Waits until the port is open: a gRPC channel whose first attempt is refused waits a second before the next. */
const waitForTemporal = async (
  env: Pick<TemporalEnv, 'TEMPORAL_ADDRESS'>,
  log: Logger,
  limitMs: number,
): Promise<void> => {
  const until = Date.now() + limitMs;
  for (let attempt = 1; !(await isOpen(env.TEMPORAL_ADDRESS)); attempt += 1) {
    if (Date.now() > until) throw new Error(`Temporal at ${env.TEMPORAL_ADDRESS} is not reachable`);
    if (attempt % 50 === 0) log.warn({ address: env.TEMPORAL_ADDRESS }, 'waiting for Temporal');
    await sleep(100);
  }
};

const isOpen = (address: string): Promise<boolean> => {
  const at = address.lastIndexOf(':');
  const host = address.slice(0, at).replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(address.slice(at + 1)), timeout: 1_000 });
    const settle = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
};
