import { readFileSync } from 'node:fs';
import { eventually, pause } from '../support/api';
import type { Stack } from '../support/stack';
import { startStack } from '../support/stack';
import { castOf, createStory } from '../support/story';

describe('the demo vendor', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack('demo-vendor');
  }, 120_000);
  afterAll(() => stack.stop(), 60_000);

  const heardOf = async (subscriptionId: string, until = Date.now() + 60_000): Promise<void> => {
    const logFile = stack.vendor.child()?.logFile ?? '';
    while (!readFileSync(logFile, 'utf8').includes(`provision ${subscriptionId}`)) {
      if (Date.now() > until) throw new Error('the vendor has heard of nothing');
      await pause(50);
    }
  };

  it('reports a job whose event it took, although it was killed before it could', async () => {
    const cast = castOf(stack.apiUrl, stack.env['ENTREPOT_KEYS_FILE'] ?? '');
    const { steps, plot } = createStory(cast, (step) => `vendor-${step}`);
    const act = async (name: string) => steps.find(([step]) => step === name)?.[1]();
    await stack.vendor.kill();
    for (const step of ['find', 'order', 'decide']) await act(step);
    // It takes the event, but there is nobody to report to.
    await stack.api.kill();
    await stack.vendor.restart();
    await heardOf(plot.subscriptionId);
    await stack.vendor.kill();
    await stack.api.restart();
    const path = `/v1/subscriptions/${plot.subscriptionId}`;
    expect((await cast.buyer.get(path)).body).toMatchObject({ state: 'provisioning', endpoints: [] });
    await stack.vendor.restart();
    const subscription = await eventually(
      () => cast.buyer.get(path),
      ({ state }) => state === 'active',
    );
    expect(subscription.endpoints).toHaveLength(2);
    expect(Object.keys(subscription.instructions)).toEqual(expect.arrayContaining(['en', 'de']));
  }, 180_000);
});
