import type { RequestListener, ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { ProviderError } from '../../../providers/provider';
import type { EventDelivery } from '../../../providers/webhook/client';
import { createWebhookClient } from '../../../providers/webhook/client';
import type { VendorServer } from '../../support/vendor-server';
import { startVendorServer } from '../../support/vendor-server';

const secret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const shortMs = 250;
// Longer than a test may take: whoever waits for it fails.
const longMs = 600_000;
const never = new AbortController().signal;
const cleanUps: (() => Promise<void>)[] = [];

const vendorThat = async (answer: RequestListener): Promise<VendorServer> => {
  const vendor = await startVendorServer(answer);
  cleanUps.push(vendor.stop);
  return vendor;
};
const answering = (status: number, headers: Record<string, string> = {}): Promise<VendorServer> =>
  vendorThat((_, response: ServerResponse) => void response.writeHead(status, headers).end('a word'));

const deliver = (
  url: string,
  {
    allowPrivate = true,
    signal = never,
    timeoutMs = shortMs,
    ...more
  }: Partial<EventDelivery> & { allowPrivate?: boolean; signal?: AbortSignal; timeoutMs?: number } = {},
): Promise<void> => {
  const client = createWebhookClient(allowPrivate, timeoutMs);
  cleanUps.push(client.close);
  return client.deliver({ url, secret, eventId: 'run-1', body: '{"a":1}', sentAt: new Date(), ...more }, signal);
};
const failureOf = async (delivery: Promise<void>): Promise<ProviderError> => {
  const failure = await delivery.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ProviderError);
  return failure as ProviderError;
};

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

describe('deliver', () => {
  it('posts the event signed, so that the vendor can verify it', async () => {
    const vendor = await answering(202);
    await deliver(vendor.url, { body: '{"name":"Zoë"}' });
    const [{ headers, body, url }] = vendor.received as [(typeof vendor.received)[number]];
    expect([url, body]).toEqual(['/events', '{"name":"Zoë"}']);
    expect(headers['webhook-id']).toBe('run-1');
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual({ name: 'Zoë' });
  });

  it.each([200, 201, 202, 204])('takes %i for taken', async (status) => {
    await expect(deliver((await answering(status)).url)).resolves.toBeUndefined();
  });

  it.each([301, 302, 307, 308])('never follows a redirect: %i', async (status) => {
    const elsewhere = await answering(200);
    const vendor = await answering(status, { location: elsewhere.url });
    expect(await failureOf(deliver(vendor.url))).toMatchObject({ kind: 'unavailable', retryAfterMs: undefined });
    expect([vendor.connections(), elsewhere.connections()]).toEqual([1, 0]);
  });

  it.each([400, 401, 404, 410, 500, 503])('tries again after %i, for as long as the run lives', async (status) => {
    const vendor = await answering(status, { 'retry-after': '60' });
    const { kind, message, retryAfterMs } = await failureOf(deliver(vendor.url));
    expect([kind, message, retryAfterMs]).toEqual(['unavailable', `the vendor answered ${status}`, undefined]);
  });

  it.each([
    ['120', 120_000],
    ['0', 1_000],
    ['999999999', 3_600_000],
    ['Sat, 31 Jan 2026 00:01:30 GMT', 90_000],
    ['Sun, 01 Feb 2026 12:00:00 GMT', 3_600_000],
    ['Fri, 30 Jan 2026 00:00:00 GMT', 1_000],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['1e3', undefined],
  ])('obeys a 429 that says Retry-After: %s', async (header, expected) => {
    const vendor = await answering(429, { 'retry-after': header });
    const sentAt = new Date('2026-01-31T00:00:00.000Z');
    expect((await failureOf(deliver(vendor.url, { sentAt }))).retryAfterMs).toBe(expected);
  });

  it('lets a 429 without a wish be tried by the usual back-off', async () => {
    expect((await failureOf(deliver((await answering(429)).url))).retryAfterMs).toBeUndefined();
  });

  it('gives up a vendor that never answers', async () => {
    const vendor = await vendorThat(() => undefined);
    expect((await failureOf(deliver(vendor.url))).kind).toBe('unavailable');
    expect(vendor.received).toHaveLength(1);
  });

  it('takes the status for the answer when the body never comes', async () => {
    const vendor = await vendorThat((_, response) => response.writeHead(200).flushHeaders());
    await expect(deliver(vendor.url)).resolves.toBeUndefined();
  });

  it('cuts off a body that never ends', async () => {
    const closed = new Promise<void>((resolve, reject) => {
      vendorThat((_, response) => {
        response.writeHead(200);
        response.on('close', resolve);
        const chunk = Buffer.alloc(65_536);
        const pour = (): void => {
          if (!response.destroyed && response.write(chunk)) setImmediate(pour);
        };
        response.on('drain', pour);
        pour();
      })
        .then((vendor) => deliver(vendor.url, { timeoutMs: longMs }))
        .catch(reject);
    });
    await expect(closed).resolves.toBeUndefined();
  });

  it('tells of a connection that breaks', async () => {
    const vendor = await vendorThat((request) => void request.socket.destroy());
    expect((await failureOf(deliver(vendor.url))).message).toMatch(/^the vendor could not be reached: /);
  });

  it('tells of a vendor that is not there', async () => {
    const vendor = await answering(200);
    await vendor.stop();
    expect((await failureOf(deliver(vendor.url))).kind).toBe('unavailable');
  });

  it('ends with the reason of whoever cancels it', async () => {
    const cancelled = new AbortController();
    const reason = new Error('no longer needed');
    const vendor = await vendorThat(() => cancelled.abort(reason));
    await expect(deliver(vendor.url, { signal: cancelled.signal })).rejects.toBe(reason);
  });

  it('keeps the secret out of what it tells', async () => {
    const vendor = await answering(500);
    const failure = await failureOf(deliver(vendor.url));
    expect(JSON.stringify([failure, failure.message, vendor.received])).not.toContain(secret.slice(6));
  });

  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '127.1'])(
    'never connects to %s unless private addresses are allowed',
    async (host) => {
      const vendor = await answering(200);
      const failure = await failureOf(deliver(`https://${host}:${vendor.port}/events`, { allowPrivate: false }));
      expect(failure.message).toMatch(/private address/);
      expect(vendor.connections()).toBe(0);
    },
  );

  it.each([
    ['plain HTTP', 'http://vendor.example/events', 'the endpoint is not HTTPS'],
    ['a file', 'file:///etc/passwd', 'the endpoint is not HTTPS'],
    ['what is no URL', 'vendor', 'the endpoint is not a URL'],
  ])('refuses %s', async (_, url, message) => {
    expect((await failureOf(deliver(url, { allowPrivate: false }))).message).toBe(message);
  });
});
