import { eventsOf, invoicesOf, proceedsOf, rowOf } from '../support/books';
import { acceptedUpdatesOf, allHistoriesOf } from '../support/histories';
import type { Stage } from '../support/workflow-stage';
import { openStage } from '../support/workflow-stage';
import { searchAttributes } from '../../workflows/search-attributes';
import { subscriptionWorkflowId } from '../../workflows/subscriptions/contract';
import type { Played } from './scenarios/scenario';
import { playAll } from './scenarios/scenario';
import { subscriptionScenarios } from './scenarios/subscriptions';

describe('a subscription', () => {
  let stage: Stage;
  let scenes: Played<typeof subscriptionScenarios>;
  const order = (id: string) => rowOf(stage.knex, 'orders', id);
  const subscription = (id: string) => rowOf(stage.knex, 'subscriptions', id);
  const runs = (subscriptionId: string) =>
    stage
      .knex('syndication_runs')
      .where({ subscription_id: subscriptionId })
      .orderBy('started_at')
      .select('verb', 'state');

  beforeAll(async () => {
    stage = await openStage();
    scenes = await playAll(stage, subscriptionScenarios);
  });
  afterAll(() => stage.close());

  it('bills in advance and in arrears, period after period from its anchor, until it ends', async () => {
    const { subscriptionId } = await scenes.life();
    expect(await proceedsOf(stage.knex, subscriptionId)).toEqual(
      [
        'set-up one-time 2026-01-31..2026-02-28 1 5000',
        'licence prepaid 2026-01-31..2026-02-28 1 2000',
        'seats prepaid 2026-01-31..2026-02-28 3 1500',
        'calls arrears 2026-01-31..2026-02-28 1500 2500',
        'licence prepaid 2026-02-28..2026-03-31 1 2000',
        'seats prepaid 2026-02-28..2026-03-31 3 1500',
        'licence prepaid 2026-03-31..2026-04-30 1 2000',
        'seats prepaid 2026-03-31..2026-04-30 3 1500',
        'calls arrears 2026-03-31..2026-04-10 10 20',
      ].sort(byPeriod),
    );
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-01-31 8500',
      'period:2026-01-31 2026-02-28 6000',
      'period:2026-02-28 2026-03-31 3500',
      'termination 2026-04-10 20',
    ]);
    expect(await subscription(subscriptionId)).toMatchObject({
      state: 'terminated',
      ended_at: '2026-04-10T00:00:00.000Z',
      next_due_at: null,
    });
  });

  it('of a plugin that answers at once needs no report', async () => {
    const { orderId, subscriptionId } = await scenes.atOnce();
    expect(await eventsOf(stage.knex, subscriptionId)).toEqual([
      'subscription-activated',
      'subscription-terminating',
      'subscription-terminated',
    ]);
    expect(await runs(subscriptionId)).toEqual([
      { verb: 'provision', state: 'succeeded' },
      { verb: 'terminate', state: 'succeeded' },
    ]);
    expect(await order(orderId)).toMatchObject({ state: 'done' });
  });

  it('turns by its own timer on the real clock', async () => {
    const { subscriptionId } = await scenes.realTurn();
    expect((await eventsOf(stage.knex, subscriptionId)).slice(0, 3)).toEqual([
      'subscription-provisioning',
      'subscription-activated',
      'period-turned',
    ]);
  });

  it('whose provisioning failed has what may be left removed, and costs nothing', async () => {
    const { orderId, subscriptionId } = await scenes.compensated();
    expect(await order(orderId)).toMatchObject({ state: 'failed', failure: 'no licence left' });
    expect(await subscription(subscriptionId)).toMatchObject({ state: 'failed', failure: 'no licence left' });
    expect(await runs(subscriptionId)).toEqual([
      { verb: 'provision', state: 'failed' },
      { verb: 'terminate', state: 'succeeded' },
    ]);
    expect(await proceedsOf(stage.knex, subscriptionId)).toEqual([]);
  });

  it('whose plugin refused at once is compensated too', async () => {
    const { orderId, subscriptionId } = await scenes.compensatedAtOnce();
    expect(await order(orderId)).toMatchObject({ state: 'failed', failure: 'no capacity is left' });
    expect(await runs(subscriptionId)).toEqual([
      { verb: 'provision', state: 'failed' },
      { verb: 'terminate', state: 'succeeded' },
    ]);
  });

  it('needs attention when what may be left could not be removed', async () => {
    const { subscriptionId } = await scenes.compensationFailed();
    const { typedSearchAttributes: attributes } = await stage.client.workflow
      .getHandle(subscriptionWorkflowId(subscriptionId))
      .describe();
    expect(attributes.get(searchAttributes.needsAttention)).toBe(true);
    expect(attributes.get(searchAttributes.subscriptionState)).toBe('failed');
  });

  it('runs on when its vendor could not remove it, and can be terminated again', async () => {
    const { orderId, secondId, subscriptionId, between } = await scenes.terminationFailed();
    expect(between).toBe('active');
    expect(await order(orderId)).toMatchObject({ state: 'failed', failure: 'it is in use' });
    expect(await order(secondId)).toMatchObject({ state: 'done' });
    expect(await subscription(subscriptionId)).toMatchObject({ state: 'terminated' });
  });

  it('runs on when its plugin refused the removal at once', async () => {
    const { orderId, subscriptionId } = await scenes.terminationFailedAtOnce();
    expect(await order(orderId)).toMatchObject({ state: 'failed', failure: 'no capacity is left' });
    expect(await subscription(subscriptionId)).toMatchObject({ state: 'active' });
  });

  it('is charged nothing more in advance while it is being terminated, and arrears up to the end', async () => {
    const { subscriptionId } = await scenes.turnedWhileTerminating();
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-01-31 8500',
      'period:2026-01-31 2026-02-28 200',
      'termination 2026-03-02 100',
    ]);
  });

  it('goes on in a fresh run every 24 periods, and can be terminated there', async () => {
    const { orderId, subscriptionId, repeated } = await scenes.continued();
    expect(repeated.state).toBe('terminating');
    expect(await allHistoriesOf(stage.client, subscriptionWorkflowId(subscriptionId))).toHaveLength(2);
    const events = await eventsOf(stage.knex, subscriptionId);
    expect(events.filter((type) => type === 'period-turned')).toHaveLength(25);
    expect(events.slice(-2)).toEqual(['subscription-terminating', 'subscription-terminated']);
    expect(await order(orderId)).toMatchObject({ state: 'done' });
    // Set-up once, then licence and seats in advance of 26 periods.
    expect(await proceedsOf(stage.knex, subscriptionId)).toHaveLength(1 + 26 * 2);
  });

  it('of a one-off plan never turns', async () => {
    const { subscriptionId } = await scenes.oneOff();
    expect(await eventsOf(stage.knex, subscriptionId)).not.toContain('period-turned');
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual(['activation 2026-01-31 8500']);
  });

  it('keeps its prices for its order window, and is renewed with those of the day on which that ends', async () => {
    const { subscriptionId } = await scenes.renewed();
    expect(await proceedsOf(stage.knex, subscriptionId)).toEqual(
      [
        'set-up one-time 2026-01-31..2026-02-28 1 5000',
        'licence prepaid 2026-01-31..2026-02-28 1 2000',
        'seats prepaid 2026-01-31..2026-02-28 3 1500',
        'licence prepaid 2026-02-28..2026-03-31 1 2000',
        'seats prepaid 2026-02-28..2026-03-31 3 1500',
        'calls arrears 2026-02-28..2026-03-31 100 200',
        'licence prepaid 2026-03-31..2026-04-30 1 2000',
        'seats prepaid 2026-03-31..2026-04-30 3 2100',
        'licence prepaid 2026-04-30..2026-05-31 1 2000',
        'seats prepaid 2026-04-30..2026-05-31 3 2100',
        'licence prepaid 2026-05-31..2026-06-30 1 2000',
        'seats prepaid 2026-05-31..2026-06-30 3 2100',
      ].sort(byPeriod),
    );
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-01-31 8500',
      'period:2026-01-31 2026-02-28 3500',
      'period:2026-02-28 2026-03-31 4300',
      'period:2026-03-31 2026-04-30 4100',
      'period:2026-04-30 2026-05-31 4100',
    ]);
    const versions = await stage
      .knex('proceeds')
      .where({ subscription_id: subscriptionId, period_start: '2026-02-28T00:00:00.000Z', kind: 'arrears' })
      .orWhere({ subscription_id: subscriptionId, period_start: '2026-03-31T00:00:00.000Z' })
      .orderBy('component')
      .select('component', 'price_version');
    expect(versions).toEqual([
      { component: 'calls', price_version: 1 },
      { component: 'licence', price_version: 2 },
      { component: 'seats', price_version: 2 },
    ]);
  });

  it('keeps its terms for another window, and says why, where the new prices do not take what was sold', async () => {
    const { subscriptionId } = await scenes.renewed();
    const turns = await stage
      .knex<{ type: string; entity_id: string; data: Record<string, unknown> }>('events')
      .where({ entity_id: subscriptionId, type: 'period-turned' })
      .orderBy('rev');
    expect(turns.map(({ data: { priceVersion, termsKept } }) => ({ priceVersion, termsKept }))).toEqual([
      {},
      { priceVersion: 2 },
      {},
      { termsKept: 'seats: the price has no step of this quantity' },
    ]);
  });

  it('that does not renew ends with its order window, and is charged up to that instant', async () => {
    const { subscriptionId } = await scenes.ended();
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-01-31 8500',
      'period:2026-01-31 2026-02-28 3500',
      'termination 2026-04-03 200',
    ]);
    expect(await subscription(subscriptionId)).toMatchObject({
      state: 'terminated',
      ended_at: '2026-03-31T00:00:00.000Z',
      ends_at: '2026-03-31T00:00:00.000Z',
      next_due_at: null,
    });
    expect(await runs(subscriptionId)).toEqual([
      { verb: 'provision', state: 'succeeded' },
      { verb: 'terminate', state: 'succeeded' },
    ]);
  });

  it('with a lifespan ends after its hours', async () => {
    const { subscriptionId } = await scenes.lifespan();
    expect(await proceedsOf(stage.knex, subscriptionId)).toEqual(
      [
        'set-up one-time 2026-01-31..2026-02-02 1 5000',
        'licence prepaid 2026-01-31..2026-02-02 1 2000',
        'seats prepaid 2026-01-31..2026-02-02 3 1500',
        'calls arrears 2026-01-31..2026-02-02 100 200',
      ].sort(byPeriod),
    );
    expect(await eventsOf(stage.knex, subscriptionId)).toEqual([
      'subscription-activated',
      'subscription-terminating',
      'subscription-terminated',
    ]);
    expect(await subscription(subscriptionId)).toMatchObject({ ended_at: '2026-02-02T00:00:00.000Z' });
  });

  it('that its vendor could not remove at its end is tried again a day later, and costs nothing more', async () => {
    const { subscriptionId, between } = await scenes.endNotRemoved();
    expect(between).toBe('2026-03-01T01:00:00.000Z');
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual(['activation 2026-01-31 8500']);
    expect(await eventsOf(stage.knex, subscriptionId)).toEqual([
      'subscription-provisioning',
      'subscription-activated',
      'subscription-terminating',
      'subscription-termination-failed',
      'subscription-terminating',
      'subscription-terminated',
    ]);
    const { typedSearchAttributes: attributes } = await stage.client.workflow
      .getHandle(subscriptionWorkflowId(subscriptionId))
      .describe();
    expect(attributes.get(searchAttributes.needsAttention)).toBe(true);
  });

  it('that ends while it is being terminated is charged up to its end alone', async () => {
    const { orderId, subscriptionId } = await scenes.overtakenByItsEnd();
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-01-31 8500',
      'termination 2026-03-02 200',
    ]);
    expect(await subscription(subscriptionId)).toMatchObject({ ended_at: '2026-02-28T00:00:00.000Z' });
    expect((await eventsOf(stage.knex, subscriptionId)).slice(-3)).toEqual([
      'subscription-terminating',
      'subscription-expired',
      'subscription-terminated',
    ]);
    expect(await order(orderId)).toMatchObject({ state: 'done' });
  });

  it('is given back the part of its period that is not used, where its plan says so, on the final invoice', async () => {
    const { subscriptionId } = await scenes.refunded();
    // 21 of 31 days of July are left: of 20.00 and of 15.00.
    expect((await proceedsOf(stage.knex, subscriptionId)).slice(-3)).toEqual(
      [
        'licence prepaid 2026-07-01..2026-08-01 1 2000',
        'seats prepaid 2026-07-01..2026-08-01 3 1500',
        'licence credit 2026-07-11..2026-08-01 1 -1355',
        'seats credit 2026-07-11..2026-08-01 3 -1016',
      ].slice(1),
    );
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-06-01 8500',
      'period:2026-06-01 2026-07-01 3500',
      'termination 2026-07-11 -2171',
    ]);
  });

  it('is given back all that it paid, but for its usage, if it is ended within the days of its plan', async () => {
    const { subscriptionId } = await scenes.refundedInFull();
    expect((await proceedsOf(stage.knex, subscriptionId)).filter((line) => line.includes(' -'))).toEqual([
      'licence credit 2026-02-01..2026-03-01 1 -2000',
      'seats credit 2026-02-01..2026-03-01 3 -1500',
      'set-up refund 2026-02-01..2026-03-01 1 -5000',
    ]);
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-02-01 8500',
      'period:2026-02-01 2026-03-01 200',
      'termination 2026-03-02 -8500',
    ]);
  });

  it('is not ended by its customer before its minimum duration has passed, but with its order window', async () => {
    const { orderId, refusedId, subscriptionId, between } = await scenes.bound();
    expect(await order(refusedId)).toMatchObject({ state: 'failed', failure: 'termination-too-early' });
    expect(await order(orderId)).toMatchObject({ state: 'done' });
    expect(between).toEqual({ state: 'active', ends_at: '2026-03-31T00:00:00.000Z' });
    expect(await subscription(subscriptionId)).toMatchObject({
      state: 'terminated',
      ended_at: '2026-03-31T00:00:00.000Z',
    });
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-01-31 8500',
      'period:2026-01-31 2026-02-28 3500',
    ]);
    expect(await eventsOf(stage.knex, subscriptionId)).toEqual([
      'subscription-provisioning',
      'subscription-activated',
      'subscription-end-scheduled',
      'period-turned',
      'subscription-terminating',
      'subscription-terminated',
    ]);
  });

  it('is ended by staff of the platform whenever that wants to', async () => {
    const { orderId, subscriptionId } = await scenes.leftEarlyByStaff();
    expect(await order(orderId)).toMatchObject({ state: 'done' });
    expect(await subscription(subscriptionId)).toMatchObject({ state: 'terminated' });
  });

  it('is charged the rest of its order window for an early end, and given back nothing of it, where its plan says so', async () => {
    const { subscriptionId } = await scenes.restCharged();
    expect((await proceedsOf(stage.knex, subscriptionId)).slice(-4)).toEqual([
      'licence charge 2026-02-28..2026-03-31 1 2000',
      'seats charge 2026-02-28..2026-03-31 3 1500',
      'licence charge 2026-03-31..2026-04-30 1 2000',
      'seats charge 2026-03-31..2026-04-30 3 1500',
    ]);
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-01-31 8500',
      'termination 2026-02-10 7200',
    ]);
  });

  it('on the calendar pays the part before its first whole period, and whole periods from then on', async () => {
    const { subscriptionId } = await scenes.aligned();
    // 11 of 31 days of January: 20.00 and 15.00, each rounded once.
    expect(await proceedsOf(stage.knex, subscriptionId)).toEqual(
      [
        'set-up one-time 2026-01-21..2026-02-01 1 5000',
        'licence prepaid 2026-01-21..2026-02-01 1 710',
        'seats prepaid 2026-01-21..2026-02-01 3 532',
        'licence prepaid 2026-02-01..2026-03-01 1 2000',
        'seats prepaid 2026-02-01..2026-03-01 3 1500',
        'licence prepaid 2026-03-01..2026-04-01 1 2000',
        'seats prepaid 2026-03-01..2026-04-01 3 1500',
      ].sort(byPeriod),
    );
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-01-21 6242',
      'period:2026-01-21 2026-02-01 3500',
      'period:2026-02-01 2026-03-01 3500',
    ]);
  });

  it('at a price by the day pays the days of each period', async () => {
    const { subscriptionId } = await scenes.byTheDay();
    expect(await proceedsOf(stage.knex, subscriptionId)).toEqual(
      [
        'set-up one-time 2026-01-31..2026-02-28 1 5000',
        'licence prepaid 2026-01-31..2026-02-28 28 56000',
        'seats prepaid 2026-01-31..2026-02-28 84 42000',
        'licence prepaid 2026-02-28..2026-03-31 31 62000',
        'seats prepaid 2026-02-28..2026-03-31 93 46500',
      ].sort(byPeriod),
    );
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([
      'activation 2026-01-31 103000',
      'period:2026-01-31 2026-02-28 108500',
    ]);
  });

  it('that is not active refuses to be terminated, and keeps no trace of it', async () => {
    const { subscriptionId, refusal } = await scenes.terminatedTooEarly();
    expect(refusal).toBe('subscription-not-active');
    expect(await acceptedUpdatesOf(stage.client, subscriptionWorkflowId(subscriptionId))).toBe(0);
  });

  it('asks a plugin again whose answer at once took too long', async () => {
    const { orderId, subscriptionId } = await scenes.slowAtOnce();
    expect(await order(orderId)).toMatchObject({ state: 'done' });
    expect(await runs(subscriptionId)).toEqual([{ verb: 'provision', state: 'succeeded' }]);
    expect(await invoicesOf(stage.knex, subscriptionId)).toHaveLength(1);
  });
});

/** Rows are read by period, kind and component. */
const byPeriod = (a: string, b: string): number => sortKey(a).localeCompare(sortKey(b));
const sortKey = (line: string): string => {
  const [component, kind, period] = line.split(' ');
  return [period?.slice(0, 10), kind, component].join(' ');
};
