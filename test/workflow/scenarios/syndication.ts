import { randomUUID } from 'node:crypto';
import type { ProductOptions } from '../../support/market';
import { syndicationWorkflowId } from '../../../workflows/syndication/contract';
import type { Cue } from './scenario';
import { scenario } from './scenario';

/** A purchase whose vendor has been sent its event. */
const notified = async (cue: Cue, options: ProductOptions = {}, now?: string) => {
  const product = await cue.product(options);
  const clockId = now === undefined ? undefined : await cue.createClock(now);
  const clocked = clockId === undefined ? {} : { testClockId: clockId, placedAt: now! };
  const order = await cue.buy(product, clocked);
  const runId = await cue.runOf(order.subscriptionId, 'provision');
  return { product, orderId: order.id, subscriptionId: order.subscriptionId, runId, clockId: clockId ?? '' };
};

const noon = (day: number): string => new Date(Date.UTC(2026, 0, day, 12)).toISOString();

/** A vendor that answers like this at first is sent the event until it takes it. */
const stumbling = (...answers: NonNullable<ProductOptions['answers']>) =>
  scenario(['syndicationWorkflow'], async (cue) => {
    const scene = await notified(cue, { answers });
    await cue.untilRun(scene.runId, 'awaiting-report');
    await cue.report(scene.runId, 'deployed');
    await cue.untilOrder(scene.orderId, 'done');
    return { ...scene, events: await cue.stage.vendor.received(scene.product.vendorName) };
  });

export const syndicationScenarios = {
  reportedEarly: scenario(['syndicationWorkflow'], async (cue) => {
    const scene = await notified(cue, { answers: ['500'] });
    await cue.report(scene.runId, 'deployed');
    await cue.untilOrder(scene.orderId, 'done');
    return scene;
  }),

  reportedLate: scenario(['syndicationWorkflow'], async (cue) => {
    const scene = await notified(cue);
    await cue.report(scene.runId, 'deployed');
    await cue.untilClosed(syndicationWorkflowId(scene.runId));
    await cue.untilOrder(scene.orderId, 'done');
    const late = await cue.refusalOf(cue.report(scene.runId, 'deployed'));
    return { ...scene, late };
  }),

  reportedTwice: scenario(['syndicationWorkflow'], async (cue) => {
    const scene = await notified(cue);
    await cue.untilRun(scene.runId, 'awaiting-report');
    const reportId = randomUUID();
    await cue.report(scene.runId, 'progress', { percent: 10 });
    await Promise.allSettled([1, 2].map(() => cue.report(scene.runId, 'deployed', { reportId })));
    await cue.untilOrder(scene.orderId, 'done');
    return scene;
  }),

  contradicted: scenario(['syndicationWorkflow'], async (cue) => {
    const scene = await notified(cue);
    await cue.untilRun(scene.runId, 'awaiting-report');
    const [first] = [cue.report(scene.runId, 'deployed'), cue.report(scene.runId, 'failed').catch(() => undefined)];
    await first;
    await cue.untilClosed(syndicationWorkflowId(scene.runId));
    return scene;
  }),

  failed: scenario(['syndicationWorkflow'], async (cue) => {
    const scene = await notified(cue);
    await cue.untilRun(scene.runId, 'awaiting-report');
    await cue.report(scene.runId, 'failed', { message: 'no capacity' });
    await cue.untilOrder(scene.orderId, 'failed');
    return scene;
  }),

  progressed: scenario(['syndicationWorkflow'], async (cue) => {
    const scene = await notified(cue);
    await cue.untilRun(scene.runId, 'awaiting-report');
    await cue.report(scene.runId, 'progress', { percent: 40, message: 'installing' });
    const details = await cue.untilDetails(syndicationWorkflowId(scene.runId), /40 %/);
    await cue.report(scene.runId, 'deployed');
    await cue.untilOrder(scene.orderId, 'done');
    return { ...scene, details };
  }),

  vendorDown: stumbling('500', '500', '500', '200'),
  vendorBusy: stumbling('429', '200'),
  vendorRedirects: stumbling('redirect', '200'),
  vendorHangs: stumbling('hang', '200'),

  reminded: scenario(['syndicationWorkflow', 'clockAdvanceWorkflow'], async (cue) => {
    const scene = await notified(cue, {}, noon(1));
    await cue.untilRun(scene.runId, 'awaiting-report');
    await cue.advance(scene.clockId, noon(3));
    await cue.advance(scene.clockId, '2026-01-04T00:00:00.000Z');
    await cue.untilReceived(scene.product, 3);
    await cue.report(scene.runId, 'deployed', { at: '2026-01-04T00:00:00.000Z' });
    await cue.untilOrder(scene.orderId, 'done');
    // Reminders are sent on their own: the last may still be on its way.
    return { ...scene, events: await cue.untilReceived(scene.product, 3) };
  }),

  silent: scenario(['syndicationWorkflow'], async (cue) => {
    const scene = await notified(cue, {}, noon(1));
    await cue.untilRun(scene.runId, 'awaiting-report');
    await cue.advance(scene.clockId, noon(9));
    await cue.untilOrder(scene.orderId, 'failed');
    return scene;
  }),

  neverTaken: scenario(['syndicationWorkflow'], async (cue) => {
    const scene = await notified(cue, { answers: ['500'] }, noon(1));
    await cue.advance(scene.clockId, noon(9));
    await cue.untilOrder(scene.orderId, 'failed');
    return scene;
  }),

  foundAtDeadline: scenario(['syndicationWorkflow'], async (cue) => {
    const scene = await notified(cue, {}, noon(1));
    await cue.untilRun(scene.runId, 'awaiting-report');
    await cue.report(scene.runId, 'deployed', { at: noon(2), signalled: false });
    await cue.advance(scene.clockId, '2026-03-15T00:00:00.000Z');
    await cue.untilOrder(scene.orderId, 'done');
    return scene;
  }),
};
