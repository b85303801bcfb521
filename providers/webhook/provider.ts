import { eventType } from '../../domain/syndication/run';
import type { ProviderPlugin } from '../provider';
import { ProviderError } from '../provider';
import type { WebhookClient } from './client';

export interface WebhookDeps {
  readonly client: WebhookClient;
  /** Where a vendor listens, with its secret opened. */
  readonly endpointOf: (vendorId: string) => Promise<{ readonly url: string; readonly secret: string } | undefined>;
  /** Where this installation's API is reached from outside. */
  readonly publicUrl: string;
}

/** Vendors with an endpoint of their own: a signed event goes out, a report comes back (`product.md` §8). */
export const createWebhookPlugin = ({ client, endpointOf, publicUrl }: WebhookDeps): ProviderPlugin => ({
  manifest: { kind: 'webhook', answers: 'by-report' },
  perform: async ({ runId, verb, subscriptionId, vendorId, date }, signal) => {
    const endpoint = await endpointOf(vendorId);
    if (endpoint === undefined) throw new ProviderError('unavailable', 'the vendor has no endpoint yet');
    const body = JSON.stringify({
      id: runId,
      type: eventType[verb],
      entity: 'Subscription',
      entityUrl: `${publicUrl}/v1/subscriptions/${subscriptionId}`,
      runUrl: `${publicUrl}/v1/syndication-runs/${runId}`,
      date,
    });
    await client.deliver({ ...endpoint, eventId: runId, body, sentAt: new Date() }, signal);
    return { kind: 'taken' };
  },
});
