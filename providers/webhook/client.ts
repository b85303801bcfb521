import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import { ProviderError } from '../provider';
import { isPrivateAddress } from './private-address';

/** Longest wait for a vendor's answer; an event is only to be taken, the work comes after. */
const longestAnswerMs = 10_000;
// A vendor that says `Retry-After: 0` for ever must not be hammered, and no run lives long enough for a week.
const shortestRetryAfterMs = 1_000;
const longestRetryAfterMs = 3_600_000;

/** One event on its way; the same `eventId` is the same event, however often it is sent. */
export interface EventDelivery {
  readonly url: string;
  readonly secret: string;
  readonly eventId: string;
  readonly body: string;
  readonly sentAt: Date;
}

/**
 * Posts signed events over HTTPS, to public addresses only. `allowPrivate` is for installations whose vendors live on their
 * own network: it allows private addresses and plain HTTP. `timeoutMs` limits each delivery as a whole.
 */
export const createWebhookClient = (allowPrivate: boolean, timeoutMs = longestAnswerMs) => {
  const agent = new Agent({
    connect: { lookup: allowPrivate ? lookup : publicLookup, timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  return {
    /** @throws ProviderError `unavailable` for every answer but a 2xx, and for none; the signal's reason when it aborts */
    deliver: async ({ url, secret, eventId, body, sentAt }: EventDelivery, signal: AbortSignal): Promise<void> => {
      const target = targetOf(url, allowPrivate);
      const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const response = await post(agent, target, body, limit, {
        'content-type': 'application/json; charset=utf-8',
        'webhook-id': eventId,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(eventId, sentAt, body),
      }).catch((error: unknown) => {
        // Whoever cancelled knows why; the vendor has nothing to do with it.
        signal.throwIfAborted();
        throw error instanceof ProviderError ? error : unreachable(error);
      });
      if (response.status >= 200 && response.status < 300) return;
      throw new ProviderError(
        'unavailable',
        `the vendor answered ${response.status}`,
        response.status === 429 ? retryAfter(response.retryAfter, sentAt) : undefined,
      );
    },
    close: (): Promise<void> => agent.close(),
  };
};

export type WebhookClient = ReturnType<typeof createWebhookClient>;

// A literal address is never looked up, so the look-up can't refuse it.
const targetOf = (text: string, allowPrivate: boolean): URL => {
  if (!URL.canParse(text)) throw new ProviderError('unavailable', 'the endpoint is not a URL');
  const url = new URL(text);
  if (allowPrivate) return url;
  if (url.protocol !== 'https:') throw new ProviderError('unavailable', 'the endpoint is not HTTPS');
  if (isIP(hostOf(url)) !== 0 && isPrivateAddress(hostOf(url))) throw refusedAddress();
  return url;
};

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const refusedAddress = (): ProviderError =>
  new ProviderError('unavailable', 'the endpoint has a private address, which is not allowed');

const unreachable = (error: unknown): ProviderError => {
  const reason = error instanceof Error ? error.message : 'unknown';
  return new ProviderError('unavailable', `the vendor could not be reached: ${reason}`);
};

const post = async (agent: Agent, url: URL, body: string, signal: AbortSignal, headers: Record<string, string>) => {
  const response = await request(url, { method: 'POST', body, headers, dispatcher: agent, signal });
  // The status has decided. Nobody needs the vendor's words: an endless body is cut off, and one that breaks ends the dump.
  await response.body.dump({ limit: 16_384 });
  return { status: response.statusCode, retryAfter: response.headers['retry-after'] };
};

/** `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), between a second and an hour. */
const retryAfter = (header: string | string[] | undefined, now: Date): number | undefined => {
  if (typeof header !== 'string') return undefined;
  const waitMs = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : dateOf(header) - now.getTime();
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, shortestRetryAfterMs), longestRetryAfterMs);
};

// Date.parse finds a date in almost anything; an HTTP date begins with a day of the week and ends in GMT.
const dateOf = (text: string): number => (/^[A-Z][a-z]{2}, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN);

/**
 * Refuses names that lead to a private address. The connection goes to the very addresses that were looked at, so a name
 * that answers differently the second time (DNS rebinding) gains nothing.
 */

const publicLookup: typeof lookup = ((hostname: string, options: object, callback: (...args: unknown[]) => void) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) callback(error);
    else if (addresses.some(({ address }) => isPrivateAddress(address))) callback(refusedAddress());
    else if ('all' in options && options.all === true) callback(null, addresses);
    else callback(null, addresses[0]?.address, addresses[0]?.family);
  });
}) as typeof lookup;
