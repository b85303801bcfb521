import { randomUUID } from 'node:crypto';
import type { ApprovalPolicy, ApprovalStep } from '../../../domain/approvals/policy';
import { defaultPolicy } from '../../../domain/approvals/policy';
import { askBuyer, reassignOrder } from '../../../workflows/orders/contract';
import type { Cue } from './scenario';
import { scenario } from './scenario';

const placedAt = '2026-03-27T09:00:00.000Z';
const days = (count: number) => ({ count, unit: 'days' }) as const;
const users = (...ids: readonly (string | undefined)[]) =>
  ids.map((userId) => ({ kind: 'user', userId: userId ?? '' }) as const);

const [defaultStep] = defaultPolicy.steps as readonly [ApprovalStep];
const stepOf = (fields: Partial<ApprovalStep>): ApprovalStep => ({ ...defaultStep, ...fields });
/** Rome's clocks go forward on 29 March 2026. */
const policyOf = (...steps: readonly Partial<ApprovalStep>[]): ApprovalPolicy => ({
  ...defaultPolicy,
  calendar: { zone: 'Europe/Rome', weekend: [6, 7], holidays: [] },
  steps: steps.map(stepOf),
});

/** An order that waits under a policy, on a test clock of its own. */
const placed = async (cue: Cue, ...steps: readonly Partial<ApprovalStep>[]) => {
  const clockId = await cue.createClock(placedAt);
  const order = cue.purchase(await cue.product({ plugin: 'instant' }), {
    ...{ testClockId: clockId, placedAt },
    policies: [policyOf(...steps)],
  });
  await cue.submit(order);
  const decide = (by: string | undefined, decidedAt: string, verdict: 'approve' | 'reject' = 'approve', more = {}) =>
    cue.decide(order.id, verdict, { by: by ?? '', decidedAt, grants: [], ...more });
  return { order, clockId, decide, ids: { orderId: order.id, subscriptionId: order.subscriptionId, clockId } };
};

export const approvalScenarios = {
  escalated: scenario(['orderWorkflow'], async (cue) => {
    const [anna, bert, carl, dora] = await cue.people('Anna', 'Bert', 'Carl', 'Dora');
    const { order, clockId, decide, ids } = await placed(cue, {
      ...{ approvers: users(anna), deadline: days(2), remindEvery: days(1) },
      escalation: [users(bert), users(carl), users(dora)],
    });
    await cue.advance(clockId, '2026-04-02T12:00:00.000Z');
    const refusals = [await cue.refusalOf(decide(anna, '2026-04-02T12:00:00.000Z'))];
    const decided = await decide(dora, '2026-04-02T12:00:00.000Z');
    await cue.untilOrder(order.id, 'done');
    return { ...ids, refusals, decided };
  }),

  inSequence: scenario(['orderWorkflow'], async (cue) => {
    const [anna, bert, carl, dora] = await cue.people('Anna', 'Bert', 'Carl', 'Dora');
    const quorum = { approvers: users(anna, bert, cue.market.buyerId), quorum: 2, deadline: days(5) };
    const { order, decide, ids } = await placed(cue, quorum, { approvers: users(carl), deadline: days(3) });
    const at = '2026-03-28T09:00:00.000Z';
    const refusals = [await cue.refusalOf(decide(carl, at)), await cue.refusalOf(decide(cue.market.buyerId, at))];
    const first = await decide(anna, at);
    refusals.push(await cue.refusalOf(decide(anna, at)));
    await decide(bert, at);
    const standsInFor = [{ userId: carl ?? '', grants: [] }];
    const decided = await decide(dora, '2026-03-29T09:00:00.000Z', 'approve', { standsInFor });
    await cue.untilOrder(order.id, 'done');
    return { ...ids, refusals, first, decided };
  }),

  questioned: scenario(['orderWorkflow'], async (cue) => {
    const [anna, bert] = await cue.people('Anna', 'Bert');
    const { order, clockId, decide, ids } = await placed(cue, { approvers: users(anna), deadline: days(2) });
    await cue.say(order.id, askBuyer, { by: anna ?? '', at: '2026-03-28T09:00:00.000Z', text: 'For whom?' });
    await cue.advance(clockId, '2026-04-01T09:00:00.000Z');
    await cue.answer(order.id, 'For sales.', '2026-04-01T09:00:00.000Z');
    const to = users(bert);
    await cue.say(order.id, reassignOrder, { by: anna ?? '', at: '2026-04-01T10:00:00.000Z', to });
    const refusal = await cue.refusalOf(decide(anna, '2026-04-01T11:00:00.000Z'));
    const decided = await decide(bert, '2026-04-01T11:00:00.000Z', 'reject', { comment: 'not this year' });
    return { ...ids, refusal, decided };
  }),

  passedOver: scenario(['orderWorkflow'], async (cue) => {
    const [anna] = await cue.people('Anna');
    const { order, clockId, ids } = await placed(cue, {
      ...{ approvers: users(anna), deadline: { count: 1, unit: 'months' }, onDeadline: 'approve' },
    });
    await cue.advance(clockId, '2026-05-01T00:00:00.000Z');
    await cue.untilOrder(order.id, 'done');
    return ids;
  }),

  continued: scenario(['orderWorkflow'], async (cue) => {
    const [anna] = await cue.people('Anna');
    const remindEvery = { count: 1, unit: 'hours' } as const;
    const { order, clockId, decide, ids } = await placed(cue, { approvers: users(anna), remindEvery });
    await cue.advance(clockId, '2026-03-28T15:00:00.000Z');
    const decided = await decide(anna, '2026-03-28T15:30:00.000Z', 'reject');
    return { ...ids, decided, reminders: 30, placed: order };
  }),

  remindedForReal: scenario(['orderWorkflow'], async (cue) => {
    const order = cue.purchase(await cue.product({ plugin: 'manual' }), {
      // Placed a day ago less a second, so that the reminder is due in a moment.
      placedAt: new Date(Date.now() - 86_400_000 + 1_000).toISOString(),
      policies: [policyOf({ remindEvery: { count: 24, unit: 'hours' }, deadline: days(3) })],
    });
    await cue.submit(order);
    await cue.untilDetails(`order/${order.id}`, /1×/);
    await cue.decide(order.id, 'reject', { decisionId: randomUUID() });
    return { orderId: order.id };
  }),
};
