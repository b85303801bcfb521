import { randomUUID } from 'node:crypto';
import { advanceClock } from '../../workflows/clocks/contract';
import { subscriptionWorkflowId, terminateSubscription } from '../../workflows/subscriptions/contract';
import { createActors } from '../support/actors';
import type { Actors } from '../support/actors';
import { eventsOf, invoicesOf, rowOf } from '../support/books';
import type { Stage } from '../support/workflow-stage';
import { openStage } from '../support/workflow-stage';

/** Long enough for a message to reach the server. */
const sent = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));
const inMs = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();

// Messages that come while no worker is there meet the workflow together, in one task.
describe('messages that meet in one task', () => {
  let stage: Stage;
  let actors: Actors;

  beforeAll(async () => {
    stage = await openStage();
    actors = await createActors(stage);
  });
  afterAll(() => stage.close());

  it('a decision that meets the deadline comes too late', async () => {
    const order = actors.purchase(await actors.product({ plugin: 'manual' }), { deadlineAt: inMs(1_500) });
    await actors.submit(order);
    let refusal = Promise.resolve('');
    await stage.whileAway(async () => {
      await sent();
      refusal = actors.refusalOf(actors.decide(order.id));
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    });
    expect(await refusal).toBe('order-closed');
    await actors.untilOrder(order.id, 'expired');
    expect(await eventsOf(stage.knex, order.id)).toEqual(['order-placed', 'order-deadline-passed']);
  });

  it('of two decisions and a cancellation the first counts', async () => {
    const order = actors.purchase(await actors.product({ plugin: 'manual' }));
    await actors.submit(order);
    let refusals: Promise<string[]> = Promise.resolve([]);
    await stage.whileAway(async () => {
      const first = actors.refusalOf(actors.decide(order.id));
      await sent();
      const second = actors.refusalOf(actors.decide(order.id, 'reject'));
      await sent();
      refusals = Promise.all([first, second, actors.refusalOf(actors.cancel(order.id))]);
      await sent();
    });
    expect(await refusals).toEqual(['nothing', 'order-decided', 'order-move-illegal']);
    expect(await rowOf(stage.knex, 'orders', order.id)).toMatchObject({ state: 'executing' });
  });

  it('of two reports that contradict each other the first counts', async () => {
    const order = await actors.buy(await actors.product({ plugin: 'manual' }));
    const runId = await actors.runOf(order.subscriptionId, 'provision');
    await stage.whileAway(async () => {
      await actors.report(runId, 'deployed');
      await actors.report(runId, 'failed');
    });
    await actors.untilOrder(order.id, 'done');
    expect(await invoicesOf(stage.knex, order.subscriptionId)).toHaveLength(1);
  });

  it('a termination that was ordered before a period was over is charged no further period', async () => {
    const now = '2026-01-10T00:00:00.000Z';
    const clockId = await actors.createClock(now);
    const clocked = { testClockId: clockId, placedAt: now };
    const product = await actors.product({ plugin: 'manual' });
    const { subscriptionId } = await actors.activate(product, now, clocked);
    const subscription = stage.client.workflow.getHandle(subscriptionWorkflowId(subscriptionId));
    let answered: Promise<unknown> = Promise.resolve();
    await stage.whileAway(async () => {
      const termination = { orderId: randomUUID(), at: '2026-02-09T00:00:00.000Z' };
      const terminated = subscription.executeUpdate(terminateSubscription, { args: [termination] });
      await sent();
      const to = '2026-02-11T00:00:00.000Z';
      answered = Promise.all([terminated, subscription.executeUpdate(advanceClock, { args: [{ to }] })]);
      await sent();
    });
    await answered;
    const runId = await actors.runOf(subscriptionId, 'terminate');
    await actors.report(runId, 'undeployed', { at: '2026-02-11T00:00:00.000Z' });
    await actors.untilSubscription(subscriptionId, 'terminated');
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual(['activation 2026-01-10 8500']);
  });
});
