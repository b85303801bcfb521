import { randomUUID } from 'node:crypto';
import { createBusinessTime } from '../../api/business-time';
import { createOrderDesk } from '../../api/orders/order-desk';
import { refusalFrom } from '../../api/problem';
import { createDelegationIntake } from '../../db/approvals/delegation-intake';
import { createDelegationView } from '../../db/approvals/delegation-view';
import { createClockView } from '../../db/clocks/clock-view';
import { createProjectView } from '../../db/identity/project-view';
import { createOrderView } from '../../db/orders/order-view';
import type { ApprovalStep } from '../../domain/approvals/policy';
import { defaultPolicy } from '../../domain/approvals/policy';
import { createActors } from '../support/actors';
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

  it('takes exactly one of 200 decisions at once, and the others are refused and leave no trace', async () => {
    const actors = await createActors(stage);
    const order = actors.purchase(await actors.product({ plugin: 'manual' }));
    await actors.submit(order);
    const desk = deskOf(stage);
    const people = await actors.people(...Array.from({ length: 200 }, (_, nth) => `Approver ${nth}`));
    const decisions = people.map((userId) => desk.decide(approverOf(userId, order.customerId), order.id, approval));
    const answers = await Promise.allSettled(decisions);
    const won = answers.filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [codeOf(answer.reason)] : []));
    expect([...new Set(refusals)]).toEqual(['order-decided']);
    expect(await acceptedUpdatesOf(stage.client, orderWorkflowId(order.id))).toBe(2);
    expect((await historyOf(order.id)).facts.filter(({ type }) => type === 'approval-given')).toHaveLength(1);
  });

  it('is given by a deputy from the instant at which the delegation begins, in the middle of a step', async () => {
    const actors = await createActors(stage);
    const [anna = '', deputy = ''] = await actors.people('Anna', 'Deputy');
    const [placedAt, startsAt, endsAt] = [
      '2026-03-02T09:00:00.000Z',
      '2026-03-04T09:00:00.000Z',
      '2026-03-09T09:00:00.000Z',
    ];
    const clockId = await actors.createClock(placedAt);
    const step = { ...defaultPolicy.steps[0], approvers: [{ kind: 'user', userId: anna }] } as ApprovalStep;
    const policies = [{ ...defaultPolicy, steps: [step] }];
    const product = await actors.product({ plugin: 'instant' });
    const order = actors.purchase(product, { testClockId: clockId, placedAt, policies });
    await actors.submit(order);
    const delegation = { id: randomUUID(), userId: anna, deputyId: deputy, startsAt, endsAt };
    await createDelegationIntake(stage.knex).keep(delegation);
    const decide = () => deskOf(stage).decide(viewerOf(deputy, order.customerId), order.id, approval);
    expect(codeOf(await decide().catch((error: unknown) => error))).toBe('order-decision-forbidden');
    await actors.advance(clockId, startsAt);
    expect((await decide()).decidedBy).toBe(deputy);
    expect((await historyOf(order.id)).facts).toContainEqual(
      expect.objectContaining({ type: 'approval-given', by: deputy, onBehalfOf: anna, at: startsAt }),
    );
    await actors.untilOrder(order.id, 'done');
  });

  it('leaves nobody in an audience when it is over', async () => {
    await Promise.all(Object.values(scenes).map((scene) => scene()));
    expect(await stage.knex('approval_audiences').count()).toEqual([{ count: '0' }]);
  });
});

const approval = { verdict: 'approve' } as const;

const holding = (role: 'approver' | 'viewer') => (userId: string, scopeId: string) => ({
  ...{ userId, name: 'Somebody', organizationId: scopeId, testClockId: null },
  grants: [{ role, scope: 'organization', scopeId } as const],
});
const approverOf = holding('approver');
const viewerOf = holding('viewer');

const deskOf = ({ knex, client }: Stage) => {
  const clocks = createClockView(knex);
  const businessTime = createBusinessTime({ clocks, now: () => new Date().toISOString() });
  const reads = { orders: createOrderView(knex), projects: createProjectView(knex) };
  return createOrderDesk({ ...reads, delegations: createDelegationView(knex), client, businessTime });
};

const codeOf = (error: unknown): string => refusalFrom(error).code;
