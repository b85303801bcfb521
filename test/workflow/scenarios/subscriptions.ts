import { randomUUID } from 'node:crypto';
import { addMonths } from '../../../domain/time';
import { subscriptionWorkflowId, terminateSubscription } from '../../../workflows/subscriptions/contract';
import type { PriceModel } from '../../../domain/catalog/offering';
import { insertPrice } from '../../support/builders';
import type { ProductOptions } from '../../support/market';
import { components } from '../../support/market';
import type { Cue } from './scenario';
import { scenario } from './scenario';

const terminateAndReport = async (
  cue: Cue,
  product: Awaited<ReturnType<Cue['product']>>,
  subscriptionId: string,
  options: { readonly testClockId?: string; readonly placedAt?: string; readonly nth?: number } = {},
) => {
  const { nth = 0, ...clocked } = options;
  const order = await cue.orderTermination(product, subscriptionId, clocked);
  const runId = await cue.runOf(subscriptionId, 'terminate', nth);
  await cue.report(runId, 'undeployed', options.placedAt === undefined ? {} : { at: options.placedAt });
  await cue.untilOrder(order.id, 'done');
  return { order, runId };
};

/** A subscription on a test clock that has just been activated. */
const onTestClock = async (
  cue: Cue,
  now: string,
  periodMonths: number | null = 1,
  options: Omit<ProductOptions, 'periodMonths'> = {},
) => {
  const clockId = await cue.createClock(now);
  const product = await cue.product({ plugin: 'manual', periodMonths, ...options });
  const { subscriptionId, id: purchaseId } = await cue.activate(product, now, { testClockId: clockId, placedAt: now });
  return { clockId, product, subscriptionId, purchaseId };
};

export const subscriptionScenarios = {
  life: scenario(['subscriptionWorkflow', 'clockAdvanceWorkflow'], async (cue) => {
    const { clockId, product, subscriptionId } = await onTestClock(cue, '2026-01-31T00:00:00.000Z');
    await cue.use(subscriptionId, '1500', '2026-02-10T12:00:00.000Z');
    await cue.advance(clockId, '2026-03-05T00:00:00.000Z');
    await cue.advance(clockId, '2026-04-10T00:00:00.000Z');
    await cue.use(subscriptionId, '10', '2026-04-05T00:00:00.000Z');
    const placedAt = '2026-04-10T00:00:00.000Z';
    const { order } = await terminateAndReport(cue, product, subscriptionId, { testClockId: clockId, placedAt });
    return { orderId: order.id, subscriptionId, clockId };
  }),

  atOnce: scenario(['subscriptionWorkflow', 'orderWorkflow', 'syndicationWorkflow'], async (cue) => {
    const product = await cue.product({ plugin: 'instant' });
    const { subscriptionId } = await cue.activate(product);
    const order = await cue.orderTermination(product, subscriptionId);
    await cue.untilOrder(order.id, 'done');
    return { orderId: order.id, subscriptionId, runId: await cue.runOf(subscriptionId, 'terminate') };
  }),

  realTurn: scenario(['subscriptionWorkflow'], async (cue) => {
    const product = await cue.product({ plugin: 'manual' });
    const anchor = addMonths(new Date(Date.now() + 1_500).toISOString(), -1, 'UTC');
    const { subscriptionId } = await cue.activate(product, anchor);
    await cue.untilPeriod(subscriptionId, 1);
    return { subscriptionId };
  }),

  compensated: scenario(['orderWorkflow', 'subscriptionWorkflow', 'syndicationWorkflow'], async (cue) => {
    const order = await cue.buy(await cue.product({ plugin: 'manual' }));
    const { subscriptionId } = order;
    await cue.report(await cue.runOf(subscriptionId, 'provision'), 'failed', { message: 'no licence left' });
    const runId = await cue.runOf(subscriptionId, 'terminate');
    await cue.report(runId, 'undeployed');
    await cue.untilRun(runId, 'succeeded');
    await cue.untilClosed(subscriptionWorkflowId(subscriptionId));
    return { orderId: order.id, subscriptionId, runId };
  }),

  compensationFailed: scenario(['subscriptionWorkflow'], async (cue) => {
    const order = await cue.buy(await cue.product({ plugin: 'manual' }));
    const { subscriptionId } = order;
    await cue.report(await cue.runOf(subscriptionId, 'provision'), 'failed');
    await cue.report(await cue.runOf(subscriptionId, 'terminate'), 'failed');
    await cue.untilClosed(subscriptionWorkflowId(subscriptionId));
    return { orderId: order.id, subscriptionId };
  }),

  compensatedAtOnce: scenario(['subscriptionWorkflow', 'syndicationWorkflow'], async (cue) => {
    const order = await cue.buy(await cue.product({ plugin: 'refusing' }));
    await cue.untilOrder(order.id, 'failed');
    await cue.untilClosed(subscriptionWorkflowId(order.subscriptionId));
    const runId = await cue.runOf(order.subscriptionId, 'provision');
    return { orderId: order.id, subscriptionId: order.subscriptionId, runId };
  }),

  terminationFailed: scenario(['subscriptionWorkflow', 'orderWorkflow'], async (cue) => {
    const product = await cue.product({ plugin: 'manual' });
    const { subscriptionId } = await cue.activate(product);
    const first = await cue.orderTermination(product, subscriptionId);
    await cue.report(await cue.runOf(subscriptionId, 'terminate'), 'failed', { message: 'it is in use' });
    await cue.untilOrder(first.id, 'failed');
    const between = await cue.stage.knex('subscriptions').where({ id: subscriptionId }).first('state');
    const { order: second } = await terminateAndReport(cue, product, subscriptionId, { nth: 1 });
    return { orderId: first.id, secondId: second.id, subscriptionId, between: between?.state as unknown };
  }),

  terminationFailedAtOnce: scenario(['subscriptionWorkflow'], async (cue) => {
    const product = await cue.product({ plugin: 'clinging' });
    const { subscriptionId } = await cue.activate(product);
    const order = await cue.orderTermination(product, subscriptionId);
    await cue.untilOrder(order.id, 'failed');
    return { orderId: order.id, subscriptionId };
  }),

  turnedWhileTerminating: scenario(['subscriptionWorkflow'], async (cue) => {
    const { clockId, product, subscriptionId } = await onTestClock(cue, '2026-01-31T00:00:00.000Z');
    await cue.advance(clockId, '2026-02-26T00:00:00.000Z');
    const at = { testClockId: clockId, placedAt: '2026-02-26T00:00:00.000Z' };
    const order = await cue.orderTermination(product, subscriptionId, at);
    const runId = await cue.runOf(subscriptionId, 'terminate');
    await cue.use(subscriptionId, '100', '2026-02-27T00:00:00.000Z');
    await cue.advance(clockId, '2026-03-02T00:00:00.000Z');
    await cue.use(subscriptionId, '50', '2026-03-01T00:00:00.000Z');
    await cue.report(runId, 'undeployed', { at: '2026-03-02T00:00:00.000Z' });
    await cue.untilOrder(order.id, 'done');
    return { orderId: order.id, subscriptionId };
  }),

  continued: scenario(['subscriptionWorkflow'], async (cue) => {
    const { clockId, product, subscriptionId } = await onTestClock(cue, '2026-01-15T00:00:00.000Z');
    await cue.advance(clockId, '2028-03-01T00:00:00.000Z');
    const at = { testClockId: clockId, placedAt: '2028-03-01T00:00:00.000Z' };
    const order = await cue.orderTermination(product, subscriptionId, at);
    // The order's hand-over once more, as a worker does that died before it could tell.
    const repeated = await cue.stage.client.workflow
      .getHandle(subscriptionWorkflowId(subscriptionId))
      .executeUpdate(terminateSubscription, {
        args: [{ orderId: order.id, at: at.placedAt }],
        updateId: `${order.id}-again`,
      });
    await cue.report(await cue.runOf(subscriptionId, 'terminate'), 'undeployed', { at: at.placedAt });
    await cue.untilOrder(order.id, 'done');
    return { orderId: order.id, subscriptionId, repeated };
  }),

  oneOff: scenario(['subscriptionWorkflow'], async (cue) => {
    const { clockId, product, subscriptionId } = await onTestClock(cue, '2026-01-31T00:00:00.000Z', null);
    await cue.advance(clockId, '2027-01-31T00:00:00.000Z');
    const placedAt = '2027-01-31T00:00:00.000Z';
    const { order } = await terminateAndReport(cue, product, subscriptionId, { testClockId: clockId, placedAt });
    return { orderId: order.id, subscriptionId };
  }),

  renewed: scenario(['subscriptionWorkflow'], async (cue) => {
    const settings = { minimumMonths: 2 };
    const { clockId, product, subscriptionId } = await onTestClock(cue, '2026-01-31T00:00:00.000Z', 1, { settings });
    const plan = { id: product.terms.planId };
    const priced = (price: PriceModel) => components.map((each) => (each.key === 'seats' ? { ...each, price } : each));
    const dearer = priced({ kind: 'per-unit', unitPrice: '7' });
    await insertPrice(cue.stage.knex, { ...plan, components: dearer }, 2, '2026-02-10T00:00:00.000Z');
    // The plan goes, and still renews what runs; its last prices have no step of three seats.
    const narrow = priced({ kind: 'stairstep', tiers: [{ from: '1', to: '2', flat: '9' }] });
    await insertPrice(cue.stage.knex, { ...plan, components: narrow }, 3, '2026-04-15T00:00:00.000Z');
    await cue.stage.knex('plans').where(plan).update({ state: 'archived' });
    await cue.use(subscriptionId, '100', '2026-03-30T00:00:00.000Z');
    await cue.advance(clockId, '2026-06-01T00:00:00.000Z');
    return { subscriptionId };
  }),

  ended: scenario(['subscriptionWorkflow'], async (cue) => {
    const settings = { minimumMonths: 2, autoRenew: false };
    const { clockId, subscriptionId } = await onTestClock(cue, '2026-01-31T00:00:00.000Z', 1, { settings });
    await cue.use(subscriptionId, '100', '2026-03-30T00:00:00.000Z');
    await cue.advance(clockId, '2026-04-02T00:00:00.000Z');
    await cue.use(subscriptionId, '50', '2026-04-01T00:00:00.000Z');
    const runId = await cue.runOf(subscriptionId, 'terminate');
    await cue.report(runId, 'undeployed', { at: '2026-04-03T00:00:00.000Z' });
    await cue.untilClosed(subscriptionWorkflowId(subscriptionId));
    return { subscriptionId };
  }),

  lifespan: scenario(['subscriptionWorkflow'], async (cue) => {
    const settings = { lifespanHours: 48 };
    const options = { settings, plugin: 'instant' as const };
    const product = await cue.product({ ...options, periodMonths: null });
    const clockId = await cue.createClock('2026-01-31T00:00:00.000Z');
    const at = { testClockId: clockId, placedAt: '2026-01-31T00:00:00.000Z' };
    const { subscriptionId } = await cue.activate(product, at.placedAt, at);
    await cue.use(subscriptionId, '100', '2026-02-01T12:00:00.000Z');
    await cue.advance(clockId, '2026-02-05T00:00:00.000Z');
    await cue.untilClosed(subscriptionWorkflowId(subscriptionId));
    return { subscriptionId };
  }),

  endNotRemoved: scenario(['subscriptionWorkflow'], async (cue) => {
    const settings = { autoRenew: false };
    const { clockId, subscriptionId } = await onTestClock(cue, '2026-01-31T00:00:00.000Z', 1, { settings });
    await cue.advance(clockId, '2026-02-28T00:00:00.000Z');
    const first = await cue.runOf(subscriptionId, 'terminate');
    await cue.report(first, 'failed', { message: 'it is in use', at: '2026-02-28T01:00:00.000Z' });
    await cue.untilSubscription(subscriptionId, 'active');
    const between = await cue.stage.knex('subscriptions').where({ id: subscriptionId }).first('next_due_at');
    await cue.advance(clockId, '2026-03-01T02:00:00.000Z');
    const second = await cue.runOf(subscriptionId, 'terminate', 1);
    await cue.report(second, 'undeployed', { at: '2026-03-01T02:00:00.000Z' });
    await cue.untilClosed(subscriptionWorkflowId(subscriptionId));
    return { subscriptionId, between: between?.next_due_at as unknown };
  }),

  overtakenByItsEnd: scenario(['subscriptionWorkflow'], async (cue) => {
    const settings = { autoRenew: false };
    const { clockId, product, subscriptionId } = await onTestClock(cue, '2026-01-31T00:00:00.000Z', 1, { settings });
    await cue.advance(clockId, '2026-02-26T00:00:00.000Z');
    const at = { testClockId: clockId, placedAt: '2026-02-26T00:00:00.000Z' };
    const order = await cue.orderTermination(product, subscriptionId, at);
    const runId = await cue.runOf(subscriptionId, 'terminate');
    await cue.use(subscriptionId, '100', '2026-02-27T00:00:00.000Z');
    await cue.advance(clockId, '2026-03-02T00:00:00.000Z');
    await cue.use(subscriptionId, '50', '2026-03-01T00:00:00.000Z');
    await cue.report(runId, 'undeployed', { at: '2026-03-02T00:00:00.000Z' });
    await cue.untilOrder(order.id, 'done');
    return { orderId: order.id, subscriptionId };
  }),

  refunded: scenario(['subscriptionWorkflow'], async (cue) => {
    const settings = { terminationRefund: 'prorated' } as const;
    const { clockId, product, subscriptionId } = await onTestClock(cue, '2026-06-01T00:00:00.000Z', 1, { settings });
    await cue.advance(clockId, '2026-07-11T00:00:00.000Z');
    await cue.use(subscriptionId, '100', '2026-07-05T00:00:00.000Z');
    const at = { testClockId: clockId, placedAt: '2026-07-11T00:00:00.000Z' };
    const { order } = await terminateAndReport(cue, product, subscriptionId, at);
    return { orderId: order.id, subscriptionId };
  }),

  refundedInFull: scenario(['subscriptionWorkflow'], async (cue) => {
    const settings = { terminationRefund: 'full-within-days', refundDays: 28 } as const;
    const { clockId, product, subscriptionId } = await onTestClock(cue, '2026-02-01T00:00:00.000Z', 1, { settings });
    await cue.advance(clockId, '2026-02-28T23:00:00.000Z');
    await cue.use(subscriptionId, '100', '2026-02-05T00:00:00.000Z');
    const at = { testClockId: clockId, placedAt: '2026-02-28T23:00:00.000Z' };
    const order = await cue.orderTermination(product, subscriptionId, at);
    const runId = await cue.runOf(subscriptionId, 'terminate');
    // The period turns before the vendor has removed it.
    await cue.advance(clockId, '2026-03-02T00:00:00.000Z');
    await cue.report(runId, 'undeployed', { at: '2026-03-02T00:00:00.000Z' });
    await cue.untilOrder(order.id, 'done');
    return { orderId: order.id, subscriptionId };
  }),

  bound: scenario(['subscriptionWorkflow', 'orderWorkflow'], async (cue) => {
    const settings = { minimumMonths: 2 };
    const { clockId, product, subscriptionId } = await onTestClock(cue, '2026-01-31T00:00:00.000Z', 1, { settings });
    await cue.advance(clockId, '2026-02-10T00:00:00.000Z');
    const at = { testClockId: clockId, placedAt: '2026-02-10T00:00:00.000Z' };
    const refused = await cue.orderTermination(product, subscriptionId, at);
    await cue.untilOrder(refused.id, 'failed');
    const order = await cue.orderTermination(product, subscriptionId, { ...at, atWindowEnd: true });
    await cue.untilOrder(order.id, 'done');
    const between = await cue.stage.knex('subscriptions').where({ id: subscriptionId }).first('state', 'ends_at');
    await cue.advance(clockId, '2026-04-01T00:00:00.000Z');
    const runId = await cue.runOf(subscriptionId, 'terminate');
    await cue.report(runId, 'undeployed', { at: '2026-04-01T00:00:00.000Z' });
    await cue.untilClosed(subscriptionWorkflowId(subscriptionId));
    return { orderId: order.id, refusedId: refused.id, subscriptionId, between: between as unknown };
  }),

  leftEarlyByStaff: scenario(['subscriptionWorkflow'], async (cue) => {
    const settings = { minimumMonths: 3 };
    const { clockId, product, subscriptionId } = await onTestClock(cue, '2026-01-31T00:00:00.000Z', 1, { settings });
    const at = { testClockId: clockId, placedAt: '2026-01-31T00:00:00.000Z', mayLeaveEarly: true };
    const { order } = await terminateAndReport(cue, product, subscriptionId, at);
    return { orderId: order.id, subscriptionId };
  }),

  restCharged: scenario(['subscriptionWorkflow'], async (cue) => {
    const settings = { minimumMonths: 3, earlyTermination: 'charge-rest', terminationRefund: 'prorated' } as const;
    const { clockId, product, subscriptionId } = await onTestClock(cue, '2026-01-31T00:00:00.000Z', 1, { settings });
    await cue.advance(clockId, '2026-02-10T00:00:00.000Z');
    await cue.use(subscriptionId, '100', '2026-02-05T00:00:00.000Z');
    const at = { testClockId: clockId, placedAt: '2026-02-10T00:00:00.000Z' };
    const { order } = await terminateAndReport(cue, product, subscriptionId, at);
    return { orderId: order.id, subscriptionId };
  }),

  aligned: scenario(['subscriptionWorkflow'], async (cue) => {
    const settings = { alignment: 'calendar', minimumMonths: 1 } as const;
    const { clockId, subscriptionId } = await onTestClock(cue, '2026-01-21T00:00:00.000Z', 1, { settings });
    await cue.advance(clockId, '2026-03-05T00:00:00.000Z');
    return { subscriptionId };
  }),

  byTheDay: scenario(['subscriptionWorkflow'], async (cue) => {
    const settings = { unit: 'day' } as const;
    const { clockId, subscriptionId } = await onTestClock(cue, '2026-01-31T00:00:00.000Z', 1, { settings });
    await cue.advance(clockId, '2026-03-01T00:00:00.000Z');
    return { subscriptionId };
  }),

  terminatedTooEarly: scenario(['subscriptionWorkflow'], async (cue) => {
    const order = await cue.buy(await cue.product({ plugin: 'manual' }));
    const { subscriptionId } = order;
    await cue.runOf(subscriptionId, 'provision');
    const refusal = await cue.refusalOf(
      cue.stage.client.workflow
        .getHandle(subscriptionWorkflowId(subscriptionId))
        .executeUpdate(terminateSubscription, { args: [{ orderId: randomUUID(), at: new Date().toISOString() }] }),
    );
    return { orderId: order.id, subscriptionId, refusal };
  }),

  slowAtOnce: scenario(['subscriptionWorkflow'], async (cue) => {
    const order = await cue.activate(await cue.product({ plugin: 'slow' }));
    await cue.untilOrder(order.id, 'done');
    return { orderId: order.id, subscriptionId: order.subscriptionId };
  }),
};
