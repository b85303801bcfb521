import { Webhook } from 'standardwebhooks';
import { eventsOf, invoicesOf, rowOf } from '../support/books';
import { webhookSecret } from '../support/market';
import { until } from '../support/actors';
import type { VendorEvent } from '../support/vendor-process';
import type { Stage } from '../support/workflow-stage';
import { openStage } from '../support/workflow-stage';
import type { Played } from './scenarios/scenario';
import { playAll } from './scenarios/scenario';
import { syndicationScenarios } from './scenarios/syndication';

const isSigned = ({ headers, body }: VendorEvent): boolean => {
  new Webhook(webhookSecret).verify(body, headers);
  return true;
};

describe('a syndication run', () => {
  let stage: Stage;
  let scenes: Played<typeof syndicationScenarios>;
  const run = (id: string) => rowOf(stage.knex, 'syndication_runs', id);

  beforeAll(async () => {
    stage = await openStage();
    scenes = await playAll(stage, syndicationScenarios);
  });
  afterAll(() => stage.close());

  it('takes a report from a vendor that never said it took the event', async () => {
    const { runId, subscriptionId } = await scenes.reportedEarly();
    // The report proves that it has.
    expect(await eventsOf(stage.knex, runId)).toEqual(['run-started', 'run-notified', 'run-succeeded']);
    expect(await rowOf(stage.knex, 'subscriptions', subscriptionId)).toMatchObject({ state: 'active' });
  });

  it('has nothing left to hear when a report comes after its end', async () => {
    const { runId, subscriptionId, late } = await scenes.reportedLate();
    expect(late).toBe('WorkflowNotFoundError');
    expect(await run(runId)).toMatchObject({ state: 'succeeded' });
    expect(await invoicesOf(stage.knex, subscriptionId)).toHaveLength(1);
  });

  it('counts a report that comes twice once', async () => {
    const { runId, subscriptionId } = await scenes.reportedTwice();
    expect(await eventsOf(stage.knex, runId)).toEqual(['run-started', 'run-notified', 'run-succeeded']);
    expect(await invoicesOf(stage.knex, subscriptionId)).toHaveLength(1);
  });

  it('keeps to the first of two reports that contradict each other', async () => {
    const { runId, subscriptionId } = await scenes.contradicted();
    const { state } = await run(runId);
    const expected = state === 'succeeded' ? 'active' : 'failed';
    await until('the subscription to follow', async () =>
      (await rowOf(stage.knex, 'subscriptions', subscriptionId)).state === expected ? true : undefined,
    );
    expect((await eventsOf(stage.knex, runId)).filter((type) => /succeeded|failed/.test(type))).toEqual([
      `run-${state}`,
    ]);
  });

  it('fails with the words of its vendor', async () => {
    const { runId, orderId } = await scenes.failed();
    expect(await run(runId)).toMatchObject({ state: 'failed', reason: 'no capacity' });
    expect(await rowOf(stage.knex, 'orders', orderId)).toMatchObject({ state: 'failed', failure: 'no capacity' });
  });

  it('shows the progress that its vendor reports', async () => {
    const { details, runId } = await scenes.progressed();
    expect(details).toContain('40 % installing');
    expect(await run(runId)).toMatchObject({ state: 'succeeded' });
  });

  it.each([
    ['is down for the first three attempts', 'vendorDown', 4],
    ['is busy and says when to come again', 'vendorBusy', 2],
    ['redirects, which is not followed', 'vendorRedirects', 2],
    ['hangs', 'vendorHangs', 2],
  ] as const)('sends its event again to a vendor that %s, signed and under one id', async (_, name, attempts) => {
    const { runId, events } = await scenes[name]();
    expect(events).toHaveLength(attempts);
    expect(events.every(isSigned)).toBe(true);
    expect(new Set(events.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([runId]));
    expect(new Set(events.map(({ body }) => body)).size).toBe(1);
    expect(await eventsOf(stage.knex, runId)).toEqual(['run-started', 'run-notified', 'run-succeeded']);
  });

  it('reminds its vendor once a day, with the same event', async () => {
    const { runId, events } = await scenes.reminded();
    expect(await eventsOf(stage.knex, runId)).toEqual([
      'run-started',
      'run-notified',
      'run-reminded',
      'run-reminded',
      'run-succeeded',
    ]);
    expect(events).toHaveLength(3);
    expect(new Set(events.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([runId]));
  });

  it('fails at its deadline when there is no report, and its order with it', async () => {
    const { runId, orderId } = await scenes.silent();
    expect(await run(runId)).toMatchObject({
      state: 'failed',
      reason: 'the vendor did not report in time',
      ended_at: '2026-01-08T12:00:00.000Z',
    });
    expect(await rowOf(stage.knex, 'orders', orderId)).toMatchObject({ state: 'failed' });
  });

  it('does not hold up a test clock while its vendor is down', async () => {
    const { runId, clockId } = await scenes.neverTaken();
    expect(await rowOf(stage.knex, 'test_clocks', clockId)).toMatchObject({ state: 'ready' });
    expect((await eventsOf(stage.knex, runId)).filter((type) => type === 'run-delayed')).toHaveLength(6);
    expect(await run(runId)).toMatchObject({ state: 'failed', notified_at: null });
  });

  it('finds, at its deadline, a report that was stored but never told', async () => {
    const { runId, subscriptionId } = await scenes.foundAtDeadline();
    expect(await run(runId)).toMatchObject({ state: 'succeeded', ended_at: '2026-01-02T12:00:00.000Z' });
    expect(await rowOf(stage.knex, 'subscriptions', subscriptionId)).toMatchObject({
      state: 'active',
      anchor_at: '2026-01-02T12:00:00.000Z',
    });
    // The subscription that began within the advance also lived through the rest of it.
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-01-02 8500',
      'period:2026-01-02 2026-02-02 3500',
      'period:2026-02-02 2026-03-02 3500',
    ]);
  });
});
