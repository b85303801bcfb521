import { createOrderStore } from '../../db/orders/order-store';
import { createSubscriptionStore } from '../../db/subscriptions/subscription-store';
import { createRunStore } from '../../db/syndication/run-store';
import { terminate } from '../../domain/subscriptions/turn';
import type { Actors } from '../support/actors';
import { createActors } from '../support/actors';
import { eventsOf, invoicesOf, rowOf } from '../support/books';
import type { Stage } from '../support/workflow-stage';
import { openStage } from '../support/workflow-stage';

// The stores play the attempt of a workflow task that wrote and was lost, before other messages met the next attempt.
describe('what a lost attempt has stored', () => {
  let stage: Stage;
  let cue: Actors;

  beforeAll(async () => {
    stage = await openStage();
    cue = await createActors(stage);
  });
  afterAll(() => stage.close());

  it('counts as the decision of an order: what came to the next attempt instead is refused', async () => {
    const order = cue.purchase(await cue.product({ plugin: 'instant' }));
    await cue.submit(order);
    const at = new Date().toISOString();
    await createOrderStore(stage.knex).advance({
      orderId: order.id,
      rev: 2,
      state: 'executing',
      type: 'order-approved',
      at,
      actorId: cue.market.approverId,
      nextDueAt: null,
    });
    expect(await cue.refusalOf(cue.cancel(order.id))).toBe('order-decided');
    await cue.untilOrder(order.id, 'done');
    expect(await eventsOf(stage.knex, order.id)).toEqual(['order-placed', 'order-approved', 'order-carried-out']);
    expect(await rowOf(stage.knex, 'subscriptions', order.subscriptionId)).toMatchObject({ state: 'active' });
  });

  it('is a step of a syndication run that others come after', async () => {
    const order = await cue.buy(await cue.product({ plugin: 'manual' }));
    const runId = await cue.runOf(order.subscriptionId, 'provision');
    await cue.untilRun(runId, 'awaiting-report');
    const at = new Date().toISOString();
    await createRunStore(stage.knex).advance({
      runId,
      rev: 3,
      state: 'awaiting-report',
      type: 'run-reminded',
      at,
      nextDueAt: at,
    });
    await cue.report(runId, 'deployed');
    await cue.untilSubscription(order.subscriptionId, 'active');
    expect(await eventsOf(stage.knex, runId)).toEqual(['run-started', 'run-notified', 'run-reminded', 'run-succeeded']);
    expect(await rowOf(stage.knex, 'syndication_runs', runId)).toMatchObject({ state: 'succeeded', rev: 4 });
  });

  it('is the end of a syndication run, whatever is reported afterwards', async () => {
    const order = await cue.buy(await cue.product({ plugin: 'manual' }));
    const runId = await cue.runOf(order.subscriptionId, 'provision');
    await cue.untilRun(runId, 'awaiting-report');
    const at = new Date().toISOString();
    await createRunStore(stage.knex).advance({
      runId,
      rev: 3,
      state: 'failed',
      type: 'run-failed',
      at,
      nextDueAt: null,
      endedAt: at,
      reason: 'the vendor did not report in time',
    });
    await cue.report(runId, 'deployed');
    await cue.untilOrder(order.id, 'failed');
    expect(await rowOf(stage.knex, 'orders', order.id)).toMatchObject({ failure: 'the vendor did not report in time' });
    expect(await rowOf(stage.knex, 'subscriptions', order.subscriptionId)).toMatchObject({ state: 'failed' });
  });

  it('is the beginning of a termination that a period turn comes after', async () => {
    const clockId = await cue.createClock('2026-01-31T00:00:00.000Z');
    const at = '2026-01-31T00:00:00.000Z';
    const product = await cue.product({ plugin: 'manual' });
    const { subscriptionId } = await cue.activate(product, at, { testClockId: clockId, placedAt: at });
    const { rev } = await rowOf(stage.knex, 'subscriptions', subscriptionId);
    await createSubscriptionStore(stage.knex).advance({
      subscriptionId,
      rev: Number(rev) + 1,
      state: 'terminating',
      type: 'subscription-terminating',
      at,
      nextDueAt: '2026-02-28T00:00:00.000Z',
    });
    const advancing = cue.beginAdvance(clockId, '2026-03-01T00:00:00.000Z');
    await advancing;
    const runId = await cue.runOf(subscriptionId, 'terminate');
    await cue.advanced(clockId, '2026-03-01T00:00:00.000Z');
    await cue.report(runId, 'undeployed', { at: '2026-03-01T00:00:00.000Z' });
    await cue.untilSubscription(subscriptionId, 'terminated');
    const events = await eventsOf(stage.knex, subscriptionId);
    expect(events.slice(-3)).toEqual(['subscription-terminating', 'period-turned', 'subscription-terminated']);
  });

  it('is the end of a subscription, which its order is told', async () => {
    const product = await cue.product({ plugin: 'manual' });
    const { subscriptionId } = await cue.activate(product);
    const termination = await cue.orderTermination(product, subscriptionId);
    const runId = await cue.runOf(subscriptionId, 'terminate');
    await cue.untilRun(runId, 'awaiting-report');
    const { rev } = await rowOf(stage.knex, 'subscriptions', subscriptionId);
    const at = new Date().toISOString();
    await createSubscriptionStore(stage.knex).book(
      {
        subscriptionId,
        rev: Number(rev) + 1,
        state: 'terminated',
        type: 'subscription-terminated',
        at,
        usageUntil: at,
        endedAt: at,
      },
      ({ terms, open, usage }) => terminate(terms, open ?? { index: 0, period: { start: at, end: at } }, usage, at),
    );
    await cue.report(runId, 'failed', { message: 'it is gone already' });
    await cue.untilOrder(termination.id, 'done');
    expect(await rowOf(stage.knex, 'subscriptions', subscriptionId)).toMatchObject({
      state: 'terminated',
      ended_at: at,
    });
    expect(await invoicesOf(stage.knex, subscriptionId)).toHaveLength(1);
  });
});
