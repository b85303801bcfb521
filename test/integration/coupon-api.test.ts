import { randomUUID } from 'node:crypto';
import { createBooks } from '../../api/books';
import { createPlaceOrder } from '../../api/orders/place-order';
import { createActorView } from '../../db/identity/actor-view';
import { createOrderStore } from '../../db/orders/order-store';
import type { Grant } from '../../domain/identity/permission';
import { askingVendors } from '../support/asking-vendors';
import type { Answer, Caller } from '../support/api';
import type { Market } from '../support/builders';
import { day, insertMarket, insertUser, purchaseOf, termsOf } from '../support/builders';
import { useDatabase } from '../support/database';
import { refusal } from '../support/refusals';
import { useServedBooks } from '../support/served-books';
import { aSecretBox } from '../support/secret-box';

const database = useDatabase();
const { knex } = database;
const { callerOf } = useServedBooks(database, () => day(20));

let market: Market;
let buyer: Caller;
let reseller: Caller;
let vendor: Caller;

const callerWith = async (...grants: readonly Grant[]): Promise<Caller> =>
  callerOf((await insertUser(knex, grants)).key);
const managerOf = (scopeId: string) => callerWith({ role: 'manager', scope: 'organization', scopeId });

beforeAll(async () => {
  market = await insertMarket(knex);
  buyer = await callerWith({ role: 'project.member', scope: 'project', scopeId: market.projectId });
  reseller = await managerOf(market.resellerId);
  vendor = await managerOf(market.vendorId);
});

const request = (fields: object = {}) => ({
  ...{ ownerId: market.resellerId, name: 'Spring' },
  effect: { type: 'discount', percent: '20', scope: 'licence-only' },
  ...fields,
});
const issue = async (fields: object = {}, by = reseller) => {
  const { status, body } = await by.post('/v1/coupons', request(fields));
  expect(status).toBe(201);
  return body.items[0];
};
const wanted = (couponCode?: string) => ({
  ...{ projectId: market.projectId, planId: market.plan.id, quantities: { seats: '3' } },
  ...(couponCode === undefined ? {} : { couponCode }),
});
const quoteWith = (couponCode?: string, by = buyer, more: object = {}) =>
  by.post('/v1/quotes', { ...wanted(couponCode), ...more });
const couponLine = ({ body }: Answer) =>
  body.now.lines.find(({ component }: { component: string }) => component === '@coupon');
/** A refusal without what differs from request to request. */
const refusalOf = ({ status, body: { requestId, instance, ...problem } }: Answer) => ({
  status,
  ...problem,
  isTold: typeof requestId === 'string' && typeof instance === 'string',
});

describe('issuing coupons', () => {
  it('gives each a code that cannot be guessed, and the same again to the same key', async () => {
    const body = request({ generate: { count: 200, prefix: 'may' }, reusable: true });
    const key = { 'idempotency-key': randomUUID() };
    const first = await reseller.post('/v1/coupons', body, key);
    const codes = first.body.items.map(({ code }: { code: string }) => code);
    expect(new Set(codes).size).toBe(200);
    for (const code of codes) expect(code).toMatch(/^MAY(-[\dA-HJKMNP-TV-Z]{5}){4}$/);
    expect((await reseller.post('/v1/coupons', body, key)).body).toEqual(first.body);
    const other = await reseller.post('/v1/coupons', { ...body, name: 'Other' }, key);
    expect([other.status, other.body.type]).toEqual([409, '/problems/idempotency-key-reused']);
  });

  it('takes a code of the owner once, whatever its capitals', async () => {
    const code = `sale-${randomUUID().slice(0, 8)}`;
    expect(await issue({ code })).toMatchObject({ code: code.toUpperCase(), uses: 0, reusable: false });
    const again = await reseller.post('/v1/coupons', request({ code: code.toUpperCase() }));
    expect([again.status, again.body.type]).toEqual([409, '/problems/coupon-code-taken']);
    expect(await issue({ code, ownerId: market.vendorId }, vendor)).toMatchObject({ ownerId: market.vendorId });
  });

  it('is for who may write coupons of the owner', async () => {
    for (const caller of [buyer, vendor]) {
      const { status, body } = await caller.post('/v1/coupons', request());
      expect([status, body.details]).toEqual([403, { permission: 'coupon.write' }]);
    }
  });

  it.each<[string, object, number, string]>([
    ['more than all', { effect: { type: 'discount', percent: '100.01', scope: 'total' } }, 400, '/effect/percent'],
    ['less than nothing', { effect: { type: 'discount', percent: '-1', scope: 'total' } }, 400, '/effect/percent'],
    ['an exponent', { effect: { type: 'discount', percent: '1e1', scope: 'total' } }, 400, '/effect/percent'],
    ['a number that is none', { effect: { type: 'discount', percent: 'NaN', scope: 'total' } }, 400, '/effect/percent'],
    [
      'forty decimals',
      { effect: { type: 'discount', percent: `1.${'1'.repeat(40)}`, scope: 'total' } },
      400,
      '/effect/percent',
    ],
    ['a longer trial', { effect: { type: 'trial', days: 5 } }, 400, '/effect/type'],
    [
      'a price below zero',
      { effect: { type: 'price-override', price: { currency: 'EUR', minor: '-1' } } },
      400,
      '/effect/price/minor',
    ],
    [
      'a price of thirty digits',
      { effect: { type: 'price-override', price: { currency: 'EUR', minor: '1'.repeat(30) } } },
      400,
      '/effect/price/minor',
    ],
    ['a code with a blank', { code: 'a code' }, 400, '/code'],
    ['a short code', { code: 'abc' }, 400, '/code'],
    ['a code and a generator', { code: 'SPRING', generate: { count: 2 } }, 400, '/generate'],
    ['too many codes', { generate: { count: 501 } }, 400, '/generate/count'],
    ['no period', { periods: 0 }, 400, '/periods'],
    ['a plan that is not there', { planIds: [randomUUID()] }, 400, '/planIds'],
    ['a customer that is not there', { organizationId: randomUUID() }, 400, '/organizationId'],
    ['a field of nobody', { percent: '5' }, 400, '/percent'],
  ])('refuses %s, and says where', async (_, fields, status, pointer) => {
    const answer = await reseller.post('/v1/coupons', request(fields));
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([status, pointer]);
  });

  it.each([
    ['end-before-start', { validFrom: day(5), validUntil: day(5) }],
    ['currency-unknown', { effect: { type: 'price-override', price: { currency: 'XXX', minor: '1' } } }],
  ])('refuses what breaks a rule: %s', async (code, fields) => {
    const { status, body } = await reseller.post('/v1/coupons', request(fields));
    expect([status, body.type]).toEqual([422, `/problems/${code}`]);
  });

  it('refuses a customer as an owner, also to the platform', async () => {
    const staff = await callerWith({ role: 'platform.admin', scope: 'platform', scopeId: null });
    const { status, body } = await staff.post('/v1/coupons', request({ ownerId: market.customerId }));
    expect([status, body.errors[0].pointer]).toEqual([400, '/ownerId']);
  });
});

describe('reading coupons', () => {
  it('shows them with their codes to their owner, and hides them from everybody else', async () => {
    const coupon = await issue();
    expect((await reseller.get(`/v1/coupons/${coupon.id}`)).body).toEqual({ ...coupon, redemptions: [] });
    expect((await reseller.get(`/v1/coupons?batchId=${coupon.batchId}`)).body.items).toEqual([coupon]);
    for (const caller of [buyer, vendor]) {
      expect((await caller.get(`/v1/coupons/${coupon.id}`)).status).toBe(404);
      expect((await caller.post(`/v1/coupons/${coupon.id}/revocation`, {})).status).toBe(404);
      expect(JSON.stringify((await caller.get('/v1/coupons')).body)).not.toContain(coupon.code);
    }
  });

  it('hides them from support as well: a code is a secret of its owner', async () => {
    const coupon = await issue();
    const support = await callerWith({ role: 'platform.support', scope: 'platform', scopeId: null });
    expect((await support.get(`/v1/coupons/${coupon.id}`)).status).toBe(404);
  });
});

describe('a quote with a coupon', () => {
  it('has a line of its own for it, and the same price for every spelling of the code', async () => {
    const { code } = await issue({ periods: 3 });
    const plain = await quoteWith();
    const discounted = await quoteWith(code.toLowerCase());
    expect(couponLine(discounted)).toEqual({
      ...{ component: '@coupon', name: 'Spring', unit: 'coupon', kind: 'prepaid', quantity: '1', price: null },
      net: { currency: 'EUR', minor: '-400' },
    });
    expect(discounted.body.now.net.minor).toBe('3100');
    expect([discounted.body.recurring.minor, discounted.body.recurringAfterCoupon.minor]).toEqual(['3100', '3500']);
    expect(plain.body).not.toHaveProperty('recurringAfterCoupon');
    expect((await quoteWith(code)).body).toEqual(discounted.body);
  });

  it('tells how what is taken off came about', async () => {
    const { code } = await issue();
    const { body } = await quoteWith(code, buyer, { explain: true });
    expect(body.explanation.now.lines.at(-1).levels).toEqual({
      sellOut: {
        model: 'coupon',
        parts: [{ tier: null, part: 'price', units: '-0.2', price: '20', amount: '-4' }],
        ...{ exact: '-4', roundingMode: 'half-up', net: { currency: 'EUR', minor: '-400' } },
      },
    });
  });

  it('lowers no level above its owner', async () => {
    const { code } = await issue();
    const staff = await callerWith({ role: 'platform.admin', scope: 'platform', scopeId: null });
    const { levels } = (await quoteWith(code, staff)).body;
    expect(
      Object.entries<{ now: { minor: string } }>(levels).map(([level, { now }]) => `${level} ${now.minor}`),
    ).toEqual([...['vendorCost 3500', 'wholesale 3500', 'sellIn 3500', 'sellOut 3100']]);
  });

  it('puts a price in the place of the licence', async () => {
    const effect = { type: 'price-override', price: { currency: 'EUR', minor: '700' } };
    const { code } = await issue({ effect, ownerId: market.vendorId }, vendor);
    expect((await quoteWith(code)).body.now.net.minor).toBe('2200');
  });

  it('is refused in the same words, whatever is wrong with the code', async () => {
    const taken = await issue();
    const { id, name, effect } = taken;
    const coupon = { id, name, effect, periods: null, from: 'sellOut' as const };
    const order = purchaseOf(market, { terms: { ...termsOf(market), coupon } });
    await createOrderStore(knex).place(order, 'executing');
    const revoked = await issue();
    expect((await reseller.post(`/v1/coupons/${revoked.id}/revocation`, {})).body.revokedAt).toBe(day(20));
    const stranger = await insertMarket(knex);
    const foreign = await issue({ ownerId: stranger.resellerId }, await managerOf(stranger.resellerId));
    const codes = [
      taken.code,
      revoked.code,
      foreign.code,
      (await issue({ validFrom: day(1), validUntil: day(20) })).code,
      (await issue({ validFrom: day(21) })).code,
      (await issue({ organizationId: market.vendorId })).code,
      (await issue({ userId: market.buyerId })).code,
      (await issue({ offeringIds: [stranger.offeringId] })).code,
      (await issue({ planIds: [stranger.plan.id] })).code,
      (await issue({ effect: { type: 'price-override', price: { currency: 'USD', minor: '1' } } })).code,
    ];
    const unknown = refusalOf(await quoteWith('NO-SUCH-CODE'));
    expect(unknown).toMatchObject({ status: 422, type: '/problems/coupon-not-usable', isTold: true });
    for (const code of codes) expect(refusalOf(await quoteWith(code))).toEqual(unknown);
    const placed = await buyer.post('/v1/orders', { kind: 'purchase', ...wanted(taken.code) });
    expect(refusalOf(placed)).toEqual(unknown);
  });

  it('tells which item of a basket cannot be had with its coupon', async () => {
    const { code } = await issue();
    const items = [wanted(code), wanted('NO-SUCH-CODE')];
    const { status, body } = await buyer.post('/v1/quotes', { kind: 'basket', items });
    expect([status, body.details]).toEqual([422, { item: 1 }]);
  });
});

describe('an order with a coupon', () => {
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
  const newBuyer = async () => {
    const user = await insertUser(knex, [{ role: 'project.manager', scope: 'project', scopeId: market.projectId }]);
    const actor = (await createActorView(knex).byKeyHash(user.hash, day(20)))!;
    return { actor, api: callerOf(user.key) };
  };
  const purchase = (couponCode: string) => ({ kind: 'purchase' as const, ...wanted(couponCode) });

  it('has the price of its quote, and is the same order when it is sent again', async () => {
    const { actor, api } = await newBuyer();
    const coupon = await issue();
    const quoted = await quoteWith(coupon.code, api);
    const { order, isReplay } = await placeOrder(actor, 'k', purchase(coupon.code));
    expect([order.quote?.now, isReplay]).toEqual([quoted.body.now, false]);
    expect(await placeOrder(actor, 'k', purchase(coupon.code))).toEqual({ order, isReplay: true });
  });

  it('is one order, when the same request comes many times at once', async () => {
    const { actor } = await newBuyer();
    const coupon = await issue();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => placeOrder(actor, 'at-once', purchase(coupon.code))),
    );
    expect(new Set(answers.map(({ order }) => order.id)).size).toBe(1);
    expect((await reseller.get(`/v1/coupons/${coupon.id}`)).body.uses).toBe(1);
  });

  it('keeps the coupon of a kept quote after it was revoked; of two quotes with one coupon for one order one is ordered', async () => {
    const { actor, api } = await newBuyer();
    const coupon = await issue();
    const keep = async () =>
      (await api.post('/v1/quotes', { ...wanted(coupon.code), keep: true }, { 'idempotency-key': randomUUID() })).body;
    const [first, second] = [await keep(), await keep()];
    await reseller.post(`/v1/coupons/${coupon.id}/revocation`, {});
    expect((await quoteWith(coupon.code, api)).status).toBe(422);
    const { order } = await placeOrder(actor, 'one', { kind: 'purchase', quoteId: first.id });
    expect(order.quote?.now.gross).toEqual(first.now.gross);
    await expect(placeOrder(actor, 'two', { kind: 'purchase', quoteId: second.id })).rejects.toThrow(
      refusal('coupon-not-usable', {}),
    );
  });
});

describe('the coupon rule of a plan', () => {
  const setRule = (rule: string, by = vendor) => by.put(`/v1/plans/${market.plan.id}/coupon-rule`, { rule });
  afterEach(() => setRule('allowed'));

  it('is set by the vendor, shown to all, and not to be touched by others', async () => {
    expect((await setRule('demanded', reseller)).status).toBe(404);
    expect((await setRule('demanded')).body).toEqual({ planId: market.plan.id, rule: 'demanded' });
    expect((await buyer.get(`/v1/offerings/${market.offeringId}`)).body.plans[0].couponRule).toBe('demanded');
  });

  it('refuses a purchase without a coupon, or with one, and says that it is the plan', async () => {
    const { code } = await issue();
    await setRule('demanded');
    expect((await quoteWith(code)).status).toBe(200);
    const without = await quoteWith();
    expect([without.status, without.body.details]).toEqual([422, { reason: 'plan-demands' }]);
    await setRule('forbidden');
    expect((await quoteWith()).status).toBe(200);
    for (const some of [code, 'NO-SUCH-CODE']) {
      expect((await quoteWith(some)).body.details).toEqual({ reason: 'plan-forbids' });
    }
  });
});
