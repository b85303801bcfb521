import { scenario } from './scenario';

const day = (month: number, date: number): string => new Date(Date.UTC(2026, month - 1, date)).toISOString();

export const clockScenarios = {
  inOrder: scenario(['clockAdvanceWorkflow', 'subscriptionWorkflow'], async (cue) => {
    const clockId = await cue.createClock(day(1, 1));
    const product = await cue.product({ plugin: 'manual' });
    const clocked = { testClockId: clockId, placedAt: day(1, 1) };
    const first = await cue.activate(product, day(1, 1), clocked);
    await cue.advance(clockId, day(1, 10));
    const second = await cue.activate(product, day(1, 10), { ...clocked, placedAt: day(1, 10) });
    const pending = cue.purchase(product, { ...clocked, placedAt: day(1, 10), deadlineAt: day(2, 5) });
    await cue.submit(pending);
    await cue.advance(clockId, day(3, 20));
    const objects = [first.subscriptionId, second.subscriptionId, pending.id];
    return { clockId, subscriptionId: first.subscriptionId, orderId: pending.id, objects };
  }),

  backwards: scenario(['clockAdvanceWorkflow'], async (cue) => {
    const clockId = await cue.createClock(day(2, 1));
    const refusal = await cue.refusalOf(cue.beginAdvance(clockId, day(1, 1)));
    return { clockId, refusal };
  }),

  busy: scenario(['clockAdvanceWorkflow'], async (cue) => {
    const clockId = await cue.createClock(day(1, 1));
    await cue.stage
      .knex('test_clocks')
      .where({ id: clockId })
      .update({ state: 'advancing', target: day(1, 5) });
    const refusal = await cue.refusalOf(cue.beginAdvance(clockId, day(2, 1)));
    await cue.advance(clockId, day(1, 5));
    return { clockId, refusal };
  }),

  repeated: scenario(['clockAdvanceWorkflow'], async (cue) => {
    const clockId = await cue.createClock(day(1, 1));
    await Promise.all([1, 2].map(() => cue.beginAdvance(clockId, day(2, 1))));
    await cue.advanced(clockId, day(2, 1));
    await cue.beginAdvance(clockId, day(2, 1));
    const back = await cue.refusalOf(cue.beginAdvance(clockId, day(1, 15)));
    return { clockId, back };
  }),

  year: scenario(['clockAdvanceWorkflow', 'subscriptionWorkflow'], async (cue) => {
    const clockId = await cue.createClock(day(1, 31));
    const product = await cue.product({ plugin: 'manual' });
    const clocked = { testClockId: clockId, placedAt: day(1, 31) };
    const { subscriptionId } = await cue.activate(product, day(1, 31), clocked);
    for (const [at, quantity] of [
      [day(2, 10), '100'],
      [day(7, 31), '7'],
      [day(12, 31), '12'],
    ] as const) {
      await cue.use(subscriptionId, quantity, at);
    }
    await cue.advance(clockId, '2027-01-31T00:00:00.000Z');
    return { clockId, subscriptionId };
  }),
};
