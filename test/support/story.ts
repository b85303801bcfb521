import { readFileSync } from 'node:fs';
import type { Caller } from './api';
import { createCaller, eventually, patiently } from './api';

interface KeyEntry {
  readonly role: string;
  readonly name: string;
  readonly key: string;
  readonly organizationId?: string;
  readonly projectId?: string;
}

/** The people of the demo market, each with a key. */
export interface Cast {
  readonly platform: Caller;
  readonly buyer: Caller;
  readonly approver: Caller;
  readonly reseller: Caller;
  readonly distributor: Caller;
  readonly vendor: Caller;
  readonly projectId: string;
}

export const castOf = (apiUrl: string, keysFile: string): Cast => {
  const entries = JSON.parse(readFileSync(keysFile, 'utf8')) as KeyEntry[];
  const named = (name: string): KeyEntry => {
    const entry = entries.find((one) => one.name.includes(name));
    if (entry === undefined) throw new Error(`no key of ${name} in ${entries.map((one) => one.name).join(', ')}`);
    return entry;
  };
  const caller = (name: string): Caller => createCaller(apiUrl, named(name).key);
  return {
    platform: caller('Entrepot'),
    buyer: caller('Bea'),
    approver: caller('Ada'),
    reseller: caller('Brenta'),
    distributor: caller('Alpine'),
    vendor: caller('Nimbus'),
    projectId: named('Bea').projectId ?? '',
  };
};

/** What the steps hand to each other. */
interface Plot {
  planId: string;
  clockId: string;
  orderId: string;
  subscriptionId: string;
  terminationId: string;
}

const put = <T>(status: number, expected: readonly number[], body: T, what: string): T => {
  if (!expected.includes(status)) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
  return body;
};

/** The story's steps; each is repeatable, since a caller whose answer was lost asks again with the same key. */
export const createStory = (cast: Cast, keyOf: (step: string) => string) => {
  const plot: Plot = { planId: '', clockId: '', orderId: '', subscriptionId: '', terminationId: '' };
  const send = async (caller: Caller, path: string, body: unknown, expected: readonly number[], step: string) => {
    const answer = await patiently(() => caller.post(path, body, { 'idempotency-key': keyOf(step) }));
    return put(answer.status, expected, answer.body, step);
  };
  const settled = (path: string, state: string) =>
    eventually(
      () => cast.buyer.get(path),
      (body) => body.state === state,
    );
  const advance = async (months: number, step: string): Promise<void> => {
    const clock = (await patiently(() => cast.approver.get(`/v1/test-clocks/${plot.clockId}`))).body;
    const target = new Date(clock.now);
    target.setUTCMonth(target.getUTCMonth() + months);
    const to = target.toISOString();
    // A repeat finds the clock advancing, or already there.
    await send(cast.approver, `/v1/test-clocks/${plot.clockId}/advance`, { to }, [202, 409, 422], step);
    await eventually(
      () => cast.approver.get(`/v1/test-clocks/${plot.clockId}`),
      (body) => body.state === 'ready' && body.now === to,
    );
  };

  const steps: readonly (readonly [string, () => Promise<void>])[] = [
    [
      'find',
      async () => {
        const offerings = (await patiently(() => cast.buyer.get('/v1/offerings?search=CRM'))).body.items;
        const offering = (await patiently(() => cast.buyer.get(`/v1/offerings/${offerings[0].id}`))).body;
        plot.planId = offering.plans[0].id;
        plot.clockId = (await patiently(() => cast.buyer.get('/v1/me'))).body.testClockId;
      },
    ],
    [
      'order',
      async () => {
        const body = { kind: 'purchase', projectId: cast.projectId, planId: plot.planId, quantities: { seats: '3' } };
        const order = await send(cast.buyer, '/v1/orders', body, [201], 'order');
        plot.orderId = order.id;
        plot.subscriptionId = order.subscriptionId;
      },
    ],
    [
      'decide',
      async () => {
        await send(cast.approver, `/v1/orders/${plot.orderId}/decisions`, { verdict: 'approve' }, [200, 409], 'decide');
      },
    ],
    [
      'active',
      async () => {
        await settled(`/v1/subscriptions/${plot.subscriptionId}`, 'active');
        await settled(`/v1/orders/${plot.orderId}`, 'done');
      },
    ],
    [
      'usage',
      async () => {
        const { now } = (await patiently(() => cast.approver.get(`/v1/test-clocks/${plot.clockId}`))).body;
        const records = [1, 2, 3].map((nth) => ({
          source: 'crm-meter',
          eventId: `${plot.subscriptionId}-${nth}`,
          subscriptionId: plot.subscriptionId,
          component: 'api-calls',
          quantity: `${nth * 1500}`,
          occurredAt: now,
        }));
        const answer = await send(cast.vendor, '/v1/usage-records', records, [200], 'usage');
        if (Number(answer.recorded) + Number(answer.duplicates) !== 3)
          throw new Error(`usage refused: ${JSON.stringify(answer)}`);
      },
    ],
    ['month', () => advance(1, 'month')],
    ['year', () => advance(11, 'year')],
    [
      'terminate',
      async () => {
        const order = await send(
          cast.buyer,
          '/v1/orders',
          { kind: 'terminate', subscriptionId: plot.subscriptionId },
          [201],
          'terminate',
        );
        plot.terminationId = order.id;
      },
    ],
    [
      'agree',
      async () => {
        await send(
          cast.approver,
          `/v1/orders/${plot.terminationId}/decisions`,
          { verdict: 'approve' },
          [200, 409],
          'agree',
        );
      },
    ],
    [
      'ended',
      async () => {
        await settled(`/v1/subscriptions/${plot.subscriptionId}`, 'terminated');
        await settled(`/v1/orders/${plot.terminationId}`, 'done');
      },
    ],
  ];
  return { steps, plot };
};

/** Everything that was booked for the platform's eyes, without what differs from run to run (ids, technical times). */
export const readBooks = async (platform: Caller) => {
  const all = async (path: string) => {
    const items: Record<string, unknown>[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await patiently(() =>
        platform.get(`${path}?limit=100${cursor === null ? '' : `&cursor=${cursor}`}`),
      );
      items.push(...body.items);
      cursor = body.nextCursor ?? null;
    } while (cursor !== null);
    return items;
  };
  const only = (rows: Record<string, unknown>[], ...keys: string[]) =>
    rows.map((row) => JSON.stringify(Object.fromEntries(keys.map((key) => [key, row[key]])))).sort();
  return {
    orders: only(await all('/v1/orders'), 'kind', 'state', 'placedAt', 'decidedAt'),
    subscriptions: only(await all('/v1/subscriptions'), 'state', 'activatedAt', 'endedAt'),
    runs: only(await all('/v1/syndication-runs'), 'verb', 'state', 'plugin'),
    proceeds: only(await all('/v1/proceeds'), 'component', 'kind', 'period', 'quantity', 'amounts'),
    invoices: only(await all('/v1/invoices'), 'number', 'cause', 'net', 'tax', 'gross', 'issuedAt'),
    events: only(await all('/v1/events'), 'entity', 'type', 'rev'),
  };
};
