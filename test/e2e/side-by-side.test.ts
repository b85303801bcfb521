import type { Caller } from '../support/api';
import type { Stack } from '../support/stack';
import { startStack } from '../support/stack';
import { castOf, createStory, readBooks } from '../support/story';

describe('two APIs and two workers on the same servers', () => {
  let stack: Stack;
  let second: Awaited<ReturnType<Stack['addApi']>>;

  beforeAll(async () => {
    stack = await startStack('side-by-side');
  }, 120_000);
  afterAll(() => stack.stop(), 60_000);

  it('carry a purchase together, whichever API is asked and whichever worker is killed', async () => {
    second = await stack.addApi();
    await stack.addWorker();
    const keysFile = stack.env['ENTREPOT_KEYS_FILE'] ?? '';
    const [here, there] = [castOf(stack.apiUrl, keysFile), castOf(second.url, keysFile)];
    const stories = [createStory(here, (step) => `here-${step}`), createStory(there, (step) => `there-${step}`)];
    // The steps up to the usage; both customers are one, and have one clock.
    const [mine, theirs] = stories.map(({ steps }) => steps.slice(0, 5));
    for (const [at, [, act]] of (mine ?? []).entries()) {
      const other = theirs?.[at]?.[1] ?? act;
      if (at === 3) await stack.worker.kill();
      await Promise.all([act(), other()]);
    }
    const [books, seenThere] = [await readBooks(here.platform), await readBooks(there.platform)];
    expect(seenThere).toEqual(books);
    expect(books.subscriptions).toHaveLength(2);
    expect(books.invoices.map((invoice) => String(JSON.parse(invoice).number))).toEqual(['BR-1', 'BR-2']);
  }, 120_000);

  it('give the same order to the same key, whichever is asked', async () => {
    const keysFile = stack.env['ENTREPOT_KEYS_FILE'] ?? '';
    const [here, there] = [castOf(stack.apiUrl, keysFile), castOf(second.url, keysFile)];
    const offering = (await here.buyer.get('/v1/offerings?search=CRM')).body.items[0];
    const planId = (await here.buyer.get(`/v1/offerings/${offering.id}`)).body.plans[0].id;
    const body = { kind: 'purchase', projectId: here.projectId, planId, quantities: { seats: '4' } };
    const place = (buyer: Caller) => buyer.post('/v1/orders', body, { 'idempotency-key': 'the-same' });
    const [one, other] = await Promise.all([place(here.buyer), place(there.buyer)]);
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(other.body.id).toBe(one.body.id);
  }, 60_000);
});
