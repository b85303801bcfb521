import { Webhook } from 'standardwebhooks';

/** What is signed: the same `id` is the same message, however often it is sent. */
export interface SignedMessage {
  readonly id: string;
  readonly body: string;
  readonly sentAt: Date;
}

/** The headers of Standard Webhooks, by which whoever knows the secret can tell that a message is ours and unchanged. */
export const signatureHeaders = (secret: string, { id, body, sentAt }: SignedMessage): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
  'webhook-signature': new Webhook(secret).sign(id, sentAt, body),
});
