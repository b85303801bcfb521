import { createClockStore } from '../../db/clocks/clock-store';
import { createOrderStore } from '../../db/orders/order-store';
import { createOrderView } from '../../db/orders/order-view';
import type { BillingFacts } from '../../db/subscriptions/subscription-store';
import { createSubscriptionStore } from '../../db/subscriptions/subscription-store';
import { createSubscriptionView } from '../../db/subscriptions/subscription-view';
import { createRunStore } from '../../db/syndication/run-store';
import { createRunView } from '../../db/syndication/run-view';
import { activate, terminate, turnPeriod } from '../../domain/subscriptions/turn';
import {
  activateSubscription,
  day,
  insertClock,
  insertMarket,
  openRun,
  placePurchase,
  purchaseOf,
} from '../support/builders';
import { useDatabase } from '../support/database';

describe('stores', () => {
  const { knex } = useDatabase();
  const orders = createOrderStore(knex);
  const subscriptions = createSubscriptionStore(knex);
  const runs = createRunStore(knex);
  const eventsOf = async (id: string) =>
    (await knex('events').where({ entity_id: id }).orderBy('seq').select('rev', 'type')).map(
      ({ rev, type }) => `${rev} ${type}`,
    );
  /** Everything that is stored of a sale. */
  const booksOf = async (subscriptionId: string) =>
    JSON.stringify({
      orders: await knex('orders').where({ subscription_id: subscriptionId }),
      subscription: await knex('subscriptions').where({ id: subscriptionId }),
      runs: await knex('syndication_runs').where({ subscription_id: subscriptionId }),
      proceeds: await knex('proceeds').where({ subscription_id: subscriptionId }).orderBy('id'),
      invoices: await knex('invoices').where({ subscription_id: subscriptionId }).orderBy('number'),
      counters: await knex('invoice_counters').orderBy(['issuer_id', 'prefix']),
      events: await knex('events').orderBy('seq').select('entity_id', 'rev', 'type', 'data'),
    });
  const unchanged = async (subscriptionId: string, repeat: () => Promise<unknown>): Promise<void> => {
    const before = await booksOf(subscriptionId);
    await repeat();
    expect(await booksOf(subscriptionId)).toBe(before);
  };

  it('place an order with its pending subscription once, however often and whatever the repeat says', async () => {
    const market = await insertMarket(knex);
    const order = await placePurchase(knex, market);
    expect(await createOrderView(knex).find(order.id)).toMatchObject({
      ...{ id: order.id, kind: 'purchase', state: 'pending-consumer', subscriptionId: order.subscriptionId },
      ...{ customerId: market.customerId, projectId: market.projectId, vendorId: market.vendorId },
      ...{ distributorId: market.distributorId, resellerId: market.resellerId, offeringId: market.offeringId },
      ...{ planId: market.plan.id, createdBy: market.buyerId, quantities: { seats: '3' }, quote: null, quoteId: null },
      ...{ testClockId: null, placedAt: day(1), nextDueAt: day(31), decidedBy: null, decidedAt: null },
      ...{ decisionComment: null, failure: null, answers: {}, acceptedTerms: [], bundleId: null },
    });
    expect(await createSubscriptionView(knex).find(order.subscriptionId)).toMatchObject({
      state: 'pending',
      terms: order.terms,
      period: null,
    });
    await unchanged(order.subscriptionId, () => orders.place(order, 'pending-consumer'));
    await unchanged(order.subscriptionId, () => orders.place({ ...order, requestHash: 'other' }, 'executing'));
    expect(await eventsOf(order.id)).toEqual(['1 order-placed']);
  });

  it('refuse a second open order of one subscription, and take it when the first has ended', async () => {
    const market = await insertMarket(knex);
    const { id, subscriptionId } = await placePurchase(knex, market);
    const second = purchaseOf(market, { kind: 'terminate', subscriptionId, terms: null });
    await expect(orders.place(second, 'pending-consumer')).rejects.toMatchObject({ code: 'subscription-busy' });
    const end = { orderId: id, rev: 2, state: 'done', type: 'order-done', at: day(2), actorId: null } as const;
    await orders.advance({ ...end, nextDueAt: null });
    await orders.place(second, 'pending-consumer');
    expect(await createOrderView(knex).find(second.id)).toMatchObject({ kind: 'terminate', quantities: {} });
  });

  it('move an order by newer revisions only, and keep what was decided', async () => {
    const market = await insertMarket(knex);
    const order = await placePurchase(knex, market);
    const decision = {
      decisionId: 'd',
      verdict: 'approve',
      by: market.buyerId,
      comment: 'yes',
      decidedAt: day(2),
    } as const;
    const approved = { orderId: order.id, rev: 2, state: 'executing', type: 'order-approved', at: day(2) } as const;
    const done = { orderId: order.id, rev: 3, state: 'done', type: 'order-done', at: day(3), actorId: null } as const;
    await orders.advance({ ...approved, actorId: market.buyerId, nextDueAt: null, decision });
    await orders.advance({ ...done, nextDueAt: null });
    await unchanged(order.subscriptionId, () => orders.advance({ ...done, nextDueAt: null }));
    await unchanged(order.subscriptionId, () => orders.advance({ ...approved, actorId: null, nextDueAt: day(9) }));
    expect(await createOrderView(knex).find(order.id)).toMatchObject({
      ...{ state: 'done', nextDueAt: null, decidedBy: market.buyerId, decidedAt: day(2), decisionComment: 'yes' },
    });
    expect(await eventsOf(order.id)).toEqual(['1 order-placed', '2 order-approved', '3 order-done']);
  });

  it('end the pending subscription of a purchase that is never carried out', async () => {
    const order = await placePurchase(knex, await insertMarket(knex));
    const expired = { orderId: order.id, rev: 2, state: 'expired', type: 'order-expired', at: day(31) } as const;
    await orders.advance({ ...expired, actorId: null, nextDueAt: null });
    expect(await createSubscriptionView(knex).find(order.subscriptionId)).toMatchObject({
      state: 'terminated',
      endedAt: day(31),
    });
  });

  it('move a subscription by newer revisions only', async () => {
    const { subscriptionId } = await placePurchase(knex, await insertMarket(knex));
    const failed = { subscriptionId, rev: 3, state: 'failed', type: 'failed', at: day(3), nextDueAt: null } as const;
    await subscriptions.advance({ ...failed, failure: 'no room', endedAt: day(3) });
    await unchanged(subscriptionId, () => subscriptions.advance({ ...failed, failure: 'another' }));
    await unchanged(subscriptionId, () => subscriptions.advance({ ...failed, rev: 2, state: 'provisioning' }));
    expect(await createSubscriptionView(knex).find(subscriptionId)).toMatchObject({
      failure: 'no room',
      endedAt: day(3),
    });
  });

  it('book a life of activation, turns and end once each, and decide nothing anew in a repeat', async () => {
    const market = await insertMarket(knex);
    const { subscriptionId } = await activateSubscription(knex, market, day(2));
    await knex('usage_records').insert({
      ...{ vendor_id: market.vendorId, source: 'meter', event_id: '1', subscription_id: subscriptionId },
      ...{ component: 'calls', quantity: '250', occurred_at: day(5), recorded_at: day(5), recorded_by: market.buyerId },
    });
    const turn = { subscriptionId, rev: 3, state: 'active', type: 'turned', at: day(33), usageUntil: null } as const;
    const decide = ({ terms, anchorAt, open, usage }: BillingFacts) =>
      turnPeriod(terms, anchorAt ?? '', open ?? { index: 0, period: { start: '', end: '' } }, usage, true);
    await subscriptions.book(turn, decide);
    await unchanged(subscriptionId, () =>
      subscriptions.book(turn, () => {
        throw new Error('decided twice');
      }),
    );
    const end = {
      subscriptionId,
      rev: 4,
      state: 'terminated',
      type: 'ended',
      at: day(40),
      usageUntil: day(40),
    } as const;
    const { nextDueAt } = await subscriptions.book({ ...end, endedAt: day(40) }, ({ terms, open, usage }) =>
      terminate(terms, open ?? { index: 0, period: { start: '', end: '' } }, usage, day(40)),
    );
    expect(nextDueAt).toBeNull();
    await unchanged(subscriptionId, () => subscriptions.book(turn, decide));

    const rows = await knex('proceeds')
      .where({ subscription_id: subscriptionId })
      .orderBy(['period_start', 'component', 'kind']);
    expect(rows.map((row) => `${row.component} ${row.kind} ${row.quantity} ${row.sell_out}`)).toEqual([
      'calls arrears 250 250',
      'licence prepaid 1 2000',
      'seats prepaid 3 1500',
      'licence prepaid 1 2000',
      'seats prepaid 3 1500',
    ]);
    expect(
      (await knex('invoices').where({ subscription_id: subscriptionId }).orderBy('number')).map((row) => row.net),
    ).toEqual(['3500', '3750']);
    expect(await createSubscriptionView(knex).find(subscriptionId)).toMatchObject({
      state: 'terminated',
      period: null,
    });
  });

  it('number the invoices of one issuer without a gap, whoever asks at once and whatever fails in between', async () => {
    const market = await insertMarket(knex);
    const placed = await Promise.all(Array.from({ length: 24 }, () => placePurchase(knex, market)));
    await Promise.all(
      placed.map(async ({ subscriptionId }, nth) => {
        const step = {
          subscriptionId,
          rev: 2,
          state: 'active',
          type: 'activated',
          at: day(2),
          usageUntil: null,
        } as const;
        const attempts = [0, 1].map(() => subscriptions.book(step, ({ terms }) => activate(terms, day(2))));
        const failing = subscriptions.book({ ...step, rev: 9, type: 'broken' }, ({ terms }) => ({
          ...activate(terms, day(2)),
          // Fails after the number was taken: amounts that do not add up.
          invoice: { ...activate(terms, day(2)).invoice!, cause: 'broken', gross: { currency: 'EUR', minor: '1' } },
        }));
        if (nth % 3 === 0) await expect(failing).rejects.toThrow(/check constraint/);
        else await failing.catch(() => undefined);
        await Promise.all(attempts);
      }),
    );
    const numbers = await knex('invoices').where({ issuer_id: market.resellerId }).orderBy('number').pluck('number');
    expect(numbers).toEqual(placed.map((_, nth) => String(nth + 1)));
  });

  it('open and move a run once, with all parties of its subscription', async () => {
    const market = await insertMarket(knex);
    const order = await placePurchase(knex, market);
    const runId = await openRun(knex, order);
    const ended = { runId, rev: 3, state: 'succeeded', type: 'run-succeeded', at: day(4), nextDueAt: null } as const;
    await runs.advance({ ...ended, endedAt: day(4), notifiedAt: day(3) });
    await unchanged(order.subscriptionId, () => runs.advance({ ...ended, endedAt: day(5) }));
    await unchanged(order.subscriptionId, () => runs.advance({ ...ended, rev: 2, state: 'failed', reason: 'late' }));
    expect(await createRunView(knex).find(runId)).toMatchObject({
      ...{ id: runId, subscriptionId: order.subscriptionId, verb: 'provision', plugin: 'webhook', state: 'succeeded' },
      ...{ customerId: market.customerId, projectId: market.projectId, vendorId: market.vendorId },
      ...{ distributorId: market.distributorId, resellerId: market.resellerId, offeringId: market.offeringId },
      reason: null,
      ...{ startedAt: day(2), notifiedAt: day(3), nextDueAt: null, deadlineAt: day(9), endedAt: day(4) },
    });
    expect(await eventsOf(runId)).toEqual(['1 run-started', '3 run-succeeded']);
  });

  it('begin an advance of a clock once, and refuse another while it is under way', async () => {
    const clockId = await insertClock(knex, day(1));
    const clocks = createClockStore(knex);
    const begun = { now: day(1), target: day(9) };
    expect(await clocks.begin({ clockId, to: day(9) })).toEqual(begun);
    expect(await clocks.begin({ clockId, to: day(9) })).toEqual(begun);
    await expect(clocks.begin({ clockId, to: day(10) })).rejects.toMatchObject({ code: 'test-clock-busy' });
    await clocks.finish(clockId, day(9));
    await expect(clocks.begin({ clockId, to: day(2) })).rejects.toMatchObject({ code: 'test-clock-backwards' });
  });
});
