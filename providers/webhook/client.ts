import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import { ProviderError } from '../provider';
import { isPrivateAddress } from './private-address';

/** Longest wait for a vendor's answer; an event is only to be taken, the work comes after. */
const timeoutMs = 10_000;
const longestRetryAfterMs = 3_600_000;

export interface EventDelivery {
  readonly url: string;
  readonly secret: string;
  readonly eventId: string;
  readonly body: string;
  readonly sentAt: Date;
}

/** Posts signed events. `allowPrivate` is for installations whose vendors live on their own network. */
export const createWebhookClient = (allowPrivate: boolean) => {
  const agent = new Agent({
    connect: { lookup: allowPrivate ? lookup : publicLookup, timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  return {
    /** @throws ProviderError `unavailable` for every answer but a 2xx, and for none */
    deliver: async ({ url, secret, eventId, body, sentAt }: EventDelivery, signal: AbortSignal): Promise<void> => {
      const target = new URL(url);
      // A literal address is never looked up, so the look-up can't refuse it.
      if (!allowPrivate && isIP(hostOf(target)) !== 0 && isPrivateAddress(hostOf(target))) throw refusedAddress();
      const response = await post(agent, target, body, signal, {
        'content-type': 'application/json; charset=utf-8',
        'webhook-id': eventId,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(eventId, sentAt, body),
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

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const refusedAddress = (): ProviderError =>
  new ProviderError('unavailable', 'the endpoint has a private address, which is not allowed');

const post = async (agent: Agent, url: URL, body: string, signal: AbortSignal, headers: Record<string, string>) => {
  try {
    const response = await request(url, {
      method: 'POST',
      body,
      headers,
      dispatcher: agent,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    // Nobody needs the vendor's words; an endless body must not be read.
    await response.body.dump({ limit: 16_384 });
    return { status: response.statusCode, retryAfter: response.headers['retry-after'] };
  } catch (error) {
    throw new ProviderError(
      'unavailable',
      `the vendor could not be reached: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
};

/** `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), at most an hour. */
const retryAfter = (header: string | string[] | undefined, now: Date): number | undefined => {
  if (typeof header !== 'string') return undefined;
  const waitMs = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), longestRetryAfterMs);
};

const publicLookup: typeof lookup = ((hostname: string, options: object, callback: (...args: unknown[]) => void) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error);
    if (addresses.some(({ address }) => isPrivateAddress(address))) return callback(refusedAddress());
    const [first] = addresses;
    return 'all' in options && options.all === true
      ? callback(null, addresses)
      : callback(null, first?.address, first?.family);
  });
}) as typeof lookup;
