import { randomUUID } from 'node:crypto';
import { createBooks } from '../../api/books';
import { createOrderBundle } from '../../api/orders/order-bundle';
import { createActorView } from '../../db/identity/actor-view';
import { createOrderStore } from '../../db/orders/order-store';
import type { Plan } from '../../domain/catalog/offering';
import { mask } from '../../domain/orders/answers';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { askingVendors } from '../support/asking-vendors';
import type { Answer, Caller } from '../support/api';
import type { Market } from '../support/builders';
import { day, insertMarket, insertOffering, insertOrganization, insertPlan, insertUser } from '../support/builders';
import { useDatabase } from '../support/database';
import { field } from '../support/forms';
import { refusal } from '../support/refusals';
import { aSecretBox } from '../support/secret-box';
import { useServedBooks } from '../support/served-books';
import { startVendor } from '../support/vendor-process';

const database = useDatabase({ poolMax: 15 });
const { knex } = database;
const { callerOf } = useServedBooks(database, () => day(20));

let market: Market;
let buyer: Caller;
let reseller: Caller;
/** A plan of another vendor: licence 20, seats at 5, as all plans here. */
let other: Plan;

beforeEach(async () => {
  market = await insertMarket(knex);
  const scopeId = market.projectId;
  buyer = callerOf((await insertUser(knex, [{ role: 'project.member', scope: 'project', scopeId }])).key);
  const owner = { role: 'manager', scope: 'organization', scopeId: market.resellerId } as const;
  reseller = callerOf((await insertUser(knex, [owner])).key);
  const vendorId = await insertOrganization(knex, { kinds: ['vendor'] });
  other = await insertPlan(knex, await insertOffering(knex, { vendor_id: vendorId }));
});

const newKey = () => ({ 'idempotency-key': randomUUID() });
const offer = async (fields: object = {}): Promise<string> => {
  const members = [
    { planId: market.plan.id, percent: '33.33' },
    { planId: other.id, percent: '20' },
  ];
  const body = { ownerId: market.resellerId, name: 'Both', rule: { kind: 'bundle', members }, ...fields };
  const answer = await reseller.post('/v1/discounts', body, newKey());
  expect(answer.status).toBe(201);
  return answer.body.id;
};
const chosen = (more: object = {}) => ({
  projectId: market.projectId,
  members: [
    { planId: market.plan.id, quantities: { seats: '3' } },
    { planId: other.id, quantities: { seats: '1' }, ...more },
  ],
});
const quoteOf = (bundleId: string, more: object = {}) =>
  buyer.post('/v1/quotes', { kind: 'bundle', bundleId, ...chosen(more) });
const nets = ({
  lines,
}: {
  readonly lines: readonly { readonly component: string; readonly net: { readonly minor: string } }[];
}) => lines.map(({ component, net }) => `${component} ${net.minor}`);

const store = createOrderStore(knex);
const secrets = aSecretBox();
const orderBundle = (submit: (order: PlacedOrder) => Promise<void>) =>
  createOrderBundle({
    ...createBooks(knex),
    ...askingVendors(knex),
    secrets,
    submit: async (order) => {
      await submit(order);
      return { orderId: order.id, state: 'executing', rev: 1 };
    },
    now: () => day(20),
  });
/** As the workflow does: what is stored already is stored once. */
const handOver = (order: PlacedOrder) => store.place(order, 'executing');
const newActor = async () => {
  const scope = { role: 'project.manager', scope: 'project', scopeId: market.projectId } as const;
  return (await createActorView(knex).byKeyHash((await insertUser(knex, [scope])).hash, day(20)))!;
};
const ordersOf = () => knex('orders').where({ project_id: market.projectId }).orderBy('id');
const refusalsOf = ({ status, body }: Answer) => [status, body.type];

describe('a bundle', () => {
  it('is quoted as one quote for each plan, with one line under its licence, and their sums', async () => {
    const { status, body } = await quoteOf(await offer());
    expect([status, body.kind, body.name]).toEqual([200, 'bundle', 'Both']);
    expect(body.members.map(({ quote }: { quote: { now: Parameters<typeof nets>[0] } }) => nets(quote.now))).toEqual([
      // A third of 20 is rounded on its own line; seats are at full price.
      ['licence 2000', 'seats 1500', '@bundle -667'],
      ['licence 2000', 'seats 500', '@bundle -400'],
    ]);
    expect(body.totals).toMatchObject([{ currency: 'EUR', now: { net: { minor: '4933' } } }]);
  });

  it('is listed and read with prices by who may buy it, and by nobody else', async () => {
    const id = await offer();
    const query = `projectId=${market.projectId}`;
    const listed = await buyer.get(`/v1/bundles?${query}`);
    expect(listed.body.items).toMatchObject([
      { id, name: 'Both', members: [{ planId: market.plan.id, percent: '33.33' }, { planId: other.id }] },
    ]);
    const read = await buyer.get(`/v1/bundles/${id}?${query}`);
    expect(
      read.body.members.map(({ quote }: { quote: { now: { net: { minor: string } } } }) => quote.now.net.minor),
    ).toEqual(['1833', '2100']);
    const stranger = callerOf((await insertUser(knex)).key);
    expect((await stranger.get(`/v1/bundles/${id}?${query}`)).status).toBe(404);
  });

  it.each<[string, () => Promise<string>]>([
    ['over', () => offer({ validFrom: day(1), validUntil: day(20) })],
    ['not begun', () => offer({ validFrom: day(21) })],
    [
      'withdrawn',
      async () => {
        const id = await offer();
        await reseller.post(`/v1/discounts/${id}/withdrawal`, {});
        return id;
      },
    ],
    [
      'a campaign',
      () => offer({ rule: { kind: 'campaign', effect: { type: 'discount', percent: '5', scope: 'total' } } }),
    ],
  ])('that is %s is not there', async (_, offered) => {
    const id = await offered();
    expect(refusalsOf(await quoteOf(id))).toEqual([404, '/problems/bundle-not-found']);
    expect((await buyer.get(`/v1/bundles?projectId=${market.projectId}`)).body.items).toEqual([]);
  });

  it('of another channel is not there', async () => {
    const id = await offer();
    market = await insertMarket(knex);
    const scopeId = market.projectId;
    buyer = callerOf((await insertUser(knex, [{ role: 'project.member', scope: 'project', scopeId }])).key);
    expect(refusalsOf(await buyer.post('/v1/quotes', { kind: 'bundle', bundleId: id, projectId: scopeId }))).toEqual([
      404,
      '/problems/bundle-not-found',
    ]);
  });

  it('says which plan is refused, and takes no plan that is not its own', async () => {
    const id = await offer();
    const wrong = await quoteOf(id, { quantities: { seats: '0' } });
    expect([wrong.status, wrong.body.details.planId]).toEqual([422, other.id]);
    const foreign = await quoteOf(id, { planId: randomUUID() });
    expect([foreign.status, foreign.body.errors[0].pointer]).toEqual([400, '/members/1/planId']);
  });
});

describe('ordering a bundle', () => {
  it('places one order and one subscription for each plan under one id, at the price of the quote', async () => {
    const bundleId = await offer();
    const quoted = (await quoteOf(bundleId)).body;
    const placed = await orderBundle(handOver)(await newActor(), 'k', { bundleId, ...chosen() });
    expect(placed.orders.map(({ quote }) => quote?.now)).toEqual(
      quoted.members.map(({ quote }: { quote: { now: object } }) => quote.now),
    );
    expect(placed.orders.map((order) => [order.bundleId, order.kind])).toEqual([
      [placed.id, 'purchase'],
      [placed.id, 'purchase'],
    ]);
    expect(await knex('subscriptions').where({ bundle_id: placed.id })).toHaveLength(2);
    expect((await buyer.get(`/v1/orders?bundleId=${placed.id}`)).body.items).toHaveLength(2);
  });

  it('gives the same orders to the same key, also at once, and refuses others under it', async () => {
    const bundleId = await offer();
    const [actor, place] = [await newActor(), orderBundle(handOver)];
    const answers = await Promise.all([1, 2, 3].map(() => place(actor, 'once', { bundleId, ...chosen() })));
    expect(new Set(answers.map(({ id, orders }) => JSON.stringify([id, orders.map((order) => order.id)]))).size).toBe(
      1,
    );
    expect(await ordersOf()).toHaveLength(2);
    expect((await place(actor, 'once', { bundleId, ...chosen() })).isReplay).toBe(true);
    const { members } = chosen();
    await expect(
      place(actor, 'once', { bundleId, projectId: market.projectId, members: members.slice(1) }),
    ).rejects.toThrow(refusal('idempotency-key-reused'));
  });

  it('places none when one is refused in the end', async () => {
    const bundleId = await offer();
    const coupon = {
      ownerId: market.resellerId,
      name: 'One',
      effect: { type: 'discount', percent: '5', scope: 'total' },
    };
    const { code } = (await reseller.post('/v1/coupons', coupon, newKey())).body.items[0];
    const { projectId, members } = chosen();
    const both = members.map((member) => ({ ...member, couponCode: code }));
    // The coupon is for one order: each may have it, both may not.
    await expect(orderBundle(handOver)(await newActor(), 'k', { bundleId, projectId, members: both })).rejects.toThrow(
      refusal('coupon-not-usable', {}),
    );
    expect(await ordersOf()).toEqual([]);
    expect(await knex('bundle_purchases').where({ discount_id: bundleId })).toEqual([]);
  });

  it('has the answers of each member checked by its vendor, and nothing kept when one is refused', async () => {
    const vendor = await startVendor();
    const [form, secret] = [field({ key: 'region', type: 'choice' }), field({ key: 'password', type: 'secret' })];
    const details = { orderForm: [secret, { ...form, choicesUrl: vendor.endpoint('region', ['list']) }] };
    await knex('offerings')
      .where({ id: other.offeringId })
      .update({ details: JSON.stringify(details) });
    await knex('plans')
      .where({ id: other.id })
      .update({ settings: JSON.stringify({ formFields: ['password', 'region'] }) });
    const [actor, bundleId, place] = [await newActor(), await offer(), orderBundle(handOver)];
    const enclosed = async () => (await knex('order_enclosures')).length;
    const [before, password] = [await enclosed(), 'correct horse'];
    const ordered = (region: string, more: object = {}) =>
      place(actor, randomUUID(), { bundleId, ...chosen({ answers: { region, password }, ...more }) });
    await expect(ordered('mars')).rejects.toMatchObject({ places: [{ pointer: '/members/1/answers/region' }] });
    await expect(ordered('eu', { quantities: { seats: '0' } })).rejects.toBeDefined();
    expect(await enclosed()).toBe(before);
    const { orders } = await ordered('eu');
    expect(orders.map(({ answers }) => answers)).toContainEqual({ region: 'eu', password: mask });
    expect(await enclosed()).toBe(before + 1);
    await vendor.stop();
  });

  it('goes on where it stopped when a workflow could not begin, with the orders that were placed', async () => {
    const bundleId = await offer();
    const actor = await newActor();
    const begun: string[] = [];
    const failing = orderBundle(({ id }) => {
      if (begun.length === 1) return Promise.reject(new Error('away'));
      begun.push(id);
      return Promise.resolve();
    });
    await expect(failing(actor, 'k', { bundleId, ...chosen() })).rejects.toThrow('away');
    expect(await ordersOf()).toHaveLength(2);
    await reseller.post(`/v1/discounts/${bundleId}/withdrawal`, {});
    const handed: PlacedOrder[] = [];
    const again = async (order: PlacedOrder) => {
      handed.push(order);
      await handOver(order);
    };
    const { orders, isReplay } = await orderBundle(again)(actor, 'k', { bundleId, ...chosen() });
    expect([isReplay, orders.length]).toEqual([true, 2]);
    expect(handed.map(({ id }) => id)).toEqual(orders.map(({ id }) => id));
    await orderBundle(again)(actor, 'k', { bundleId, ...chosen() });
    expect([handed.length, (await ordersOf()).length]).toEqual([2, 2]);
  });
});
