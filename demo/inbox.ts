import type { IncomingMessage } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { Job } from './provisioning';

/** What the marketplace POSTs. */
interface VendorEvent {
  readonly id: string;
  readonly type: 'CREATED' | 'DELETED';
  readonly entity: 'Subscription';
  readonly entityUrl: string;
}

const bodyLimitBytes = 65_536;

/** The body as it came: a signature is over bytes, not over parsed JSON. */
export const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimitBytes) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/**
 * The job of an event that the marketplace has signed.
 * @throws WebhookVerificationError when somebody else sent it, or long ago
 */
export const verifiedJob = (secret: string, headers: IncomingMessage['headers'], body: string): Job => {
  const { id, type, entityUrl } = new Webhook(secret).verify(body, headers as Record<string, string>) as VendorEvent;
  const subscriptionId = new URL(entityUrl).pathname.split('/').at(-1) ?? '';
  return { runId: id, verb: type === 'CREATED' ? 'provision' : 'terminate', subscriptionId };
};
