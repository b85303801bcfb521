import { eventsOf, invoicesOf, proceedsOf, rowOf } from '../support/books';
import { acceptedUpdatesOf } from '../support/histories';
import type { Stage } from '../support/workflow-stage';
import { openStage } from '../support/workflow-stage';
import { orderWorkflowId } from '../../workflows/orders/contract';
import { orderScenarios } from './scenarios/orders';
import type { Played } from './scenarios/scenario';
import { playAll } from './scenarios/scenario';

describe('an order', () => {
  let stage: Stage;
  let scenes: Played<typeof orderScenarios>;
  const order = (id: string) => rowOf(stage.knex, 'orders', id);
  const subscription = (id: string) => rowOf(stage.knex, 'subscriptions', id);

  beforeAll(async () => {
    stage = await openStage();
    scenes = await playAll(stage, orderScenarios);
  });
  afterAll(() => stage.close());

  it('waits for an approver, then for its subscription, and is done when the vendor has reported', async () => {
    const { orderId, subscriptionId, placed, decided } = await scenes.approved();
    expect([placed.state, decided.state]).toEqual(['pending-consumer', 'executing']);
    expect(await eventsOf(stage.knex, orderId)).toEqual(['order-placed', 'order-approved', 'order-carried-out']);
    expect(await order(orderId)).toMatchObject({ state: 'done', decision_comment: 'needed', next_due_at: null });
    expect(await subscription(subscriptionId)).toMatchObject({ state: 'active', resource_ref: 'tenant-1' });
    expect(await invoicesOf(stage.knex, subscriptionId)).toEqual([expect.stringMatching(/^activation .* 8500$/)]);
  });

  it('that is rejected takes its pending subscription with it and costs nothing', async () => {
    const { orderId, subscriptionId, decided } = await scenes.rejected();
    expect(decided.state).toBe('rejected');
    expect(await order(orderId)).toMatchObject({ state: 'rejected', decision_comment: 'too dear' });
    expect(await subscription(subscriptionId)).toMatchObject({ state: 'terminated' });
    expect(await proceedsOf(stage.knex, subscriptionId)).toEqual([]);
  });

  it('is taken back by its buyer while it is pending', async () => {
    const { orderId, subscriptionId, cancelled } = await scenes.cancelled();
    expect(cancelled.state).toBe('cancelled');
    expect(await eventsOf(stage.knex, orderId)).toEqual(['order-placed', 'order-cancelled']);
    expect(await subscription(subscriptionId)).toMatchObject({ state: 'terminated' });
  });

  it('expires at its deadline, on the real clock as on a test clock', async () => {
    for (const { orderId, subscriptionId } of [await scenes.expired(), await scenes.expiredOnTestClock()]) {
      expect(await eventsOf(stage.knex, orderId)).toEqual(['order-placed', 'order-deadline-passed']);
      expect(await order(orderId)).toMatchObject({ state: 'expired', next_due_at: null });
      expect(await subscription(subscriptionId)).toMatchObject({ state: 'terminated' });
    }
    const { orderId, clockId } = await scenes.expiredOnTestClock();
    expect(await order(orderId)).toMatchObject({ updated_at: '2026-01-31T00:00:00.000Z' });
    expect(await rowOf(stage.knex, 'test_clocks', clockId)).toMatchObject({ now: '2026-03-01T00:00:00.000Z' });
  });

  it('that its creator may approve is executed at once', async () => {
    const { orderId, subscriptionId } = await scenes.approvedByCreator();
    expect(await eventsOf(stage.knex, orderId)).toEqual(['order-placed', 'order-carried-out']);
    expect(await subscription(subscriptionId)).toMatchObject({ state: 'active' });
  });

  it('is refused while another order of its subscription is open, and leaves no row', async () => {
    const { orderId, firstId, refusal } = await scenes.placementRefused();
    expect(refusal).toBe('subscription-busy');
    expect(await order(orderId)).toBeUndefined();
    expect(await eventsOf(stage.knex, orderId)).toEqual([]);
    expect(await order(firstId)).toMatchObject({ state: 'pending-consumer' });
  });

  it('fails, with the reason, when its subscription refuses to carry it out', async () => {
    const { orderId } = await scenes.carryingOutRefused();
    expect(await order(orderId)).toMatchObject({ state: 'failed', failure: 'subscription-ended' });
  });

  it('takes exactly one of eight decisions at once, and the others leave no trace', async () => {
    const { orderId, answers, refusals } = await scenes.crowd();
    expect(answers).toHaveLength(1);
    expect(refusals).toEqual(Array.from({ length: 7 }, () => 'order-decided'));
    // The submission and the one decision.
    expect(await acceptedUpdatesOf(stage.client, orderWorkflowId(orderId))).toBe(2);
    expect(await eventsOf(stage.knex, orderId)).toEqual(['order-placed', 'order-approved']);
  });

  it('refuses whoever decides an order of their own, second, late or unasked', async () => {
    const { own, second, cancelled, unasked } = await scenes.misdecided();
    expect({ own, second, cancelled, unasked }).toEqual({
      own: 'order-own',
      second: 'order-decided',
      cancelled: 'order-move-illegal',
      unasked: 'order-closed',
    });
  });

  it('is placed once however often it is submitted, and refuses another body under its key', async () => {
    const { orderId, first, second, other, afterwards } = await scenes.submittedTwice();
    expect(second).toEqual(first);
    expect(afterwards).toEqual(first);
    expect(other).toBe('idempotency-key-reused');
    expect(await eventsOf(stage.knex, orderId)).toEqual(['order-placed', 'order-rejected']);
  });
});
