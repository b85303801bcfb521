import { createApprovalView } from '../../db/approvals/approval-view';
import { orderWorkflowId } from '../../workflows/orders/contract';
import { eventsOf, rowOf } from '../support/books';
import { acceptedUpdatesOf, allHistoriesOf } from '../support/histories';
import type { Stage } from '../support/workflow-stage';
import { openStage } from '../support/workflow-stage';
import { approvalScenarios } from './scenarios/approvals';
import type { Played } from './scenarios/scenario';
import { playAll } from './scenarios/scenario';

describe('the approval of an order', () => {
  let stage: Stage;
  let scenes: Played<typeof approvalScenarios>;

  const historyOf = (orderId: string) => createApprovalView(stage.knex).historyOf(orderId);
  const toldOf = async (orderId: string): Promise<string[]> =>
    (await historyOf(orderId)).facts.map(({ type, at }) => `${type} ${at}`);
  const asksOf = async (orderId: string): Promise<string[]> => {
    const rows = await stage
      .knex<{ order_id: string; ask: number; state: string }>('approvals')
      .where({ order_id: orderId })
      .orderBy('ask');
    return rows.map(({ ask, state }) => `${ask} ${state}`);
  };

  beforeAll(async () => {
    stage = await openStage();
    scenes = await playAll(stage, approvalScenarios);
  });
  afterAll(() => stage.close());

  it('reminds and escalates at the right instants, each once, over a change of the clocks', async () => {
    const { orderId, refusals, decided } = await scenes.escalated();
    expect(refusals).toEqual(['order-decision-forbidden']);
    expect(decided.state).toBe('executing');
    expect(await toldOf(orderId)).toEqual([
      ...['asked 2026-03-27T09:00:00.000Z', 'reminded 2026-03-28T09:00:00.000Z'],
      ...['escalated 2026-03-29T08:00:00.000Z', 'asked 2026-03-29T08:00:00.000Z', 'reminded 2026-03-30T08:00:00.000Z'],
      ...['escalated 2026-03-31T08:00:00.000Z', 'asked 2026-03-31T08:00:00.000Z', 'reminded 2026-04-01T08:00:00.000Z'],
      ...['escalated 2026-04-02T08:00:00.000Z', 'asked 2026-04-02T08:00:00.000Z'],
      ...['approval-given 2026-04-02T12:00:00.000Z', 'step-approved 2026-04-02T12:00:00.000Z'],
    ]);
    expect(await asksOf(orderId)).toEqual(['1 escalated', '2 escalated', '3 escalated', '4 approved']);
  });

  it('asks step after step, with a quorum, and takes what a deputy says', async () => {
    const { orderId, refusals, first, decided } = await scenes.inSequence();
    expect(refusals).toEqual(['order-decision-forbidden', 'order-own', 'order-decided-already']);
    expect([first.state, decided.state]).toEqual(['pending-consumer', 'executing']);
    expect(await eventsOf(stage.knex, orderId)).toEqual([
      ...['order-placed', 'order-approval-given', 'order-approval-given', 'order-approved', 'order-carried-out'],
    ]);
    // What was refused left no trace: the submission and three decisions.
    expect(await acceptedUpdatesOf(stage.client, orderWorkflowId(orderId))).toBe(4);
    const { facts, run } = await historyOf(orderId);
    expect(facts.find(({ onBehalfOf }) => onBehalfOf !== undefined)).toMatchObject({ type: 'approval-given', step: 1 });
    expect(run).toMatchObject({ outcome: 'approved' });
  });

  it('waits for the answer to a question, and for whom it is handed to', async () => {
    const { orderId, refusal, decided } = await scenes.questioned();
    expect([refusal, decided.state]).toEqual(['order-decision-forbidden', 'rejected']);
    expect((await historyOf(orderId)).facts.map(({ type, text }) => [type, text])).toEqual([
      ['asked', undefined],
      ['question-asked', 'For whom?'],
      ['question-answered', 'For sales.'],
      ['reassigned', undefined],
      ['asked', undefined],
      ['step-rejected', 'not this year'],
    ]);
    expect(await asksOf(orderId)).toEqual(['1 reassigned', '2 rejected']);
  });

  it('is given by a deadline where the policy says so, a month later by the local clock', async () => {
    const { orderId } = await scenes.passedOver();
    expect(await toldOf(orderId)).toEqual([
      ...['asked 2026-03-27T09:00:00.000Z', 'deadline-approved 2026-04-27T08:00:00.000Z'],
    ]);
  });

  it('goes on in a fresh run of its workflow, and forgets nothing', async () => {
    const { orderId, decided, reminders } = await scenes.continued();
    expect(decided.state).toBe('rejected');
    const told = await toldOf(orderId);
    expect(told.filter((fact) => fact.startsWith('reminded'))).toHaveLength(reminders);
    expect(new Set(told).size).toBe(told.length);
    expect((await allHistoriesOf(stage.client, orderWorkflowId(orderId))).length).toBeGreaterThan(1);
  });

  it('reminds by a timer on the real clock', async () => {
    const { orderId } = await scenes.remindedForReal();
    expect(await asksOf(orderId)).toEqual(['1 rejected']);
    expect(await rowOf(stage.knex, 'orders', orderId)).toMatchObject({ state: 'rejected', next_due_at: null });
  });

  it('leaves nobody in an audience when it is over', async () => {
    await Promise.all(Object.values(scenes).map((scene) => scene()));
    expect(await stage.knex('approval_audiences').count()).toEqual([{ count: '0' }]);
  });
});
