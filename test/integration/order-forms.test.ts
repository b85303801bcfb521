import { randomUUID } from 'node:crypto';
import { createBooks } from '../../api/books';
import { requestHashOf } from '../../api/orders/identity';
import { createPlaceOrder } from '../../api/orders/place-order';
import { subscriptionRoutes } from '../../api/subscriptions/routes';
import { createActorView } from '../../db/identity/actor-view';
import { createOrderStore } from '../../db/orders/order-store';
import type { FormField } from '../../domain/catalog/order-form';
import { DomainError } from '../../domain/errors';
import { mask } from '../../domain/orders/answers';
import type { Grant } from '../../domain/identity/permission';
import { createSecretBox } from '../../platform/secrets';
import { askingVendors } from '../support/asking-vendors';
import type { Market } from '../support/builders';
import { day, insertMarket, insertUser } from '../support/builders';
import { offeringEntry, planEntry } from '../support/catalog-files';
import { useDatabase } from '../support/database';
import { field } from '../support/forms';
import { useServer } from '../support/served';
import { useServedBooks } from '../support/served-books';

const database = useDatabase();
const { knex } = database;
const { callerOf } = useServedBooks(database, () => day(20));
const secrets = createSecretBox(Buffer.alloc(32, 7).toString('base64'));
const desk = useServer(knex, day(20), (deps) => subscriptionRoutes({ ...deps, secrets }));
const planted = 'correct horse battery staple';

const orderForm: readonly FormField[] = [
  field({ key: 'domain', required: true, pattern: '[a-z0-9.-]+', help: 'Where it will be reached.' }),
  field({ key: 'size', type: 'choice', choices: [{ value: 's', label: 'Small' }], default: 's' }),
  field({ key: 'password', type: 'secret', minLength: 8 }),
  field({ key: 'elsewhere' }),
];

/** Orders as the API does, with the store in the place of the workflow that calls it. */
const placeOrder = createPlaceOrder({
  ...createBooks(knex),
  ...askingVendors(knex),
  secrets,
  submit: async (order) => {
    expect(JSON.stringify(order)).not.toMatch(new RegExp(`${planted}|crm.example`));
    await createOrderStore(knex).place(order, 'executing');
    return { orderId: order.id, state: 'executing', rev: 1 };
  },
  now: () => day(20),
});

let market: Market;
let planId: string;
let offeringId: string;
const vendorOwner = (): Grant => ({ role: 'owner', scope: 'organization', scopeId: market.vendorId });
const buyer = async () => {
  const user = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId: market.customerId }]);
  return { api: callerOf(user.key), actor: (await createActorView(knex).byKeyHash(user.hash, day(20)))! };
};

beforeAll(async () => {
  market = await insertMarket(knex);
  const vendor = callerOf((await insertUser(knex, [vendorOwner()])).key);
  const plans = [planEntry({ formFields: ['domain', 'size', 'password'] })];
  const file = { offerings: [offeringEntry({ key: 'form', name: 'Form', orderForm, plans })] };
  expect((await vendor.post('/v1/catalog/import', file)).body).toMatchObject({ dryRun: false });
  expect((await vendor.post('/v1/catalog/import', file)).body).toMatchObject({ changes: [] });
  expect(
    (await vendor.get('/v1/catalog/export')).body.offerings.find(({ key }: { key: string }) => key === 'form'),
  ).toMatchObject({
    orderForm,
    plans: [{ formFields: ['domain', 'size', 'password'] }],
  });
  const { body } = await (await buyer()).api.get('/v1/offerings?search=Form');
  offeringId = body.items[0].id;
  planId = (await (await buyer()).api.get(`/v1/offerings/${offeringId}`)).body.plans[0].id;
});

const purchase = (answers?: Record<string, string>) => ({
  ...{ kind: 'purchase' as const, projectId: market.projectId, planId, quantities: { seats: '1' } },
  ...(answers === undefined ? {} : { answers }),
});
const order = async (answers?: Record<string, string>, key: string = randomUUID()) =>
  placeOrder((await buyer()).actor, key, purchase(answers));

describe('an order form', () => {
  it('is shown to a buyer with the offering, and only there', async () => {
    const { api } = await buyer();
    const { body } = await api.get(`/v1/offerings/${offeringId}`);
    expect(body.orderForm).toEqual(orderForm);
    expect(body.plans[0].formFields).toEqual(['domain', 'size', 'password']);
    expect((await api.get('/v1/offerings?search=Form')).body.items[0]).not.toHaveProperty('orderForm');
  });

  it('is refused at its places when it is not one', async () => {
    const vendor = callerOf((await insertUser(knex, [vendorOwner()])).key);
    const imported = async (form: object[]) => {
      const file = { offerings: [{ ...offeringEntry({ key: 'wrong' }), orderForm: form }] };
      const { status, body } = await vendor.post('/v1/catalog/import', file);
      return [status, body.type, ...(body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer)];
    };
    const validation = [400, '/problems/validation-failed'];
    expect(await imported([field({ pattern: '(a+)+\\1' })])).toEqual([
      ...validation,
      '/offerings/0/orderForm/0/pattern',
    ]);
    expect(await imported([field({ pattern: '[a-z]+', default: '7' })])).toEqual([
      ...validation,
      '/offerings/0/orderForm/0/default',
    ]);
    expect(await imported(Array.from({ length: 51 }, (_, at) => field({ key: `k${at}` })))).toEqual([
      ...validation,
      '/offerings/0/orderForm',
    ]);
    expect(await imported([field({}), field({ type: 'choice' })])).toEqual([
      ...[422, '/problems/catalog-refused'],
      ...['/offerings/0/orderForm/1/key', '/offerings/0/orderForm/1'],
    ]);
  });

  it('is answered in an order, whose repeat is the same order and whose change is refused', async () => {
    const { actor } = await buyer();
    const key = randomUUID();
    const first = await placeOrder(actor, key, purchase({ domain: 'crm.example', password: planted }));
    expect(first.order.answers).toEqual({ domain: 'crm.example', size: 's', password: mask });
    const again = await placeOrder(actor, key, purchase({ password: planted, domain: 'crm.example' }));
    expect([again.isReplay, again.order.id]).toEqual([true, first.order.id]);
    await expect(
      placeOrder(actor, key, purchase({ domain: 'crm.example', password: 'another one' })),
    ).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
  });

  it('refuses answers at every place at once, in an order and in a quote, and keeps nothing', async () => {
    const wrong = { domain: 'NOT OK', password: 'short', elsewhere: 'x' };
    const pointers = ['/answers/elsewhere', '/answers/domain', '/answers/password'];
    const before = await knex('order_enclosures').count();
    const refusal: unknown = await order(wrong).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DomainError);
    expect((refusal as DomainError).places.map(({ pointer }) => pointer)).toEqual(pointers);
    await expect(order()).rejects.toMatchObject({ code: 'answers-invalid', places: [{ pointer: '/answers/domain' }] });
    expect(await knex('order_enclosures').count()).toEqual(before);
    const { api } = await buyer();
    const { status, body } = await api.post('/v1/quotes', { ...purchase(wrong) });
    expect([status, body.type]).toEqual([422, '/problems/answers-invalid']);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
    const item = { projectId: market.projectId, planId, quantities: { seats: '1' }, answers: wrong };
    const { body: basket } = await api.post('/v1/quotes', { kind: 'basket', items: [item] });
    expect(basket.errors[0].pointer).toBe('/items/0/answers/elsewhere');
    expect((await api.post('/v1/quotes', purchase())).status).toBe(200);
    expect(JSON.stringify(body)).not.toContain('NOT OK');
  });

  it('is not asked for a plan that asks nothing, whose orders enclose nothing', async () => {
    const { actor } = await buyer();
    const plain = { kind: 'purchase' as const, projectId: market.projectId, planId: market.plan.id };
    const { order: placed } = await placeOrder(actor, randomUUID(), plain);
    expect(placed.answers).toEqual({});
    expect(await knex('order_enclosures').where({ order_id: placed.id })).toEqual([]);
    await expect(placeOrder(actor, randomUUID(), { ...plain, answers: { domain: 'x' } })).rejects.toMatchObject({
      code: 'answers-invalid',
    });
  });
});

describe('a secret answer', () => {
  it('is at rest sealed, for its own order and field alone', async () => {
    const { order: placed } = await order({ domain: 'crm.example', password: planted });
    const row = await knex('order_enclosures').where({ order_id: placed.id }).first();
    expect(JSON.stringify([row, placed])).not.toContain(planted);
    expect(secrets.open(row.sealed_answers.password, `order-answer|${placed.id}|password`)).toBe(planted);
    expect(() => secrets.open(row.sealed_answers.password, `order-answer|${placed.id}|domain`)).toThrow();
    // Whoever holds the table cannot find it by trying either: the hash of the request needs the key.
    const guessed = requestHashOf(purchase({ domain: 'crm.example', password: planted }));
    expect(row.request_hash).not.toBe(guessed);
    expect(row.request_hash).toBe(secrets.fingerprint(guessed, 'order-request'));
  });

  it('is told in clear to the vendor alone, and masked to everybody else who sees the subscription', async () => {
    const { order: placed } = await order({ domain: 'crm.example', password: planted });
    const path = `/v1/subscriptions/${placed.subscriptionId}`;
    const read = async (grant: Grant) => {
      const caller = await desk.as(grant);
      const [open, shown] = [await caller.get(`${path}/secret-answers`), await caller.get(path)];
      expect(JSON.stringify(shown.body)).not.toContain(planted);
      return [open.status, shown.status, shown.body.answers];
    };
    const at = (role: Grant['role'], scopeId: string): Grant => ({ role, scope: 'organization', scopeId });
    const masked = { domain: 'crm.example', size: 's', password: mask };
    const owner = await desk.as(vendorOwner());
    expect((await owner.get(`${path}/secret-answers`)).body).toEqual({ password: planted });
    expect(await read(vendorOwner())).toEqual([200, 200, masked]);
    expect(await read(at('viewer', market.vendorId))).toEqual([403, 200, masked]);
    expect(await read(at('owner', market.customerId))).toEqual([403, 200, masked]);
    expect(await read({ role: 'platform.admin', scope: 'platform', scopeId: null })).toEqual([403, 200, masked]);
    expect(await read(at('owner', market.resellerId))).toEqual([403, 200, null]);
    expect((await read(at('owner', randomUUID()))).slice(0, 2)).toEqual([404, 404]);
  });
});

describe('hostile answers', () => {
  const sent = async (answers: unknown) => {
    const { api } = await buyer();
    const { status, body } = await api.post('/v1/quotes', { ...purchase(), answers });
    return [status, body.type, ...(body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer)];
  };
  const invalid = [400, '/problems/validation-failed'];
  const unfit = [422, '/problems/answers-invalid'];

  it('are refused at their place: NUL, half a character, a megabyte, numbers, depth', async () => {
    const nul = String.fromCharCode(0);
    for (const domain of [`a${nul}b`, '\ud800', 'x'.repeat(60_000), 7, null, { toString: 'x' }, [['x']]])
      expect(await sent({ domain })).toEqual([...invalid, expect.stringMatching(/^\/answers\/domain/)]);
    expect((await sent({ domain: 'x'.repeat(1_000_000) }))[0]).toBe(413);
    expect((await sent(['crm.example']))[0]).toBe(400);
  });

  it('under names of every object are no answers, and change nothing', async () => {
    for (const key of ['constructor', 'toString', 'hasOwnProperty'])
      expect(await sent({ [key]: 'x' })).toEqual([...unfit, '/answers/domain', `/answers/${key}`]);
    const polluted = JSON.parse(`{"__proto__":{"domain":"crm.example"}}`);
    expect((await sent(polluted))[0]).not.toBe(200);
    expect(Object.hasOwn(Object.prototype, 'domain')).toBe(false);
  });

  it('of ten thousand fields, or as many places, are refused at once', async () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, 'x']));
    const [status, , ...pointers] = await sent(many);
    expect([status, pointers.length < 100]).toEqual([400, true]);
    const hundred = Object.fromEntries(Object.entries(many).slice(0, 100));
    expect((await sent(hundred)).slice(0, 2)).toEqual(unfit);
  });

  it('fit a pattern whole, or not at all, in whatever letters', async () => {
    for (const domain of ['crm.example\n', 'crm.example ', 'ｃｒｍ', 'crm\u202e', 'a'.repeat(500) + '!'])
      expect(await sent({ domain })).toEqual([...unfit, '/answers/domain']);
    expect((await sent({ domain: 'a'.repeat(500) }))[0]).toBe(200);
  });
});
