import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { createBooks } from '../../api/books';
import { createPlaceOrder } from '../../api/orders/place-order';
import type { VendorCallError } from '../../api/vendors/calls';
import { createActorView } from '../../db/identity/actor-view';
import { createEnclosureIntake } from '../../db/orders/enclosure-intake';
import { createOrderStore } from '../../db/orders/order-store';
import type { FormField } from '../../domain/catalog/order-form';
import type { OrderCheck } from '../../domain/catalog/settings';
import { DomainError } from '../../domain/errors';
import { vendorEndpointContext } from '../../platform/secrets';
import type { Answer } from '../support/api';
import { askingVendors } from '../support/asking-vendors';
import type { Market } from '../support/builders';
import { day, insertMarket, insertUser } from '../support/builders';
import { offeringEntry, planEntry } from '../support/catalog-files';
import { useDatabase } from '../support/database';
import { field } from '../support/forms';
import { useServedBooks } from '../support/served-books';
import type { VendorAnswer, VendorProcess } from '../support/vendor-process';
import { startVendor } from '../support/vendor-process';

const database = useDatabase();
const { knex } = database;
// Short for who hangs; everybody else answers at once.
const asking = askingVendors(knex, { timeoutMs: 1_500 });
const { callerOf } = useServedBooks(database, () => day(20), {}, asking);
const planted = 'correct horse battery staple';
const webhookSecret = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;

let vendor: VendorProcess;
let market: Market;
beforeAll(async () => {
  [vendor, market] = await Promise.all([startVendor(), insertMarket(knex)]);
});
afterAll(() => vendor.stop());

const owner = async (scopeId: string) => {
  const user = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId }]);
  return { api: callerOf(user.key), actor: (await createActorView(knex).byKeyHash(user.hash, day(20)))! };
};

interface Sold {
  readonly name: string;
  readonly offeringId: string;
  readonly planId: string;
}

/** An offering whose form asks a vendor that answers so for the regions of a zone, or about each order. */
const sell = async (answers: readonly VendorAnswer[], orderCheck: OrderCheck | null = null): Promise<Sold> => {
  const name = `n${randomUUID()}`;
  const orderForm: readonly FormField[] = [
    field({ key: 'domain' }),
    field({ key: 'backup', type: 'boolean' }),
    field({ key: 'password', type: 'secret' }),
    field({
      ...{ key: 'region', type: 'choice', required: orderCheck === null },
      ...{ choicesUrl: vendor.endpoint(name, answers), choicesDependOn: ['backup'] },
    }),
  ];
  const plans = [planEntry({ formFields: orderForm.map(({ key }) => key) })];
  const { api } = await owner(market.vendorId);
  const file = { offerings: [offeringEntry({ key: name, name, orderForm, plans, orderCheck })] };
  expect((await api.post('/v1/catalog/import', file)).body).toMatchObject({ dryRun: false });
  expect((await api.post('/v1/catalog/import', file)).body).toMatchObject({ changes: [] });
  const { id: offeringId } = await knex('offerings').where({ key: name }).first();
  const { id: planId } = await knex('plans').where({ offering_id: offeringId }).first();
  return { name, offeringId, planId };
};

const choicesOf = async ({ offeringId, planId }: Sold, more: object = {}): Promise<Answer> => {
  const { api } = await owner(market.customerId);
  const body = { projectId: market.projectId, field: 'region', ...more };
  return api.post(`/v1/offerings/${offeringId}/plans/${planId}/choices`, body);
};
const toldOf = async ({ name }: Sold) => (await vendor.received(name)).map(({ body }) => JSON.parse(body));

/** Orders as the API does, with the store in the place of the workflow that calls it. */
const placeOrder = createPlaceOrder({
  ...createBooks(knex),
  ...asking,
  submit: async (order) => {
    await createOrderStore(knex).place(order, 'executing');
    return { orderId: order.id, state: 'executing', rev: 1 };
  },
  now: () => day(20),
});
const purchase = ({ planId }: Sold, answers: Record<string, string | boolean>) => ({
  ...{ kind: 'purchase' as const, projectId: market.projectId, planId, quantities: { seats: '1' } },
  answers,
});
const order = async (sold: Sold, answers: Record<string, string | boolean>, key: string = randomUUID()) =>
  placeOrder((await owner(market.customerId)).actor, key, purchase(sold, answers));
const kept = async () => Number((await knex('order_enclosures').count())[0]?.['count']);

describe('choices of a vendor', () => {
  it('are told to a buyer as the vendor tells them, who hears what they depend on and nothing else', async () => {
    const sold = await sell(['list']);
    const answers = { domain: 'crm.example', backup: true, password: planted };
    const { status, body } = await choicesOf(sold, { answers });
    const choices = [
      { value: 'eu', label: 'Europe' },
      { value: 'us', label: 'us' },
    ];
    expect([status, body]).toEqual([200, { field: 'region', choices }]);
    const { offeringId, planId } = sold;
    const asked = { type: 'CHOICES', offeringId, planId, currency: 'EUR', field: 'region', answers: { backup: true } };
    expect(await toldOf(sold)).toEqual([asked]);
  });

  it('have an address that a buyer is not told, and their vendor is', async () => {
    const sold = await sell(['list']);
    const { api } = await owner(market.customerId);
    const { body } = await api.get(`/v1/offerings/${sold.offeringId}`);
    expect(body.orderForm[3]).toMatchObject({ key: 'region', choicesFetched: true, choicesDependOn: ['backup'] });
    expect(JSON.stringify(body)).not.toContain('127.0.0.1');
    const exported = (await (await owner(market.vendorId)).api.get('/v1/catalog/export')).body;
    expect(JSON.stringify(exported)).toContain(vendor.endpoint(sold.name, ['list']));
  });

  it('are asked for once for all who ask alike within seconds, and anew for other answers', async () => {
    const sold = await sell(['list']);
    await Promise.all([1, 2, 3].map(() => choicesOf(sold)));
    await choicesOf(sold, { answers: { domain: 'other.example' } });
    expect(await toldOf(sold)).toHaveLength(1);
    await choicesOf(sold, { answers: { backup: false } });
    expect(await toldOf(sold)).toHaveLength(2);
  });

  it('are asked for with the signature of the events, where the vendor has a secret', async () => {
    const unsigned = await sell(['list']);
    await choicesOf(unsigned);
    const [before] = await vendor.received(unsigned.name);
    expect(before?.headers['webhook-signature']).toBeUndefined();
    const sealed = asking.secrets.seal(webhookSecret, vendorEndpointContext(market.vendorId));
    const endpoint = { vendor_id: market.vendorId, url: 'https://v.example', sealed_secret: sealed };
    await knex('vendor_endpoints').insert(endpoint);
    const sold = await sell(['list']);
    await choicesOf(sold);
    await knex('vendor_endpoints').delete();
    const [{ body, headers }] = (await vendor.received(sold.name)) as [Awaited<ReturnType<typeof vendor.received>>[0]];
    expect(new Webhook(webhookSecret).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it.each([
    ['500', 'status', /answered 500/],
    ['429', 'status', /answered 429/],
    ['redirect', 'status', /answered 302/],
    ['204', 'unfit', /is not a list/],
    ['hang', 'timed-out', /no answer came in time/],
    ['twice', 'not-json', /not JSON/],
    ['garbage', 'not-json', /not JSON/],
    ['many', 'unfit', /has more than 1000 choices/],
    ['huge', 'too-large', /more than 262144 bytes/],
    ['deep', 'unfit', /\/0 is neither a text nor/],
    ['wrong', 'unfit', /\/0 is neither a text nor/],
    ['null', 'unfit', /\/0 is neither a text nor/],
    ['same', 'unfit', /has a value twice/],
    ['object', 'unfit', /is not a list/],
  ] as const)('that come as %s are a problem that says so', async (answer, fault, detail) => {
    const sold = await sell([answer]);
    const { status, body, headers } = await choicesOf(sold);
    expect([status, body.type, body.details]).toEqual([
      502,
      '/problems/choices-unavailable',
      { field: 'region', fault },
    ]);
    expect(body.detail).toMatch(detail);
    expect([body.errors[0].pointer, headers.get('retry-after')]).toEqual(['/field', '3']);
    expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|http:/);
    await expect(order(sold, { region: 'eu' })).rejects.toMatchObject({ code: 'choices-unavailable' });
    expect(await toldOf(sold)).toHaveLength(1);
  });

  it('of a vendor that hangs keep no more than some questions waiting, and no other vendor', async () => {
    const slow = await sell(['hang']);
    const asked = Array.from({ length: 60 }, (_, at) => ({ ...slow, at }));
    const ask = (at: number) =>
      asking.vendors.ask(
        { vendorId: market.vendorId, url: vendor.endpoint(slow.name, ['hang']), id: `q${at}`, body: {} },
        () => undefined,
      );
    const all = asked.map(async ({ at }) => ask(at).catch((error: unknown) => (error as VendorCallError).fault));
    const other = { vendorId: randomUUID(), url: vendor.endpoint(`${slow.name}x`, ['list']), id: 'other', body: {} };
    expect(await asking.vendors.ask(other, (answer) => answer)).toHaveLength(2);
    const faults = await Promise.all(all);
    expect(faults.filter((fault) => fault === 'busy')).toHaveLength(16);
    expect(faults.filter((fault) => fault === 'timed-out')).toHaveLength(44);
    expect(await vendor.received(slow.name)).toHaveLength(4);
  });

  it('are checked again in an order and in a quote, and nothing else is taken', async () => {
    const sold = await sell(['list']);
    const before = await kept();
    const refusal = await order(sold, { region: 'mars', password: planted }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ code: 'answers-invalid', places: [{ pointer: '/answers/region' }] });
    const { api } = await owner(market.customerId);
    const quoted = await api.post('/v1/quotes', purchase(sold, { region: 'mars' }));
    expect([quoted.status, quoted.body.errors[0].pointer]).toEqual([422, '/answers/region']);
    expect((await api.post('/v1/quotes', purchase(sold, { region: 'us' }))).status).toBe(200);
    expect(await kept()).toBe(before);
    expect((await order(sold, { region: 'eu' })).order.answers).toEqual({ region: 'eu' });
  });

  it('are checked when a kept quote is ordered', async () => {
    const sold = await sell(['list']);
    const { api, actor } = await owner(market.customerId);
    const wanted = { projectId: market.projectId, planId: sold.planId, quantities: { seats: '1' } };
    const { body } = await api.post('/v1/quotes', { ...wanted, keep: true });
    const ordered = (region: string) =>
      placeOrder(actor, randomUUID(), { kind: 'purchase', quoteId: body.id, answers: { region } });
    await expect(ordered('mars')).rejects.toMatchObject({ places: [{ pointer: '/answers/region' }] });
    expect((await ordered('us')).order.quoteId).toBe(body.id);
  });

  it('are for fields with choices that the plan asks, and for who may order it', async () => {
    const sold = await sell(['list']);
    for (const wanted of ['domain', 'constructor', 'password']) {
      const { status, body } = await choicesOf(sold, { field: wanted });
      expect([status, body.errors[0].pointer]).toEqual([400, '/field']);
    }
    expect((await choicesOf({ ...sold, offeringId: market.plan.offeringId })).body.type).toBe(
      '/problems/plan-not-found',
    );
    const { api } = await owner(randomUUID());
    const path = `/v1/offerings/${sold.offeringId}/plans/${sold.planId}/choices`;
    expect((await api.post(path, { projectId: market.projectId, field: 'region' })).status).toBe(404);
    expect(await toldOf(sold)).toEqual([]);
  });
});

describe('the address of a vendor', () => {
  const strict = useServedBooks(database, () => day(20), {}, askingVendors(knex, { allowPrivate: false }));

  it.each(['http://v.example/choices', 'https://127.0.0.1/choices', 'https://[::1]/', 'https://10.1.2.3:8443/a'])(
    'is refused at its place when it is %s',
    async (url) => {
      const user = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId: market.vendorId }]);
      const orderForm = [field({ type: 'choice', choicesUrl: url })];
      const orderCheck = { url, whenUnavailable: 'refuse' as const };
      const file = { offerings: [offeringEntry({ key: 'private', orderForm, orderCheck })] };
      const { status, body } = await strict.callerOf(user.key).post('/v1/catalog/import', file);
      expect([status, body.type]).toEqual([422, '/problems/catalog-refused']);
      expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
        '/offerings/0/orderForm/0/choicesUrl',
        '/offerings/0/orderCheck/url',
      ]);
    },
  );
});

describe('a vendor that checks orders', () => {
  const checked = async (answer: VendorAnswer, whenUnavailable: OrderCheck['whenUnavailable'] = 'refuse') => {
    const name = `c${randomUUID()}`;
    const sold = await sell(['list'], { url: vendor.endpoint(name, [answer]), whenUnavailable });
    return { sold, asked: () => toldOf({ ...sold, name }) };
  };

  it.each(['204', 'nothing'] as const)('takes one by answering %s, and is told no secret', async (answer) => {
    const { sold, asked } = await checked(answer);
    const key = randomUUID();
    const actor = (await owner(market.customerId)).actor;
    const wanted = purchase(sold, { domain: 'crm.example', password: planted });
    const { order: placed } = await placeOrder(actor, key, wanted);
    const { id: orderId, customerId, projectId } = placed;
    const { offeringId, planId } = sold;
    const told = { orderId, customerId, projectId, offeringId, planId, currency: 'EUR', quantities: { seats: '1' } };
    const question = { type: 'ORDER', kind: 'purchase', ...told, answers: { domain: 'crm.example' } };
    expect(await asked()).toEqual([question]);
    expect((await placeOrder(actor, key, wanted)).isReplay).toBe(true);
    expect(await asked()).toHaveLength(1);
  });

  it('refuses one in its own words and at its places, and nothing of it is kept', async () => {
    const { sold } = await checked('errors', 'accept');
    const before = await kept();
    await expect(order(sold, { domain: 'crm.example', password: planted })).rejects.toMatchObject({
      code: 'order-refused-by-vendor',
      places: [
        { pointer: '/answers/domain', rule: 'This domain is taken.' },
        { pointer: '', rule: 'Call us.' },
      ],
    });
    expect(await kept()).toBe(before);
  });

  it.each(['500', 'hang', 'garbage', 'redirect', 'huge', 'list'] as const)(
    'and answers %s has its orders refused, or taken if it wants that',
    async (answer) => {
      const { sold } = await checked(answer);
      const before = await kept();
      await expect(order(sold, { password: planted })).rejects.toMatchObject({ code: 'order-check-unavailable' });
      expect(await kept()).toBe(before);
      const lenient = await checked(answer, 'accept');
      expect((await order(lenient.sold, {})).order.state).toBe('executing');
    },
  );
});

describe('what is enclosed with an order', () => {
  const refusing = createPlaceOrder({
    ...createBooks(knex),
    ...asking,
    submit: () => Promise.reject(new DomainError('cap-reached', 'no more is left')),
    now: () => day(20),
  });
  const failing = createPlaceOrder({
    ...createBooks(knex),
    ...asking,
    submit: () => Promise.reject(new Error('nobody knows')),
    now: () => day(20),
  });

  it('is gone when the order is refused after it was sealed', async () => {
    const sold = await sell(['list']);
    const { actor } = await owner(market.customerId);
    const before = await kept();
    const wanted = purchase(sold, { region: 'eu', password: planted });
    await expect(refusing(actor, randomUUID(), wanted)).rejects.toMatchObject({ code: 'cap-reached' });
    expect(await kept()).toBe(before);
  });

  it('stays while nobody knows what has become of the order, and is swept away when none has come', async () => {
    const sold = await sell(['list']);
    const { actor } = await owner(market.customerId);
    const wanted = purchase(sold, { region: 'eu', password: planted });
    const { order: placed } = await placeOrder(actor, randomUUID(), wanted);
    const before = await kept();
    await expect(failing(actor, randomUUID(), wanted)).rejects.toThrow('nobody knows');
    expect(await kept()).toBe(before + 1);
    const intake = createEnclosureIntake(knex);
    expect([await intake.sweep(day(20)), await kept()]).toEqual([0, before + 1]);
    expect([await intake.sweep(day(21)), await kept()]).toEqual([1, before]);
    expect(await knex('order_enclosures').where({ order_id: placed.id })).toHaveLength(1);
  });
});
