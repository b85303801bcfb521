import { pluginKinds } from '../../../domain/catalog/offering-state';
import type { RunVerb } from '../../../domain/syndication/run';
import { createPlugins } from '../../../providers/plugins';
import type { ProvisioningRequest } from '../../../providers/provider';
import { createWebhookClient } from '../../../providers/webhook/client';
import type { VendorServer } from '../../support/vendor-server';
import { startVendorServer } from '../../support/vendor-server';

const signal = new AbortController().signal;
const client = createWebhookClient(true);
const requestFor = (verb: RunVerb): ProvisioningRequest => ({
  runId: 'run-1',
  verb,
  subscriptionId: 'sub-1',
  vendorId: 'vendor-1',
  date: '2026-01-31T00:00:00.000Z',
});

let vendor: VendorServer;
beforeAll(async () => {
  vendor = await startVendorServer((_, response) => void response.writeHead(204).end());
});
afterAll(async () => {
  await client.close();
  await vendor.stop();
});

const pluginOf = createPlugins({
  client,
  publicUrl: 'https://entrepot.example',
  endpointOf: (vendorId) =>
    Promise.resolve(vendorId === 'vendor-1' ? { url: vendor.url, secret: `whsec_${'c2VjcmV0'.repeat(4)}` } : undefined),
});

describe('createPlugins', () => {
  it('installs every kind that an offering can name', () => {
    expect(pluginKinds.map((kind) => pluginOf(kind).manifest.kind)).toEqual(pluginKinds);
  });

  it.each([
    ['instant', 'at-once'],
    ['manual', 'by-report'],
    ['webhook', 'by-report'],
  ])('installs %s, which answers %s', (kind, answers) => {
    expect(pluginOf(kind).manifest).toEqual({ kind, answers });
  });

  it.each(['', 'osb', 'constructor'])('knows no plugin of kind %j', (kind) => {
    expect(() => pluginOf(kind)).toThrow('no plugin of kind');
  });
});

describe('perform', () => {
  it('is done at once where nothing has to be provisioned', async () => {
    const answer = await pluginOf('instant').perform(requestFor('provision'), signal);
    expect(answer).toEqual({ kind: 'done', resourceRef: 'sub-1' });
  });

  it('leaves it to people in the manual plugin', async () => {
    expect(await pluginOf('manual').perform(requestFor('provision'), signal)).toEqual({ kind: 'taken' });
  });

  it.each<[RunVerb, string]>([
    ['provision', 'CREATED'],
    ['terminate', 'DELETED'],
  ])('tells a vendor to %s with an event %s that says where to read on', async (verb, type) => {
    expect(await pluginOf('webhook').perform(requestFor(verb), signal)).toEqual({ kind: 'taken' });
    expect(JSON.parse(vendor.received.at(-1)!.body)).toEqual({
      id: 'run-1',
      type,
      entity: 'Subscription',
      entityUrl: 'https://entrepot.example/v1/subscriptions/sub-1',
      runUrl: 'https://entrepot.example/v1/syndication-runs/run-1',
      date: '2026-01-31T00:00:00.000Z',
    });
  });

  it('is known to the vendor as the same event when it is asked twice', async () => {
    await pluginOf('webhook').perform(requestFor('provision'), signal);
    await pluginOf('webhook').perform(requestFor('provision'), signal);
    const [first, second] = vendor.received.slice(-2);
    expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
    expect(second!.body).toBe(first!.body);
  });

  it('waits for a vendor that has no endpoint yet', async () => {
    const stranger = { ...requestFor('provision'), vendorId: 'vendor-2' };
    await expect(pluginOf('webhook').perform(stranger, signal)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
