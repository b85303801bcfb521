import type { OutsideAnswer } from '../../platform/guarded-http';
import { createGuardedHttp, OutsideCallError } from '../../platform/guarded-http';
import { signatureHeaders } from '../../platform/message-signature';
import { ProviderError } from '../provider';

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
  const http = createGuardedHttp({ allowPrivate, timeoutMs });
  return {
    /** @throws ProviderError `unavailable` for every answer but a 2xx, and for none; the signal's reason when it aborts */
    deliver: async ({ url, secret, eventId, body, sentAt }: EventDelivery, signal: AbortSignal): Promise<void> => {
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        ...signatureHeaders(secret, { id: eventId, body, sentAt }),
      };
      const answer = await http.post({ url, body, headers, signal }).catch((error: unknown) => {
        throw error instanceof OutsideCallError ? unavailable(error) : error;
      });
      if (answer.status < 200 || answer.status >= 300) throw refused(answer, sentAt);
    },
    close: (): Promise<void> => http.close(),
  };
};

export type WebhookClient = ReturnType<typeof createWebhookClient>;

const unavailable = ({ fault, message }: OutsideCallError): ProviderError =>
  new ProviderError('unavailable', fault === 'refused' ? message : `the vendor could not be reached: ${message}`);

const refused = ({ status, retryAfter }: OutsideAnswer, now: Date): ProviderError =>
  new ProviderError(
    'unavailable',
    `the vendor answered ${status}`,
    status === 429 ? retryAfterMs(retryAfter, now) : undefined,
  );

/** `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), between a second and an hour. */
const retryAfterMs = (header: string | undefined, now: Date): number | undefined => {
  if (header === undefined) return undefined;
  const waitMs = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : dateOf(header) - now.getTime();
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, shortestRetryAfterMs), longestRetryAfterMs);
};

// Date.parse finds a date in almost anything; an HTTP date begins with a day of the week and ends in GMT.
const dateOf = (text: string): number => (/^[A-Z][a-z]{2}, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN);
