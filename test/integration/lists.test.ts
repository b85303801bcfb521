import { randomUUID } from 'node:crypto';
import type { Reach } from '../../domain/identity/permission';
import { createClockStore } from '../../db/clocks/clock-store';
import { createEventView } from '../../db/events/event-view';
import { createInvoiceView } from '../../db/invoices/invoice-view';
import { createUsageIntake } from '../../db/metering/usage-intake';
import { createUsageView } from '../../db/metering/usage-view';
import { createOrderView } from '../../db/orders/order-view';
import type { Page, PageRequest } from '../../db/page';
import { InvalidCursorError } from '../../db/page';
import { createProceedsView } from '../../db/proceeds/proceeds-view';
import { createSubscriptionView } from '../../db/subscriptions/subscription-view';
import { createRunView } from '../../db/syndication/run-view';
import type { Market } from '../support/builders';
import {
  activateSubscription,
  day,
  everything,
  insertMarket,
  ofOrganization,
  ofProject,
  openRun,
  placePurchase,
} from '../support/builders';
import { useDatabase } from '../support/database';

type List = (page: PageRequest) => Promise<Page<{ readonly id: string }>>;

/** Reads to the end; `between` is done after each page. */
const readAll = async (list: List, limit: number, between: () => Promise<unknown> = () => Promise.resolve()) => {
  const ids: string[] = [];
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const page: Page<{ readonly id: string }> = await list({ limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    await between();
  }
  return ids;
};

describe('a list', () => {
  const { knex } = useDatabase();
  const orders = createOrderView(knex);

  it.each(['everything', 'one organization', 'several organizations and a project'])(
    'shows every row once, newest first, while rows are added: %s',
    async (whose) => {
      const market = await insertMarket(knex);
      const other = await insertMarket(knex);
      const reaches: Record<string, Reach> = {
        everything,
        'one organization': ofOrganization(market.customerId),
        'several organizations and a project': {
          all: false,
          organizationIds: [market.vendorId, market.customerId, other.vendorId],
          projectIds: [market.projectId, other.projectId],
        },
      };
      const placed = [];
      // Three share each instant, so that the id has to break ties.
      for (let nth = 0; nth < 17; nth += 1) {
        placed.push(
          await placePurchase(knex, nth % 4 === 3 ? other : market, { placedAt: day(1 + Math.floor(nth / 3)) }),
        );
      }
      const isOf = new Set(whose === 'one organization' ? [market.customerId] : [market.customerId, other.customerId]);
      const expected = placed
        .filter(({ customerId }) => isOf.has(customerId))
        .sort((a, b) => (a.placedAt + a.id < b.placedAt + b.id ? 1 : -1))
        .map(({ id }) => id);

      const reach = reaches[whose] ?? everything;
      const seen = await readAll(
        (page) => orders.list({}, reach, page),
        3,
        () => placePurchase(knex, market, { placedAt: day(25) }),
      );
      const mine = new Set(placed.map(({ id }) => id));
      expect(seen.filter((id) => mine.has(id))).toEqual(expected);
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  it('has no further page after exactly the last row', async () => {
    const market = await insertMarket(knex);
    for (let nth = 1; nth <= 4; nth += 1) await placePurchase(knex, market, { placedAt: day(nth) });
    const first = await orders.list({}, ofProject(market.projectId), { limit: 2, cursor: null });
    const second = await orders.list({}, ofProject(market.projectId), { limit: 2, cursor: first.nextCursor });
    expect([first.nextCursor === null, second.items.length, second.nextCursor]).toEqual([false, 2, null]);
  });

  it('keeps to its filters on every page', async () => {
    const market = await insertMarket(knex);
    const [first, second] = [await placePurchase(knex, market), await placePurchase(knex, market)];
    const list = async (filter: Parameters<typeof orders.list>[0]) =>
      (await readAll((page) => orders.list(filter, ofOrganization(market.vendorId), page), 1)).sort();
    expect(await list({ subscriptionId: first.subscriptionId })).toEqual([first.id]);
    expect(await list({ state: 'pending-consumer', kind: 'purchase', projectId: market.projectId })).toEqual(
      [first.id, second.id].sort(),
    );
    expect(await list({ state: 'done' })).toEqual([]);
    expect(await list({ projectId: randomUUID() })).toEqual([]);
  });

  const written = (...parts: unknown[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const id = '5b0f5a0e-1111-4222-8333-444455556666';
  it.each([
    ['text', 'nonsense'],
    ['nothing in it', written()],
    ['that of another list', written('subscriptions', day(1), id)],
    ['an instant that is none', written('orders', '2026-13-01T00:00:00.000Z', id)],
    ['an id that is none', written('orders', day(1), "' or true --")],
    ['numbers', written('orders', 1, 2)],
    ['more than a place', written('orders', day(1), id, 'more')],
    ['another writing of a good one', `${written('orders', day(1), id)}=`],
  ])('refuses a cursor that it did not give: %s', async (_, cursor) => {
    await expect(orders.list({}, everything, { limit: 1, cursor })).rejects.toThrow(InvalidCursorError);
  });
});

describe('who sees what', () => {
  const { knex } = useDatabase();
  const ours = { market: {} as Market, ids: {} as Record<string, string> };
  const page = { limit: 100, cursor: null };

  const lists: Record<string, (reach: Reach) => Promise<string[]>> = {
    orders: async (reach) => (await createOrderView(knex).list({}, reach, page)).items.map((row) => row.id),
    subscriptions: async (reach) =>
      (await createSubscriptionView(knex).list({}, reach, page)).items.map((row) => row.id),
    runs: async (reach) => (await createRunView(knex).list({}, reach, page)).items.map((row) => row.id),
    proceeds: async (reach) => [
      ...new Set((await createProceedsView(knex).list({}, reach, page)).items.map((row) => row.subscriptionId)),
    ],
    invoices: async (reach) =>
      (await createInvoiceView(knex).list({}, reach, page)).items.map((row) => row.subscriptionId),
    events: async (reach) => [
      ...new Set(
        (await createEventView(knex).list(reach, { after: '0', limit: 100 }))
          .filter((event) => event.entity === 'order')
          .map((event) => event.entityId),
      ),
    ],
  };

  beforeAll(async () => {
    ours.market = await insertMarket(knex);
    const order = await activateSubscription(knex, ours.market, day(2));
    const run = await openRun(knex, order);
    const { id, subscriptionId } = order;
    ours.ids = { orders: id, subscriptions: subscriptionId, runs: run, proceeds: subscriptionId };
    ours.ids = { ...ours.ids, invoices: subscriptionId, events: id };
    // A whole other market beside it.
    const peers = await activateSubscription(knex, await insertMarket(knex), day(2));
    await openRun(knex, peers);
  });

  const everyone = ['customerId', 'vendorId', 'distributorId', 'resellerId', 'projectId'] as const;
  const seers: Record<string, readonly (typeof everyone)[number][]> = {
    orders: everyone,
    subscriptions: everyone,
    runs: everyone,
    events: everyone,
    proceeds: ['customerId', 'vendorId', 'distributorId', 'resellerId'],
    // The reseller is the issuer here.
    invoices: ['customerId', 'resellerId'],
  };
  const cases = Object.keys(lists).flatMap((list) => everyone.map((party) => [list, party] as const));

  it.each(cases)('%s by %s: only their own, and only if they are a party to it', async (list, party) => {
    const id = ours.market[party];
    const seen = await lists[list]!(party === 'projectId' ? ofProject(id) : ofOrganization(id));
    expect(seen).toEqual(seers[list]!.includes(party) ? [ours.ids[list]] : []);
  });

  it.each(Object.keys(lists))('%s: the platform sees the rows of all, nobody sees nothing', async (list) => {
    expect(await lists[list]!(everything)).toHaveLength(2);
    expect(await lists[list]!(ofOrganization())).toEqual([]);
    expect(await lists[list]!(ofOrganization(randomUUID()))).toEqual([]);
  });

  it('another project of the same customer sees none of it', async () => {
    const sibling = randomUUID();
    await knex('projects').insert({ id: sibling, organization_id: ours.market.customerId, name: 'Sibling' });
    for (const list of Object.values(lists)) expect(await list(ofProject(sibling))).toEqual([]);
  });
});

describe('the list of usage', () => {
  const { knex } = useDatabase();

  it('shows every record once, the latest use first, also among many of one instant', async () => {
    const market = await insertMarket(knex);
    const { subscriptionId } = await activateSubscription(knex, market, day(1));
    const records = Array.from({ length: 11 }, (_, nth) => ({
      source: 'meter',
      eventId: String(nth),
      subscriptionId,
      component: 'calls',
      quantity: '1.5',
      uniqueKey: null,
      dimensions: {},
      occurredAt: day(2 + Math.floor(nth / 4)),
    }));
    const context = { userId: market.buyerId, now: day(20), mayWrite: () => true };
    await createUsageIntake(knex).record(records, context);
    const usage = createUsageView(knex);
    const seen = await readAll(async (page) => {
      const { items, nextCursor } = await usage.list(subscriptionId, page);
      return { items: items.map(({ eventId }) => ({ id: eventId })), nextCursor };
    }, 2);
    expect([...seen].sort()).toEqual(records.map(({ eventId }) => eventId).sort());
    expect(seen.slice(0, 3).sort()).toEqual(['10', '8', '9']);
    const { items } = await usage.list(subscriptionId, { limit: 1, cursor: null });
    expect(items).toEqual([{ ...records[Number(seen[0])], recordedAt: day(20) }]);
  });
});

describe('the list of events', () => {
  const { knex } = useDatabase();

  it('holds back what follows a number that is still missing, so that who follows misses nothing', async () => {
    const market = await insertMarket(knex);
    const events = createEventView(knex);
    const reach = ofProject(market.projectId);
    const seqs = async () => (await events.list(reach, { after: '0', limit: 100 })).map(({ seq }) => Number(seq));
    await placePurchase(knex, market);
    const before = await seqs();

    const slow = await knex.transaction();
    await placePurchase(slow, market);
    await placePurchase(knex, market);
    expect(await seqs()).toEqual(before);
    expect(await events.list(everything, { after: '0', limit: 100 })).toHaveLength(1);
    await slow.commit();
    expect(await seqs()).toHaveLength(3);
  });

  it('goes on at once past the number of a transaction that failed', async () => {
    const market = await insertMarket(knex);
    const slow = await knex.transaction();
    await placePurchase(slow, market);
    await slow.rollback();
    await placePurchase(knex, market);
    const seen = await createEventView(knex).list(ofProject(market.projectId), { after: '0', limit: 100 });
    expect(seen.map(({ type }) => type)).toEqual(['order-placed']);
  });

  it('begins after what has been seen', async () => {
    const market = await insertMarket(knex);
    for (let nth = 0; nth < 3; nth += 1) await placePurchase(knex, market);
    await knex('events').update({ recorded_at: '2026-01-01T00:00:00.000Z' });
    const events = createEventView(knex);
    const reach = ofOrganization(market.customerId, market.vendorId);
    const all = await events.list(reach, { after: '0', limit: 100 });
    const [first] = await events.list(reach, { after: '0', limit: 1 });
    expect(first).toEqual(all[0]);
    expect(await events.list(reach, { after: first!.seq, limit: 100 })).toEqual(all.slice(1));
  });
});

describe('a test clock', () => {
  const { knex } = useDatabase();

  it('finds what falls due first, at most until its target', async () => {
    const market = await insertMarket(knex);
    const clockId = randomUUID();
    await knex('test_clocks').insert({ id: clockId, name: 'Clock', now: day(1), target: day(1), state: 'ready' });
    const order = await placePurchase(knex, market, { testClockId: clockId, deadlineAt: day(10) });
    const run = await openRun(knex, order, { testClockId: clockId });
    const clocks = createClockStore(knex);
    expect(await clocks.due(clockId, day(2))).toBeNull();
    expect(await clocks.due(clockId, day(30))).toEqual({
      at: day(3),
      orders: [],
      subscriptions: [],
      runs: [run],
      concerned: [order.subscriptionId],
    });
    await knex('syndication_runs').update({ next_due_at: null });
    expect(await clocks.due(clockId, day(30))).toMatchObject({ at: day(10), orders: [order.id], runs: [] });
  });
});
