import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { Dispatcher } from 'undici';
import { Agent, request } from 'undici';
import { isPrivateAddress } from './private-address';

/** Why nothing came of a call: an address that is never called, nobody there, no answer in time, more than is read. */
type CallFault = 'refused' | 'unreachable' | 'timed-out' | 'too-large';

/** A call to somebody else's server that failed; the message names no address. */
export class OutsideCallError extends Error {
  readonly fault: CallFault;

  constructor(fault: CallFault, message: string) {
    super(message);
    this.name = 'OutsideCallError';
    this.fault = fault;
  }
}

interface OutsideCall {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Reads the answer's body up to so many bytes, where a longer one is refused; without it nobody wants the body. */
  readonly readMostBytes?: number;
}

export interface OutsideAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Empty unless it was to be read. */
  readonly body: string;
}

export interface GuardedHttpOptions {
  /** For installations whose vendors live on their own network: allows private addresses and plain HTTP. */
  readonly allowPrivate: boolean;
  /** Limits each call as a whole. */
  readonly timeoutMs: number;
}

/** Calls servers whose addresses others have written: public ones over HTTPS only, and never where a redirect leads. */
export interface GuardedHttp {
  /** Why an address is never called, as far as it tells by itself; `undefined` for one that may be. */
  readonly refusalOf: (url: string) => string | undefined;
  /** @throws OutsideCallError; the signal's reason when it aborts */
  readonly post: (call: OutsideCall) => Promise<OutsideAnswer>;
  readonly close: () => Promise<void>;
}

export const createGuardedHttp = ({ allowPrivate, timeoutMs }: GuardedHttpOptions): GuardedHttp => {
  const agent = new Agent({
    connect: { lookup: allowPrivate ? lookup : publicLookup, timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  const refusalOf = (url: string): string | undefined => addressFault(url, allowPrivate);
  return {
    refusalOf,
    post: async ({ url, body, headers, signal, readMostBytes }) => {
      const fault = refusalOf(url);
      if (fault !== undefined) throw new OutsideCallError('refused', `the endpoint ${fault}`);
      const deadline = AbortSignal.timeout(timeoutMs);
      const limit = AbortSignal.any([signal, deadline]);
      try {
        const response = await request(url, { method: 'POST', body, headers, dispatcher: agent, signal: limit });
        const { statusCode: status, headers: answered } = response;
        const retryAfter = answered['retry-after'];
        return {
          status,
          retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
          body: await bodyOf(response, readMostBytes),
        };
      } catch (error) {
        // Whoever cancelled knows why; the other side has nothing to do with it.
        signal.throwIfAborted();
        throw error instanceof OutsideCallError ? error : failed(error, deadline);
      }
    },
    close: (): Promise<void> => agent.close(),
  };
};

// A literal address is never looked up, so the look-up can't refuse it.
const addressFault = (text: string, allowPrivate: boolean): string | undefined => {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  if (allowPrivate) return /^https?:$/.test(url.protocol) ? undefined : 'is neither HTTPS nor HTTP';
  if (url.protocol !== 'https:') return 'is not HTTPS';
  return isIP(hostOf(url)) !== 0 && isPrivateAddress(hostOf(url)) ? privateFault : undefined;
};

const privateFault = 'has a private address, which is not allowed';

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const bodyOf = async (
  { body }: Pick<Dispatcher.ResponseData, 'body'>,
  mostBytes: number | undefined,
): Promise<string> => {
  if (mostBytes === undefined) {
    // The status has decided: an endless body is cut off, and one that breaks ends the dump.
    await body.dump({ limit: 16_384 });
    return '';
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new OutsideCallError('too-large', `the answer has more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const timeouts: ReadonlySet<unknown> = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);

const failed = (error: unknown, deadline: AbortSignal): OutsideCallError => {
  const { code, message = 'unknown' } = error as { readonly code?: unknown; readonly message?: string };
  return deadline.aborted || timeouts.has(code)
    ? new OutsideCallError('timed-out', 'no answer came in time')
    : new OutsideCallError('unreachable', message);
};

/**
 * Refuses names that lead to a private address. The connection goes to the very addresses that were looked at, so a name
 * that answers differently the second time (DNS rebinding) gains nothing.
 */
const publicLookup: typeof lookup = ((hostname: string, options: object, callback: (...args: unknown[]) => void) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) callback(error);
    else if (addresses.some(({ address }) => isPrivateAddress(address)))
      callback(new OutsideCallError('refused', `the endpoint ${privateFault}`));
    else if ('all' in options && options.all === true) callback(null, addresses);
    else callback(null, addresses[0]?.address, addresses[0]?.family);
  });
}) as typeof lookup;
