import { createKnex } from '../../db/knex';
import { eventually } from '../support/api';
import type { Stack } from '../support/stack';
import { startStack } from '../support/stack';
import type { Cast } from '../support/story';
import { castOf } from '../support/story';

describe('a kept quote', () => {
  let stack: Stack;
  let cast: Cast;
  beforeAll(async () => {
    stack = await startStack('kept-quote');
    cast = castOf(stack.apiUrl, stack.env['ENTREPOT_KEYS_FILE'] ?? '');
  }, 120_000);
  afterAll(() => stack.stop(), 60_000);

  const raisePrices = async (planId: string): Promise<void> => {
    const knex = createKnex(stack.databaseUrl, { poolMax: 1 });
    try {
      const { components } = await knex('plan_prices').where({ plan_id: planId, version: 1 }).first();
      const licence = (each: { key: string; price: object }) =>
        each.key === 'licence' ? { ...each, price: { kind: 'flat', price: '999' } } : each;
      const price = { version: 2, valid_from: '2026-01-01T00:00:00Z' };
      await knex('plan_prices').insert({
        plan_id: planId,
        ...price,
        components: JSON.stringify(components.map(licence)),
      });
    } finally {
      await knex.destroy();
    }
  };

  it('is ordered once, and invoiced at its price although prices have changed', async () => {
    // given
    const [offering] = (await cast.buyer.get('/v1/offerings?search=CRM')).body.items;
    const planId = (await cast.buyer.get(`/v1/offerings/${offering.id}`)).body.plans[0].id;
    const wanted = { projectId: cast.projectId, planId, quantities: { seats: '3' } };
    const { body: kept } = await cast.buyer.post('/v1/quotes', { ...wanted, keep: true, explain: true });
    await raisePrices(planId);
    const { body: today } = await cast.buyer.post('/v1/quotes', wanted);
    expect(today.now.gross).not.toEqual(kept.now.gross);

    // when
    const order = () => cast.buyer.post('/v1/orders', { kind: 'purchase', quoteId: kept.id });
    const answers = await Promise.all(Array.from({ length: 8 }, order));

    // then
    const placed = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(placed.map(({ body }) => [body.quoteId, body.quote.now])).toEqual([[kept.id, kept.now]]);
    expect(refused.map(({ status, body }) => [status, body.type])).toEqual(
      Array.from({ length: 7 }, () => [409, '/problems/quote-used']),
    );
    const { id, subscriptionId } = placed[0]!.body;
    expect((await cast.buyer.get(`/v1/quotes/${kept.id}`)).body.orderId).toBe(id);
    await cast.approver.post(`/v1/orders/${id}/decisions`, { verdict: 'approve' });
    const { items } = await eventually(
      () => cast.approver.get(`/v1/invoices?subscriptionId=${subscriptionId}`),
      (body) => body.items.length === 1,
    );
    expect([items[0].net, items[0].tax, items[0].gross]).toEqual([kept.now.net, kept.now.tax, kept.now.gross]);
    const { body } = await cast.buyer.post(`/v1/subscriptions/${subscriptionId}/what-if`, { priceVersion: 2 });
    expect(BigInt(body.levels.sellOut.difference.minor)).toBeGreaterThan(0n);
  }, 120_000);
});
