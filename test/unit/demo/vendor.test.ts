import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { ApiRefusal, createApi } from '../../../demo/api';
import { verifiedJob } from '../../../demo/inbox';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
const body = JSON.stringify({
  id: 'run-1',
  type: 'DELETED',
  entity: 'Subscription',
  entityUrl: 'https://market.example/v1/subscriptions/sub-1',
});

const signed = (sentAt = new Date(), by = secret) => ({
  'webhook-id': 'run-1',
  'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
  'webhook-signature': new Webhook(by).sign('run-1', sentAt, body),
});

describe('verifiedJob', () => {
  it('reads the job of an event that was signed with the secret', () => {
    expect(verifiedJob(secret, signed(), body)).toEqual({ runId: 'run-1', verb: 'terminate', subscriptionId: 'sub-1' });
  });

  it('refuses what was changed, signed by somebody else, sent long ago or not signed', () => {
    const other = `whsec_${Buffer.alloc(24, 8).toString('base64')}`;
    expect(() => verifiedJob(secret, signed(), body.replace('sub-1', 'sub-2'))).toThrow('signature');
    expect(() => verifiedJob(secret, signed(new Date(), other), body)).toThrow('signature');
    expect(() => verifiedJob(secret, signed(new Date(Date.now() - 600_000)), body)).toThrow('too old');
    expect(() => verifiedJob(secret, {}, body)).toThrow('headers');
  });
});

describe('createApi', () => {
  let statuses: number[] = [];
  const problem = (status: number) => JSON.stringify({ type: '/problems/order-decided', title: 'decided', status });
  const server = createServer((_, response) => {
    const status = statuses.shift() ?? 200;
    response.writeHead(status).end(status === 200 ? '{"done":true}' : problem(status));
  });
  const api = (patienceMs: number) =>
    createApi({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key: 'ek_x', patienceMs });
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('repeats a request while the API is away or too busy', async () => {
    statuses = [503, 429, 500];
    await expect(api(10_000).get('/v1/me')).resolves.toEqual({ done: true });
  });

  it('repeats no request that was refused, and tells why', async () => {
    statuses = [409, 200];
    const refusal: unknown = await api(10_000)
      .get('/v1/me')
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiRefusal);
    expect(refusal).toMatchObject({ status: 409, code: 'order-decided' });
    expect(statuses).toEqual([200]);
  });

  it('gives up when its patience ends', async () => {
    statuses = [503, 503];
    await expect(api(0).get('/v1/me')).rejects.toMatchObject({ status: 503 });
  });
});
