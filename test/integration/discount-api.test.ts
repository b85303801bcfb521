import { randomUUID } from 'node:crypto';
import { createBooks } from '../../api/books';
import { createPlaceOrder } from '../../api/orders/place-order';
import { createActorView } from '../../db/identity/actor-view';
import { createOrderStore } from '../../db/orders/order-store';
import type { Grant } from '../../domain/identity/permission';
import { askingVendors } from '../support/asking-vendors';
import type { Answer, Caller } from '../support/api';
import { aSecretBox } from '../support/secret-box';
import type { Market } from '../support/builders';
import { activateSubscription, day, insertMarket, insertUser } from '../support/builders';
import { useDatabase } from '../support/database';
import { refusal } from '../support/refusals';
import { useServedBooks } from '../support/served-books';

const database = useDatabase({ poolMax: 25 });
const { knex } = database;
const { callerOf } = useServedBooks(database, () => day(20));

let market: Market;
let buyer: Caller;
let reseller: Caller;
let vendor: Caller;

const callerWith = async (...grants: readonly Grant[]): Promise<Caller> =>
  callerOf((await insertUser(knex, grants)).key);
const managerOf = (scopeId: string) => callerWith({ role: 'manager', scope: 'organization', scopeId });

// A market for each test: what applies by itself applies to all of one.
beforeEach(async () => {
  market = await insertMarket(knex);
  buyer = await callerWith({ role: 'project.member', scope: 'project', scopeId: market.projectId });
  reseller = await managerOf(market.resellerId);
  vendor = await managerOf(market.vendorId);
});

const tenth = { type: 'discount', percent: '10', scope: 'total' };
const campaign = (rule: object = {}, fields: object = {}) => ({
  ...{ ownerId: market.resellerId, name: 'Spring' },
  rule: { kind: 'campaign', effect: tenth, autoApply: true, ...rule },
  ...fields,
});
const volume = (formula: string, rule: object = {}, fields: object = {}) => ({
  ...{ ownerId: market.vendorId, name: 'Volume' },
  rule: { kind: 'volume', formula, ...rule },
  ...fields,
});
const newKey = () => ({ 'idempotency-key': randomUUID() });
const offer = async (body: object, by = reseller) => {
  const answer = await by.post('/v1/discounts', body, newKey());
  expect(answer.status).toBe(201);
  return answer.body;
};
const wanted = (more: object = {}) => ({
  ...{ projectId: market.projectId, planId: market.plan.id, quantities: { seats: '3' } },
  ...more,
});
const quoteOf = (more: object = {}) => buyer.post('/v1/quotes', wanted(more));
/** The lines below zero, at the customer's price: licence 20, seats 3 × 5. */
const off = ({ body }: Answer, part: 'now' | 'atPeriodEnd' = 'now') =>
  body[part].lines
    .filter(({ component }: { component: string }) => component.startsWith('@'))
    .map(({ component, net }: { component: string; net: { minor: string } }) => `${component} ${net.minor}`);

const store = createOrderStore(knex);
/** Orders as the API does, with the store in the place of the workflow that calls it. */
const placeOrder = createPlaceOrder({
  ...createBooks(knex),
  ...askingVendors(knex),
  secrets: aSecretBox(),
  submit: async (order) => {
    await store.place(order, 'executing');
    return { orderId: order.id, state: 'executing', rev: 1 };
  },
  now: () => day(20),
});
const newActor = async () => {
  const user = await insertUser(knex, [{ role: 'project.manager', scope: 'project', scopeId: market.projectId }]);
  return (await createActorView(knex).byKeyHash(user.hash, day(20)))!;
};
const order = async (more: object = {}) =>
  (await placeOrder(await newActor(), randomUUID(), { kind: 'purchase', ...wanted(more) })).order;
const takenOf = async (id: string, by = reseller) => (await by.get(`/v1/discounts/${id}`)).body.taken;

describe('offering discounts', () => {
  it('keeps one discount for a key, and refuses another under the same key', async () => {
    const [key, body] = [newKey(), campaign()];
    const first = await reseller.post('/v1/discounts', body, key);
    expect([first.status, first.body.rev, first.body.taken]).toEqual([201, 1, 0]);
    expect((await reseller.post('/v1/discounts', body, key)).body).toEqual(first.body);
    const other = await reseller.post('/v1/discounts', { ...body, name: 'Other' }, key);
    expect([other.status, other.body.type]).toEqual([409, '/problems/idempotency-key-reused']);
  });

  it('changes one revision once, however often the same change comes', async () => {
    const { id } = await offer(campaign());
    const change = { ...campaign({ months: 2 }), rev: 1 };
    const changed = await reseller.put(`/v1/discounts/${id}`, change);
    expect([changed.status, changed.body.rev, changed.body.rule.months]).toEqual([200, 2, 2]);
    expect((await reseller.put(`/v1/discounts/${id}`, change)).body).toEqual(changed.body);
    const late = await reseller.put(`/v1/discounts/${id}`, { ...change, name: 'Late' });
    expect([late.status, late.body.type]).toEqual([409, '/problems/discount-changed']);
  });

  it('is for who may write coupons of the owner, and seen by nobody else', async () => {
    const { id } = await offer(campaign());
    for (const caller of [buyer, vendor]) {
      expect((await caller.post('/v1/discounts', campaign(), newKey())).status).toBe(403);
      expect((await caller.get(`/v1/discounts/${id}`)).status).toBe(404);
      expect((await caller.put(`/v1/discounts/${id}`, { ...campaign(), rev: 1 })).status).toBe(404);
      expect((await caller.post(`/v1/discounts/${id}/withdrawal`, {})).status).toBe(404);
      expect((await caller.get('/v1/discounts')).body.items).toEqual([]);
    }
    expect(
      (await reseller.get('/v1/discounts?kind=campaign')).body.items.map((each: { id: string }) => each.id),
    ).toEqual([id]);
  });

  it.each<[string, () => object, number, string]>([
    ['a division by zero', () => volume('100 / quantity'), 422, '/rule/formula'],
    ['a name that is not known', () => volume('price * 2'), 422, '/rule/formula'],
    ['a formula of ten thousand characters', () => volume(`1${' + 1'.repeat(2500)}`), 422, '/rule/formula'],
    ['a formula that takes nothing off', () => volume('0'), 422, '/rule/formula'],
    ['a huge power', () => volume('10 ** 1000000'), 422, '/rule/formula'],
    [
      'a percentage that is none',
      () => campaign({ effect: { ...tenth, percent: '1e2' } }),
      400,
      '/rule/effect/percent',
    ],
    ['no stock', () => campaign({ stock: 0 }), 400, '/rule/stock'],
    ['stock of a formula', () => volume('quantity', { stock: 3 }), 400, '/rule/stock'],
    [
      'an offering that is not there',
      () => campaign({ requiredOfferingIds: [randomUUID()] }),
      400,
      '/rule/requiredOfferingIds',
    ],
    ['a plan that is not there', () => campaign({}, { planIds: [randomUUID()] }), 400, '/planIds'],
    ['a bundle of one', () => campaign({}, { rule: { kind: 'bundle', members: [] } }), 400, '/rule/members'],
    ['another kind', () => campaign({}, { rule: { kind: 'lottery' } }), 400, '/rule/kind'],
  ])('refuses %s, and says where', async (_, body, status, pointer) => {
    const by = await callerWith({ role: 'platform.admin', scope: 'platform', scopeId: null });
    const answer = await by.post('/v1/discounts', body(), newKey());
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([status, pointer]);
    expect(answer.body.errors[0].detail.length).toBeGreaterThan(5);
  });

  it('refuses an end before the beginning', async () => {
    const answer = await reseller.post(
      '/v1/discounts',
      campaign({}, { validFrom: day(9), validUntil: day(9) }),
      newKey(),
    );
    expect([answer.status, answer.body.type]).toEqual([422, '/problems/end-before-start']);
  });
});

describe('a campaign', () => {
  it('applies by itself to quotes and orders, and each later period, for its months', async () => {
    await offer(campaign({ months: 2 }));
    const quoted = await quoteOf({ expectedUsage: { calls: '1000' } });
    expect(off(quoted)).toEqual(['@campaign -350']);
    expect(off(quoted, 'atPeriodEnd')).toEqual(['@campaign -100']);
    expect([quoted.body.recurring.minor, quoted.body.recurringAfterCoupon.minor]).toEqual(['3150', '3500']);
    const placed = await order();
    expect(placed.quote?.now).toEqual(quoted.body.now);
    const { terms } = await knex('subscriptions').where({ id: placed.subscriptionId }).first('terms');
    expect(terms.discounts).toMatchObject([{ kind: 'campaign', name: 'Spring', from: 'sellOut', periods: 2 }]);
  });

  it('that is chosen applies when it is named alone', async () => {
    const { id } = await offer(campaign({ autoApply: false }));
    expect(off(await quoteOf())).toEqual([]);
    expect(off(await quoteOf({ campaignId: id }))).toEqual(['@campaign -350']);
  });

  it('is the one that leaves the least to pay, of those that apply by themselves', async () => {
    await offer(campaign());
    const price = { type: 'price-override', price: { currency: 'EUR', minor: '1000' } };
    await offer(campaign({ effect: price }, { ownerId: market.vendorId, name: 'Ten a month' }), vendor);
    await offer(campaign({ effect: { ...tenth, percent: '5' } }));
    expect(off(await quoteOf())).toEqual(['@campaign -1000']);
  });

  it.each<[string, (other: Market) => [object, object]]>([
    ['has not begun', () => [{}, { validFrom: day(21) }]],
    ['is over', () => [{}, { validFrom: day(1), validUntil: day(20) }]],
    ['is for another plan', (other) => [{}, { planIds: [other.plan.id] }]],
    ['is for another offering', (other) => [{}, { offeringIds: [other.offeringId] }]],
    [
      'is in another currency',
      () => [{ effect: { type: 'price-override', price: { currency: 'USD', minor: '1' } } }, {}],
    ],
    ['asks for a subscription that is not there', (other) => [{ requiredOfferingIds: [other.offeringId] }, {}]],
  ])('that %s counts for nothing, and is refused when it is named', async (_, binding) => {
    const [rule, fields] = binding(await insertMarket(knex));
    const { id } = await offer(campaign(rule, fields));
    expect(off(await quoteOf())).toEqual([]);
    const named = await quoteOf({ campaignId: id });
    expect([named.status, named.body.type, named.body.details]).toEqual([
      422,
      '/problems/campaign-not-usable',
      undefined,
    ]);
  });

  it('of somebody who has no part in the sale counts for nothing', async () => {
    const other = await insertMarket(knex);
    const { id } = await offer(campaign({}, { ownerId: other.resellerId }), await managerOf(other.resellerId));
    expect(off(await quoteOf())).toEqual([]);
    expect((await quoteOf({ campaignId: id })).status).toBe(422);
  });

  it('counts for a customer that has what it requires', async () => {
    await offer(campaign({ requiredOfferingIds: [market.offeringId] }));
    expect(off(await quoteOf())).toEqual([]);
    await activateSubscription(knex, market, day(3));
    expect(off(await quoteOf())).toEqual(['@campaign -350']);
  });

  it('is held by no more orders than its stock, however many come at once', async () => {
    const { id } = await offer(campaign({ stock: 5, autoApply: false }));
    const actor = await newActor();
    const body = { kind: 'purchase' as const, ...wanted({ campaignId: id }) };
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => placeOrder(actor, randomUUID(), body)));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toHaveLength(15);
    for (const reason of refused) expect(reason).toEqual(refusal('campaign-not-usable', {}));
    expect(await takenOf(id)).toBe(5);
    expect(await knex('orders').where({ project_id: market.projectId })).toHaveLength(5);
    expect((await quoteOf({ campaignId: id })).status).toBe(422);
  });

  it('comes back, once, from an order that comes to nothing', async () => {
    const { id } = await offer(campaign({ stock: 1 }));
    const placed = await order();
    expect(await takenOf(id)).toBe(1);
    expect(off(await quoteOf())).toEqual([]);
    const change = { orderId: placed.id, rev: 2, type: 'order-failed', at: day(21), actorId: null, nextDueAt: null };
    for (let nth = 0; nth < 2; nth += 1) await store.advance({ ...change, state: 'failed' });
    expect(await takenOf(id)).toBe(0);
    expect(off(await quoteOf())).toEqual(['@campaign -350']);
  });

  it('cannot have less stock than is taken', async () => {
    const { id } = await offer(campaign({ stock: 2 }));
    await order();
    await order();
    const answer = await reseller.put(`/v1/discounts/${id}`, { ...campaign({ stock: 1 }), rev: 1 });
    expect([answer.body.type, answer.body.errors[0].pointer]).toEqual(['/problems/discount-invalid', '/rule/stock']);
  });

  it('stays in a kept quote when it is withdrawn, and is gone from a new one', async () => {
    const { id } = await offer(campaign());
    const { body: kept } = await buyer.post('/v1/quotes', wanted({ keep: true }), newKey());
    await reseller.post(`/v1/discounts/${id}/withdrawal`, {});
    expect(off(await quoteOf())).toEqual([]);
    const again = await buyer.get(`/v1/quotes/${kept.id}`);
    expect(off(again)).toEqual(['@campaign -350']);
  });
});

describe('a volume discount', () => {
  it('takes what its formula gives for each line, after a campaign and before a coupon, and tells how', async () => {
    await offer(volume('quantity >= 3 ? 20 : 0', { components: ['seats'] }), vendor);
    await offer(campaign());
    const coupon = { ownerId: market.resellerId, name: 'Half', effect: { ...tenth, percent: '50' } };
    const { code } = (await reseller.post('/v1/coupons', coupon, newKey())).body.items[0];
    const quoted = await quoteOf({ couponCode: code, explain: true });
    // 35 less 3.50; a fifth of the 13.50 that are left of the seats; half of 28.80.
    expect(off(quoted)).toEqual(['@campaign -350', '@volume -270', '@coupon -1440']);
    const told = quoted.body.explanation.now.lines.find(
      ({ component }: { component: string }) => component === '@volume',
    );
    expect(told.levels.sellOut).toMatchObject({
      model: 'volume',
      parts: [{ units: '-0.2', price: '13.5', amount: '-2.7' }],
      exact: '-2.7',
      net: { minor: '-270' },
    });
    expect(off(await quoteOf({ quantities: { seats: '2' } }))).toEqual(['@campaign -300']);
  });

  it('counts usage when it is known', async () => {
    await offer(volume('min(50, floor(quantity / 1000))', { components: ['calls'] }), vendor);
    expect(off(await quoteOf({ expectedUsage: { calls: '12999' } }), 'atPeriodEnd')).toEqual(['@volume -1560']);
  });

  it('knows how many subscriptions of the plan the customer has, and freezes it', async () => {
    await offer(volume('subscriptions * 5', { components: ['licence'] }), vendor);
    expect(off(await quoteOf())).toEqual([]);
    await activateSubscription(knex, market, day(3));
    await activateSubscription(knex, market, day(3));
    expect(off(await quoteOf())).toEqual(['@volume -200']);
    const placed = await order();
    const { terms } = await knex('subscriptions').where({ id: placed.subscriptionId }).first('terms');
    expect(terms.discounts[0].effect).toMatchObject({ formula: 'subscriptions * 5', subscriptions: '2' });
  });
});
