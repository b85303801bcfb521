import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { orderWorkflowId } from '../../workflows/orders/contract';
import { eventually } from '../support/api';
import type { Stack } from '../support/stack';
import { startStack } from '../support/stack';
import type { Cast } from '../support/story';
import { castOf } from '../support/story';

const resellerId = 'e0000000-0000-4000-8000-000000000003';
const validFrom = '2026-01-01T00:00:00Z';

describe('a coupon', () => {
  let stack: Stack;
  let cast: Cast;
  let planId: string;
  const codes: string[] = [];
  const workflows: string[] = [];

  beforeAll(async () => {
    stack = await startStack('coupons');
    cast = castOf(stack.apiUrl, stack.env['ENTREPOT_KEYS_FILE'] ?? '');
    const [offering] = (await cast.buyer.get('/v1/offerings?search=CRM')).body.items;
    planId = (await cast.buyer.get(`/v1/offerings/${offering.id}`)).body.plans[0].id;
  }, 120_000);
  afterAll(() => stack.stop(), 60_000);

  const issue = async (fields: object = {}): Promise<{ readonly id: string; readonly code: string }> => {
    const { body } = await cast.reseller.post('/v1/coupons', {
      ...{ ownerId: resellerId, name: 'Spring sale', validFrom },
      effect: { type: 'discount', percent: '50', scope: 'total' },
      ...fields,
    });
    codes.push(body.items[0].code);
    return body.items[0];
  };
  const wanted = (couponCode: string) => ({
    projectId: cast.projectId,
    planId,
    quantities: { seats: '3' },
    couponCode,
  });
  const order = async (caller: Cast['buyer'], couponCode: string) => {
    const answer = await caller.post('/v1/orders', { kind: 'purchase', ...wanted(couponCode) });
    if (answer.status === 201) workflows.push(orderWorkflowId(answer.body.id));
    return answer;
  };
  const usesOf = async (id: string) => (await cast.reseller.get(`/v1/coupons/${id}`)).body;

  it('for one order goes to exactly one of twenty at once, which pays what the quote said, for as long as it lasts', async () => {
    const coupon = await issue({ periods: 2 });
    const { body: quote } = await cast.approver.post('/v1/quotes', wanted(coupon.code.toLowerCase()));
    const lines = quote.now.lines.map((line: { component: string; net: { minor: string } }) => [
      line.component,
      line.net.minor,
    ]);
    expect(lines).toEqual([
      ['set-up', '6641'],
      ['licence', '2657'],
      ['seats', '2070'],
      ['@coupon', '-5684'],
    ]);
    expect([quote.recurring.minor, quote.recurringAfterCoupon.minor]).toEqual(['2363', '4727']);

    const answers = await Promise.all(Array.from({ length: 20 }, () => order(cast.approver, coupon.code)));
    const placed = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(placed).toHaveLength(1);
    expect(refused.map(({ status, body }) => [status, body.type])).toEqual(
      Array.from({ length: 19 }, () => [422, '/problems/coupon-not-usable']),
    );
    expect(placed[0]!.body.quote.now).toEqual(quote.now);
    expect(await usesOf(coupon.id)).toMatchObject({ uses: 1, redemptions: [{ orderId: placed[0]!.body.id }] });

    const { subscriptionId } = placed[0]!.body;
    await eventually(
      () => cast.buyer.get(`/v1/subscriptions/${subscriptionId}`),
      ({ state }) => state === 'active',
    );
    const discountsSeenBy = async (caller: Cast['buyer']) =>
      (await caller.get(`/v1/subscriptions/${subscriptionId}`)).body.discounts;
    expect(await discountsSeenBy(cast.buyer)).toEqual([
      { component: '@coupon', kind: 'coupon', name: 'Spring sale', periods: 2 },
    ]);
    expect(await discountsSeenBy(cast.vendor)).toEqual([]);
    const { testClockId } = (await cast.buyer.get('/v1/me')).body;
    await cast.approver.post(`/v1/test-clocks/${testClockId}/advance`, { to: '2027-03-02T00:00:00Z' });
    const { items } = await eventually(
      () => cast.approver.get(`/v1/invoices?subscriptionId=${subscriptionId}`),
      (body) => body.items.length === 4,
    );
    const nets = items.map(({ net }: { net: { minor: string } }) => net.minor).reverse();
    expect(nets).toEqual([quote.now.net.minor, '2363', '4727', '4727']);
  }, 120_000);

  it('comes back from an order that was taken back, and not from one that runs', async () => {
    const coupon = await issue();
    const first = await order(cast.buyer, coupon.code);
    expect(first.body.state).toBe('pending-consumer');
    expect((await order(cast.buyer, coupon.code)).status).toBe(422);
    await cast.buyer.post(`/v1/orders/${first.body.id}/cancellation`, {});
    const second = await order(cast.approver, coupon.code);
    expect(second.status).toBe(201);
    expect((await order(cast.approver, coupon.code)).status).toBe(422);
    const { uses, redemptions } = await usesOf(coupon.id);
    expect([uses, redemptions.length]).toEqual([1, 2]);
  }, 60_000);

  it('keeps its code out of logs, workflow ids and histories', async () => {
    const logs = readdirSync(stack.home, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(api|workers)[^/]*\.log$/.test(file),
    );
    expect(logs.length).toBeGreaterThan(1);
    const histories = await Promise.all(workflows.map((id) => stack.client.workflow.getHandle(id).fetchHistory()));
    // JSON writes the bytes of payloads in base64.
    const payloads = histories.flatMap((history) =>
      [...JSON.stringify(history).matchAll(/"data":"([^"]+)"/g)].map(([, data = '']) =>
        Buffer.from(data, 'base64').toString(),
      ),
    );
    expect(payloads.some((text) => text.includes('Spring sale'))).toBe(true);
    const texts = [...payloads, ...workflows, ...logs.map((file) => readFileSync(join(stack.home, file), 'utf8'))];
    for (const code of codes) {
      for (const text of texts) expect(text.toUpperCase()).not.toContain(code);
    }
  }, 60_000);
});
