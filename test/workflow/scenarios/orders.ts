import { randomUUID } from 'node:crypto';
import { scenario } from './scenario';

const inMs = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();

export const orderScenarios = {
  approved: scenario(['orderWorkflow', 'subscriptionWorkflow', 'syndicationWorkflow'], async (cue) => {
    const order = cue.purchase(await cue.product({ plugin: 'manual' }));
    const placed = await cue.submit(order);
    const decided = await cue.decide(order.id, 'approve', { comment: 'needed' });
    const runId = await cue.runOf(order.subscriptionId, 'provision');
    await cue.untilRun(runId, 'awaiting-report');
    await cue.report(runId, 'deployed');
    await cue.untilOrder(order.id, 'done');
    return { orderId: order.id, subscriptionId: order.subscriptionId, runId, placed, decided };
  }),

  rejected: scenario(['orderWorkflow'], async (cue) => {
    const order = cue.purchase(await cue.product());
    await cue.submit(order);
    const decided = await cue.decide(order.id, 'reject', { comment: 'too dear' });
    return { orderId: order.id, subscriptionId: order.subscriptionId, decided };
  }),

  cancelled: scenario(['orderWorkflow'], async (cue) => {
    const order = cue.purchase(await cue.product());
    await cue.submit(order);
    const cancelled = await cue.cancel(order.id);
    return { orderId: order.id, subscriptionId: order.subscriptionId, cancelled };
  }),

  expired: scenario(['orderWorkflow'], async (cue) => {
    const order = cue.purchase(await cue.product(), { deadlineAt: inMs(500) });
    await cue.submit(order);
    await cue.untilOrder(order.id, 'expired');
    return { orderId: order.id, subscriptionId: order.subscriptionId };
  }),

  expiredOnTestClock: scenario(['orderWorkflow', 'clockAdvanceWorkflow'], async (cue) => {
    const clockId = await cue.createClock('2026-01-01T00:00:00.000Z');
    const order = cue.purchase(await cue.product(), { testClockId: clockId, placedAt: '2026-01-01T00:00:00.000Z' });
    await cue.submit(order);
    await cue.advance(clockId, '2026-03-01T00:00:00.000Z');
    return { orderId: order.id, subscriptionId: order.subscriptionId, clockId };
  }),

  approvedByCreator: scenario(['orderWorkflow', 'subscriptionWorkflow', 'syndicationWorkflow'], async (cue) => {
    const order = await cue.buy(await cue.product({ plugin: 'instant' }));
    await cue.untilOrder(order.id, 'done');
    const runId = await cue.runOf(order.subscriptionId, 'provision');
    return { orderId: order.id, subscriptionId: order.subscriptionId, runId };
  }),

  placementRefused: scenario(['orderWorkflow'], async (cue) => {
    const product = await cue.product({ plugin: 'instant' });
    const { subscriptionId } = await cue.activate(product);
    const first = await cue.orderTermination(product, subscriptionId, { approvedByCreator: false });
    const second = cue.termination(product, subscriptionId);
    const refusal = await cue.refusalOf(cue.submit(second));
    return { orderId: second.id, firstId: first.id, refusal };
  }),

  carryingOutRefused: scenario(['orderWorkflow'], async (cue) => {
    const product = await cue.product({ plugin: 'instant' });
    const { subscriptionId } = await cue.activate(product);
    await cue.untilOrder((await cue.orderTermination(product, subscriptionId)).id, 'done');
    const late = await cue.orderTermination(product, subscriptionId);
    await cue.untilOrder(late.id, 'failed');
    return { orderId: late.id, subscriptionId };
  }),

  crowd: scenario(['orderWorkflow'], async (cue) => {
    const order = cue.purchase(await cue.product({ plugin: 'manual' }));
    await cue.submit(order);
    const refusals: string[] = [];
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const decision = cue.decide(order.id);
        const refusal = await cue.refusalOf(decision);
        if (refusal === 'nothing') return [await decision];
        refusals.push(refusal);
        return [];
      }),
    );
    return { orderId: order.id, answers: answers.flat(), refusals };
  }),

  misdecided: scenario(['orderWorkflow'], async (cue) => {
    const order = cue.purchase(await cue.product({ plugin: 'manual' }));
    await cue.submit(order);
    const own = await cue.refusalOf(cue.decide(order.id, 'approve', { by: cue.market.buyerId }));
    await cue.decide(order.id);
    const second = await cue.refusalOf(cue.decide(order.id, 'reject'));
    const cancelled = await cue.refusalOf(cue.cancel(order.id));
    const needless = await cue.buy(await cue.product({ plugin: 'manual' }));
    const unasked = await cue.refusalOf(cue.decide(needless.id));
    return { orderId: order.id, own, second, cancelled, unasked };
  }),

  submittedTwice: scenario(['orderWorkflow'], async (cue) => {
    const order = cue.purchase(await cue.product({ plugin: 'manual' }));
    const [first, second] = await Promise.all([cue.submit(order), cue.submit(order)]);
    const other = await cue.refusalOf(cue.submit({ ...order, requestHash: randomUUID() }));
    await cue.decide(order.id, 'reject');
    const afterwards = await cue.submit(order);
    return { orderId: order.id, first, second, other, afterwards };
  }),
};
