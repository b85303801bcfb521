import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Grant } from '../../domain/identity/permission';
import { createBooks } from '../../api/books';
import { createPlaceOrder } from '../../api/orders/place-order';
import { createActorView } from '../../db/identity/actor-view';
import { createOrderStore } from '../../db/orders/order-store';
import { createSubscriptionView } from '../../db/subscriptions/subscription-view';
import { createSubscriptionStore } from '../../db/subscriptions/subscription-store';
import { activate, terminate } from '../../domain/subscriptions/turn';
import { askingVendors } from '../support/asking-vendors';
import type { Caller } from '../support/api';
import type { Market } from '../support/builders';
import {
  activateSubscription,
  day,
  insertClock,
  insertMarket,
  insertPlan,
  insertPrice,
  insertUser,
  purchaseOf,
} from '../support/builders';
import { useDatabase } from '../support/database';
import { useServedBooks } from '../support/served-books';
import { aSecretBox } from '../support/secret-box';

const database = useDatabase();
const { knex } = database;
const { callerOf } = useServedBooks(database, () => day(20));

let market: Market;
beforeAll(async () => {
  market = await insertMarket(knex);
  await insertEntry(knex, market.platformId, 'wholesale', market.plan.id, '10');
  await insertEntry(knex, market.distributorId, 'sellIn', market.plan.id, '20');
  await insertEntry(knex, market.resellerId, 'sellOut', market.plan.id, '25');
});

const insertEntry = async (on: Knex, ownerId: string, level: string, planId: string, value: string): Promise<void> => {
  const id = randomUUID();
  await on('price_lists').insert({ id, owner_id: ownerId, level, name: level });
  await on('price_list_entries').insert({
    price_list_id: id,
    plan_id: planId,
    component: '*',
    kind: 'percentage',
    value,
  });
};

const callerWith = async (...grants: readonly Grant[]): Promise<Caller> =>
  callerOf((await insertUser(knex, grants)).key);
const onProject = (): Grant => ({ role: 'project.member', scope: 'project', scopeId: market.projectId });
const onOrganization = (scopeId: string, role: Grant['role'] = 'manager'): Grant => ({
  role,
  scope: 'organization',
  scopeId,
});
const staff: Grant = { role: 'platform.admin', scope: 'platform', scopeId: null };
const boundFor = async (settings: object) => {
  const sold = await activateSubscription(knex, market, day(2));
  await knex('subscriptions')
    .where({ id: sold.subscriptionId })
    .update({ terms: knex.raw('terms || cast(? as jsonb)', [JSON.stringify(settings)]) });
  return sold;
};
const wanted = () => ({ projectId: market.projectId, planId: market.plan.id, quantities: { seats: '3' } });

describe('a quote of a purchase', () => {
  it('is what a request without a kind asks for', async () => {
    const buyer = await callerWith(onProject());
    const { status, body } = await buyer.post('/v1/quotes', wanted());
    expect(status).toBe(200);
    const named = await buyer.post('/v1/quotes', { kind: 'purchase', ...wanted() });
    expect(named.body).toEqual(body);
    // 20 and 3 × 5, marked up by 10, 20 and 25 percent.
    expect([body.kind, body.now.net.minor]).toEqual(['purchase', '5775']);
    expect(body).not.toHaveProperty('explanation');
  });

  it('is explained to a buyer at the level that it pays, and nothing above', async () => {
    const buyer = await callerWith(onProject());
    const { body } = await buyer.post('/v1/quotes', { ...wanted(), expectedUsage: { calls: '7' }, explain: true });
    const [licence, seats] = body.explanation.now.lines;
    expect(licence.levels).toEqual({
      sellOut: {
        model: 'flat',
        parts: [{ tier: null, part: 'price', units: '1', price: '33', amount: '33' }],
        ...{ exact: '33', roundingMode: 'half-up', net: { currency: 'EUR', minor: '3300' } },
      },
    });
    expect(seats.levels.sellOut.parts).toEqual([
      { tier: null, part: 'price', units: '3', price: '8.25', amount: '24.75' },
    ]);
    expect(body.explanation.now.tax).toMatchObject({ percent: '22', exact: '12.705', tax: body.now.tax });
    expect(body.explanation.atPeriodEnd.lines).toHaveLength(1);
    // The licence costs 20 at the vendor, 22 wholesale and 26.4 at the reseller.
    expect(JSON.stringify(body)).not.toMatch(/"(20|22\.0|26\.4)"|2640|2200"|2000"|vendorCost|wholesale|sellIn/);
  });

  it('is explained to the platform down the whole chain', async () => {
    const platform = await callerWith(staff);
    const { body } = await platform.post('/v1/quotes', { ...wanted(), explain: true });
    const { levels } = body.explanation.now.lines[0];
    expect(Object.keys(levels)).toEqual(['vendorCost', 'wholesale', 'sellIn', 'sellOut']);
    expect(levels.vendorCost).not.toHaveProperty('chain');
    expect(levels.sellIn.chain).toEqual([
      {
        ...{ level: 'sellIn', tier: null, part: 'price' },
        ...{ entry: { kind: 'percentage', value: '20' }, before: '22', after: '26.4' },
      },
    ]);
  });

  it('shows a reseller who buys for its customer its own step, and no level above', async () => {
    const reseller = await callerWith(onOrganization(market.resellerId), onProject());
    const { body } = await reseller.post('/v1/quotes', { ...wanted(), explain: true });
    const { levels } = body.explanation.now.lines[0];
    expect(Object.keys(levels)).toEqual(['sellIn', 'sellOut']);
    expect(levels.sellIn).not.toHaveProperty('chain');
    expect(levels.sellOut.chain).toHaveLength(1);
  });
});

describe('a quote of a basket', () => {
  it('has a quote for each item, and totals by currency', async () => {
    const buyer = await callerWith(onProject());
    const dollars = await insertPlan(knex, market.offeringId, 'USD');
    const items = [wanted(), { ...wanted(), planId: dollars.id }, { ...wanted(), quantities: { seats: '1' } }];
    const { status, body } = await buyer.post('/v1/quotes', { kind: 'basket', items });
    expect(status).toBe(200);
    const single = await buyer.post('/v1/quotes', wanted());
    expect(body.items[0]).toEqual(single.body);
    expect(body.totals.map((total: { currency: string }) => total.currency)).toEqual(['EUR', 'USD']);
    // 57.75 and 41.25 with 22 percent tax on each.
    expect(body.totals[0].now).toEqual({
      ...{ net: { currency: 'EUR', minor: '9900' }, tax: { currency: 'EUR', minor: '2179' } },
      gross: { currency: 'EUR', minor: '12079' },
    });
  });

  it('says which of its items is refused', async () => {
    const buyer = await callerWith(onProject());
    const quantities = { seats: '-0' };
    const invalid = await buyer.post('/v1/quotes', { kind: 'basket', items: [wanted(), { ...wanted(), quantities }] });
    expect(invalid.body.errors).toMatchObject([{ pointer: '/items/1/quantities/seats' }]);
    const unknown = { ...wanted(), quantities: { towels: '1' } };
    const refused = await buyer.post('/v1/quotes', { kind: 'basket', items: [wanted(), wanted(), unknown] });
    expect([refused.status, refused.body.details.item]).toEqual([422, 2]);
    expect(refused.body.errors).toMatchObject([{ pointer: '/items/2/quantities/towels' }]);
    const usage = { ...wanted(), expectedUsage: { seats: '1' } };
    const metered = await buyer.post('/v1/quotes', { kind: 'basket', items: [usage] });
    expect(metered.body.errors).toMatchObject([{ pointer: '/items/0/expectedUsage/seats' }]);
  });

  it('holds something, and not more than fifty things', async () => {
    const buyer = await callerWith(onProject());
    const ask = async (count: number) =>
      (await buyer.post('/v1/quotes', { kind: 'basket', items: Array.from({ length: count }, wanted) })).status;
    expect([await ask(0), await ask(50), await ask(51)]).toEqual([400, 200, 400]);
  });
});

describe('a quote of a termination', () => {
  const use = (subscriptionId: string, quantity: string, occurred_at: string) =>
    knex('usage_records').insert({
      ...{ vendor_id: market.vendorId, source: 'meter', event_id: randomUUID(), subscription_id: subscriptionId },
      ...{ component: 'calls', quantity, occurred_at, recorded_at: day(19), recorded_by: market.buyerId },
    });

  it('is the final invoice of an end just now', async () => {
    const { subscriptionId } = await activateSubscription(knex, market, day(2));
    await use(subscriptionId, '250', day(5));
    await use(subscriptionId, '7', day(19));
    const buyer = await callerWith(onProject());
    const { status, body } = await buyer.post('/v1/quotes', { kind: 'terminate', subscriptionId, explain: true });
    expect([status, body.kind, body.at, body.subscriptionId]).toEqual([200, 'terminate', day(20), subscriptionId]);
    expect(body.now.lines).toMatchObject([{ component: 'calls', kind: 'arrears', quantity: '257' }]);
    expect(body.explanation.now.lines[0].levels.sellOut.net).toEqual(body.now.net);
    expect([body.deferred.lines, body.recurring.minor]).toEqual([[], '0']);

    const end = {
      subscriptionId,
      rev: 3,
      state: 'terminated',
      type: 'ended',
      at: day(20),
      usageUntil: day(20),
    } as const;
    await createSubscriptionStore(knex).book({ ...end, endedAt: day(20) }, ({ terms, open, usage }) =>
      terminate(terms, open!, usage, day(20)),
    );
    const invoice = await knex('invoices').where({ subscription_id: subscriptionId, cause: 'termination' }).first();
    expect(body.now.gross.minor).toBe(String(invoice.gross));
  });

  it('tells what its plan gives back, to the cent and at every level, and how that comes about', async () => {
    const { subscriptionId } = await activateSubscription(knex, market, day(2));
    await use(subscriptionId, '7', day(19));
    await knex('subscriptions')
      .where({ id: subscriptionId })
      .update({ terms: knex.raw(`terms || '{"terminationRefund": "prorated"}'`) });
    const ask = async () =>
      (await (await callerWith(staff)).post('/v1/quotes', { kind: 'terminate', subscriptionId, explain: true })).body;
    const told = await ask();
    // 312 of the 744 hours of the period are left.
    expect(
      told.now.lines.map(({ component, kind, net }: { component: string; kind: string; net: { minor: string } }) => [
        component,
        kind,
        net.minor,
      ]),
    ).toEqual([
      ['calls', 'arrears', '7'],
      ['licence', 'credit', '-839'],
      ['seats', 'credit', '-629'],
    ]);
    expect(told.explanation.now.lines[2].levels.sellOut).toMatchObject({
      parts: [{ units: '-3', price: '5', amount: '-15' }],
      ...{ exact: '-15', share: { part: '13', of: '31' }, net: { minor: '-629' } },
    });

    const end = {
      subscriptionId,
      rev: 3,
      state: 'terminated',
      type: 'ended',
      at: day(20),
      usageUntil: day(20),
    } as const;
    await createSubscriptionStore(knex).book({ ...end, endedAt: day(20) }, ({ terms, open, usage, isPaid }) => {
      expect(isPaid).toBe(true);
      return terminate(terms, open!, usage, day(20), { isPaid });
    });
    const invoice = await knex('invoices').where({ subscription_id: subscriptionId, cause: 'termination' }).first();
    expect(told.now.gross.minor).toBe(String(invoice.gross));
    const [sums] = await knex('proceeds')
      .where({ invoice_id: invoice.id })
      .sum({ vendorCost: 'vendor_cost', wholesale: 'wholesale', sellIn: 'sell_in', sellOut: 'sell_out' });
    const levels = Object.entries(told.levels as Record<string, { now: { minor: string } }>);
    expect(levels.map(([level, { now }]) => [level, now.minor])).toEqual(
      Object.entries(sums!).map(([l, sum]) => [l, String(sum)]),
    );
  });

  it('is refused to who is bound by the minimum duration, and told to staff of the platform', async () => {
    const { subscriptionId } = await boundFor({ minimumMonths: 3 });
    const ask = async (grant: Grant) =>
      (await callerWith(grant)).post('/v1/quotes', { kind: 'terminate', subscriptionId });
    const { status, body } = await ask(onOrganization(market.customerId));
    expect([status, body.type, body.details]).toEqual([
      ...[409, '/problems/termination-too-early', { until: '2026-04-01T23:00:00.000Z' }],
    ]);
    expect((await ask(staff)).status).toBe(200);
  });

  it('charges the rest of the minimum duration where the plan says so, as the invoice does', async () => {
    const { subscriptionId } = await boundFor({ minimumMonths: 3, earlyTermination: 'charge-rest' });
    const buyer = await callerWith(onOrganization(market.customerId));
    const { body } = await buyer.post('/v1/quotes', { kind: 'terminate', subscriptionId, explain: true });
    expect(body.now.lines.map(({ kind, component }: Record<string, string>) => [kind, component])).toEqual([
      ...[0, 1].flatMap(() => [
        ['charge', 'licence'],
        ['charge', 'seats'],
      ]),
    ]);
    expect(body.explanation.now.lines).toHaveLength(4);

    const at = day(20);
    const end = { subscriptionId, rev: 3, state: 'terminated', type: 'ended', at, usageUntil: at } as const;
    await createSubscriptionStore(knex).book({ ...end, endedAt: at }, ({ terms, open, usage, isPaid }) =>
      terminate(terms, open!, usage, at, { isPaid, anchor: day(2) }),
    );
    const invoice = await knex('invoices').where({ subscription_id: subscriptionId, cause: 'termination' }).first();
    expect(body.now.gross.minor).toBe(String(invoice.gross));
    expect(Number(invoice.gross)).toBeGreaterThan(0);
  });

  it('gives back nothing of a period that turned while the vendor would not let it end', async () => {
    const { subscriptionId } = await activateSubscription(knex, market, day(2));
    await knex('subscriptions')
      .where({ id: subscriptionId })
      .update({ terms: knex.raw(`terms || '{"terminationRefund": "prorated"}'`), period_start: day(10) });
    const { body } = await (await callerWith(staff)).post('/v1/quotes', { kind: 'terminate', subscriptionId });
    expect(body.now.lines).toEqual([]);
  });

  it('is none of a foreign subscription, of one that is not active, or for who may not order', async () => {
    const { subscriptionId } = await activateSubscription(knex, market, day(2));
    const ask = async (caller: Caller, id = subscriptionId) => {
      const { status, body } = await caller.post('/v1/quotes', { kind: 'terminate', subscriptionId: id });
      return [status, body.type];
    };
    const rival = await insertMarket(knex);
    expect(await ask(await callerWith(onOrganization(rival.customerId)))).toEqual([
      ...[404, '/problems/subscription-not-found'],
    ]);
    expect(await ask(await callerWith(onOrganization(market.vendorId)))).toEqual([403, '/problems/forbidden']);
    expect(await ask(await callerWith(staff), randomUUID())).toEqual([404, '/problems/subscription-not-found']);
    await knex('subscriptions').where({ id: subscriptionId }).update({ state: 'terminating' });
    expect(await ask(await callerWith(staff))).toEqual([409, '/problems/subscription-not-active']);
  });
});

describe('a kept quote', () => {
  const orderStore = createOrderStore(knex);
  /** Orders as the API does, with the store in the place of the workflow that calls it. */
  const placeOrder = createPlaceOrder({
    ...createBooks(knex),
    ...askingVendors(knex),
    secrets: aSecretBox(),
    submit: async (order) => {
      await orderStore.place(order, 'executing');
      return { orderId: order.id, state: 'executing', rev: 1 };
    },
    now: () => day(20),
  });
  const buyerOf = async (of: Market) => {
    const user = await insertUser(knex, [{ role: 'project.manager', scope: 'project', scopeId: of.projectId }]);
    const actor = (await createActorView(knex).byKeyHash(user.hash, day(20)))!;
    return { actor, api: callerOf(user.key) };
  };
  const keep = async (api: Caller, more: object = {}, key: string = randomUUID()) =>
    api.post('/v1/quotes', { ...wanted(), keep: true, ...more }, { 'idempotency-key': key });

  it('is ordered at exactly its price after prices have changed, and read at it as well', async () => {
    const own = await insertMarket(knex);
    const { actor, api } = await buyerOf(own);
    const asked = { projectId: own.projectId, planId: own.plan.id, quantities: { seats: '4' } };
    const { status, headers, body } = await keep(api, { ...asked, expectedUsage: { calls: '9' } });
    expect([status, headers.get('location'), body.validUntil]).toEqual([200, `/v1/quotes/${body.id}`, day(50)]);

    const dearer = own.plan.components.map((each) => ({ ...each, price: { kind: 'flat', price: '999' } as const }));
    await insertPrice(knex, { ...own.plan, components: dearer }, 2, day(10));
    const { order } = await placeOrder(actor, 'k', { kind: 'purchase', quoteId: body.id });
    expect(order).toMatchObject({ quoteId: body.id, quantities: { seats: '4' }, quote: { now: body.now } });
    const sold = await createSubscriptionView(knex).find(order.subscriptionId);
    expect(activate(sold!.terms, day(20)).invoice?.gross).toEqual(body.now.gross);

    const read = await api.get(`/v1/quotes/${body.id}?explain=true`);
    expect(read.body).toMatchObject({
      ...body,
      orderId: order.id,
      createdBy: actor.userId,
      quantities: { seats: '4' },
    });
    expect(read.body.explanation.now.lines[0].levels.sellOut.net).toEqual(body.now.lines[0].net);
    const fresh = await api.post('/v1/quotes', asked);
    expect(fresh.body.now.net).not.toEqual(body.now.net);
  });

  it('is kept once for each idempotency key, at the price of the first request', async () => {
    const own = await insertMarket(knex);
    const { api } = await buyerOf(own);
    const asked = { projectId: own.projectId, planId: own.plan.id };
    const twins = await Promise.all([keep(api, asked, 'twin'), keep(api, asked, 'twin')]);
    expect(new Set(twins.map(({ body }) => body.id)).size).toBe(1);
    await insertPrice(knex, { ...own.plan, components: own.plan.components.slice(0, 1) }, 2, day(10));
    const again = await keep(api, { ...asked, explain: true }, 'twin');
    expect([again.headers.get('idempotent-replay'), again.body.now.net]).toEqual(['true', twins[0].body.now.net]);
    const other = await keep(api, { ...asked, quantities: {}, expectedUsage: {} }, 'twin');
    expect([other.status, other.body.type]).toEqual([409, '/problems/idempotency-key-reused']);
    const anew = await keep(api, asked);
    expect(anew.body.id).not.toBe(again.body.id);
  });

  it('is ordered once, however many try at the same time', async () => {
    const own = await insertMarket(knex);
    const { actor, api } = await buyerOf(own);
    const { body } = await keep(api, { projectId: own.projectId, planId: own.plan.id });
    const tries = Array.from({ length: 6 }, (_, at) =>
      placeOrder(actor, `try-${at}`, { kind: 'purchase', quoteId: body.id }),
    );
    const outcomes = await Promise.allSettled(tries);
    const reasons = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(reasons.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'quote-used'));
    expect(await knex('orders').where({ quote_id: body.id })).toHaveLength(1);
    expect(await knex('subscriptions').where({ customer_id: own.customerId })).toHaveLength(1);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    const repeat = await placeOrder(actor, `try-${winner}`, { kind: 'purchase', quoteId: body.id });
    expect(repeat.isReplay).toBe(true);
    const order = purchaseOf(own, { quoteId: body.id });
    await expect(orderStore.place(order, 'executing')).rejects.toMatchObject({ code: 'quote-used' });
  });

  it("expires after thirty days of the customer's clock", async () => {
    const own = await insertMarket(knex);
    const testClockId = await insertClock(knex, day(100));
    await knex('organizations').where({ id: own.customerId }).update({ sandbox: true, test_clock_id: testClockId });
    const { actor, api } = await buyerOf(own);
    const { body } = await keep(api, { projectId: own.projectId, planId: own.plan.id });
    expect(body.validUntil).toBe(day(130));
    const order = () => placeOrder(actor, randomUUID(), { kind: 'purchase', quoteId: body.id });
    await knex('test_clocks')
      .where({ id: testClockId })
      .update({ now: day(130), target: day(130) });
    await expect(order()).rejects.toMatchObject({ code: 'quote-expired', details: { validUntil: day(130) } });
    await knex('test_clocks').where({ id: testClockId }).update({ now: '2026-05-09T23:59:59.999Z' });
    expect((await order()).order.quoteId).toBe(body.id);
  });

  it('is not ordered when its offering is no longer for sale', async () => {
    const own = await insertMarket(knex);
    const { actor, api } = await buyerOf(own);
    const { body } = await keep(api, { projectId: own.projectId, planId: own.plan.id });
    await knex('offerings').where({ id: own.offeringId }).update({ state: 'paused' });
    const order = placeOrder(actor, 'k', { kind: 'purchase', quoteId: body.id });
    await expect(order).rejects.toMatchObject({ code: 'offering-not-for-sale' });
  });

  it('does not exist for strangers, for its vendor and for its distributor', async () => {
    const own = await insertMarket(knex);
    const { api } = await buyerOf(own);
    const { body } = await keep(api, { projectId: own.projectId, planId: own.plan.id });
    const seenBy = async (...grants: Grant[]) =>
      (await (await callerWith(...grants)).get(`/v1/quotes/${body.id}`)).status;
    expect(await seenBy(onOrganization(market.customerId), onProject())).toBe(404);
    expect(await seenBy(onOrganization(own.vendorId))).toBe(404);
    expect(await seenBy(onOrganization(own.distributorId))).toBe(404);
    expect(await seenBy(onOrganization(own.resellerId))).toBe(200);
    expect(await seenBy(onOrganization(own.customerId, 'viewer'))).toBe(200);
    const stranger = await buyerOf(market);
    const foreign = placeOrder(stranger.actor, 'k', { kind: 'purchase', quoteId: body.id });
    await expect(foreign).rejects.toMatchObject({ code: 'quote-not-found' });
    const nowhere = placeOrder(stranger.actor, 'k', { kind: 'purchase', quoteId: randomUUID() });
    await expect(nowhere).rejects.toMatchObject({ code: 'quote-not-found' });
  });

  it('keeps its coupon, unless another order has used that up', async () => {
    const own = await insertMarket(knex);
    const { actor, api } = await buyerOf(own);
    const reseller = await callerWith(onOrganization(own.resellerId));
    const effect = { type: 'discount', percent: '10', scope: 'total' };
    const issued = await reseller.post('/v1/coupons', {
      ownerId: own.resellerId,
      name: 'Once',
      effect,
      validFrom: day(1),
    });
    const asked = { projectId: own.projectId, planId: own.plan.id, couponCode: issued.body.items[0].code };
    const [first, second] = [await keep(api, asked), await keep(api, asked)];
    await reseller.post(`/v1/coupons/${issued.body.items[0].id}/revocation`, {});
    const { order } = await placeOrder(actor, 'k', { kind: 'purchase', quoteId: first.body.id });
    expect(order.quote?.now).toEqual(first.body.now);
    expect(order.quote?.now.lines.map(({ component }) => component)).toContain('@coupon');
    const late = placeOrder(actor, 'l', { kind: 'purchase', quoteId: second.body.id });
    await expect(late).rejects.toMatchObject({ code: 'coupon-not-usable' });
  });

  it('is not kept when it could not be settled', async () => {
    const own = await insertMarket(knex);
    const { api } = await buyerOf(own);
    const quantities = { seats: '99999999999999999999' };
    const { status } = await keep(api, { projectId: own.projectId, planId: own.plan.id, quantities });
    expect(status).toBe(422);
    expect(await knex('quotes').where({ project_id: own.projectId })).toEqual([]);
  });
});
