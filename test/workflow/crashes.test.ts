import { createActors } from '../support/actors';
import { eventsOf, invoicesOf, proceedsOf, rowOf } from '../support/books';
import { everythingTwice } from '../support/everything-twice';
import { workUntilKilled } from '../support/mortal-worker-process';
import type { Stage } from '../support/workflow-stage';
import { openStage } from '../support/workflow-stage';
import { syndicationWorkflowId } from '../../workflows/syndication/contract';
import type { Scene } from './scenarios/scenario';
import { clockScenarios } from './scenarios/clocks';
import { orderScenarios } from './scenarios/orders';
import { subscriptionScenarios } from './scenarios/subscriptions';

/** Everything that is written about the objects of a scene; ids and real instants are left out. */
const booksOf = async ({ knex }: Stage, { orderId = '', subscriptionId = '' }: Scene) => ({
  order: (await rowOf(knex, 'orders', orderId))?.state,
  subscription: (await rowOf(knex, 'subscriptions', subscriptionId))?.state,
  runs: await knex('syndication_runs')
    .where({ subscription_id: subscriptionId })
    .orderBy('started_at')
    .select('verb', 'state'),
  orderEvents: await eventsOf(knex, orderId),
  subscriptionEvents: await eventsOf(knex, subscriptionId),
  proceeds: await proceedsOf(knex, subscriptionId),
  invoices: await invoicesOf(knex, subscriptionId),
});

const nothing = '00000000-0000-0000-0000-000000000000';

describe('everything done twice', () => {
  let once: Stage;
  let twice: Stage;

  beforeAll(async () => {
    [once, twice] = await Promise.all([openStage(), openStage([everythingTwice])]);
  });
  afterAll(async () => {
    await once.close();
    await twice.close();
  });

  it.each(
    Object.entries({
      approved: orderScenarios.approved,
      expired: orderScenarios.expiredOnTestClock,
      life: subscriptionScenarios.life,
      atOnce: subscriptionScenarios.atOnce,
      compensated: subscriptionScenarios.compensated,
      terminationFailed: subscriptionScenarios.terminationFailed,
      year: clockScenarios.year,
    }),
  )('leaves the same books as done once: %s', async (_, { play }) => {
    const books = async (stage: Stage) => {
      const scene: Scene = await play({ ...(await createActors(stage)), stage });
      return booksOf(stage, { orderId: nothing, subscriptionId: nothing, ...scene });
    };
    const [left, right] = await Promise.all([books(once), books(twice)]);
    expect(right).toEqual(left);
    expect(left.subscriptionEvents.length + left.orderEvents.length).toBeGreaterThan(1);
  });
});

describe('a worker that is killed after it has written and before it could say so', () => {
  const activities = [
    'placeOrder',
    'advanceOrder',
    'carryOutOrder',
    'advanceSubscription',
    'startRun',
    'openRun',
    'notifyVendor',
    'advanceRun',
    'tellSubscription',
    'activateSubscription',
    'tellOrder',
  ];
  let stage: Stage;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it('leaves every purchase to the next one, which ends them all alike', async () => {
    const actors = await createActors(stage);
    const purchase = async (): Promise<Scene> => {
      const order = actors.purchase(await actors.product());
      await actors.submit(order);
      await actors.decide(order.id);
      const runId = await actors.runOf(order.subscriptionId, 'provision');
      await actors.report(runId, 'deployed');
      await actors.untilOrder(order.id, 'done');
      return { orderId: order.id, subscriptionId: order.subscriptionId };
    };
    let scenes: Promise<Scene[]> = Promise.resolve([]);
    await stage.whileAway(async () => {
      scenes = Promise.all(activities.map(purchase));
      await workUntilKilled(stage, activities);
    });
    const books = await Promise.all((await scenes).map((scene) => booksOf(stage, scene)));
    expect(books).toHaveLength(activities.length);
    expect(books[0]).toMatchObject({
      order: 'done',
      subscription: 'active',
      orderEvents: ['order-placed', 'order-approved', 'order-carried-out'],
      subscriptionEvents: ['subscription-provisioning', 'subscription-activated'],
    });
    expect(books[0]?.invoices).toHaveLength(1);
    for (const other of books) expect(other).toEqual(books[0]);
  });

  it('does not take with it that a run has ended whose start was never answered', async () => {
    const actors = await createActors(stage);
    const order = actors.purchase(await actors.product({ plugin: 'manual' }), { approvedByCreator: true });
    let runId = '';
    let submitted: Promise<unknown> = Promise.resolve();
    await stage.whileAway(async () => {
      submitted = actors.submit(order);
      await workUntilKilled(stage, ['startRun'], async () => {
        runId = await actors.runOf(order.subscriptionId, 'provision');
        await actors.report(runId, 'deployed');
        await actors.untilClosed(syndicationWorkflowId(runId));
      });
    });
    await submitted;
    await actors.untilOrder(order.id, 'done');
    expect(await booksOf(stage, { orderId: order.id, subscriptionId: order.subscriptionId })).toMatchObject({
      subscription: 'active',
      runs: [{ verb: 'provision', state: 'succeeded' }],
    });
  });
});
