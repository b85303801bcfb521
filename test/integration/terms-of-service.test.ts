import { randomUUID } from 'node:crypto';
import { createBooks } from '../../api/books';
import { requestHashOf } from '../../api/orders/identity';
import { createPlaceOrder } from '../../api/orders/place-order';
import type { PlaceOrder } from '../../api/orders/schemas';
import { createActorView } from '../../db/identity/actor-view';
import { createOrderStore } from '../../db/orders/order-store';
import type { ServiceDocument } from '../../domain/catalog/service-documents';
import { askingVendors } from '../support/asking-vendors';
import type { Market } from '../support/builders';
import { day, insertClock, insertMarket, insertUser } from '../support/builders';
import { offeringEntry, planEntry } from '../support/catalog-files';
import { useDatabase } from '../support/database';
import { aSecretBox } from '../support/secret-box';
import { useServedBooks } from '../support/served-books';

const database = useDatabase();
const { knex } = database;
const { callerOf } = useServedBooks(database, () => day(20));

/** Orders as the API does, with the store in the place of the workflow that calls it. */
const placeOrder = createPlaceOrder({
  ...createBooks(knex),
  ...askingVendors(knex),
  secrets: aSecretBox(),
  submit: async (order) => {
    await createOrderStore(knex).place(order, 'executing');
    return { orderId: order.id, state: 'executing', rev: 1 };
  },
  now: () => day(20),
});

const terms = (version: string): ServiceDocument => ({
  ...{ key: 'terms', version, title: `Terms ${version}`, text: `Pay in ${version} days.` },
  texts: { de: { title: 'Bedingungen', text: `Zahle in ${version} Tagen.` } },
});
const privacy: ServiceDocument = { key: 'privacy', version: 'a', title: 'Privacy', url: 'https://v.example/privacy' };

let market: Market;
let wanted: { readonly projectId: string; readonly planId: string; readonly quantities: Record<string, string> };
const owner = async (scopeId: string) => {
  const user = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId }]);
  return { api: callerOf(user.key), actor: (await createActorView(knex).byKeyHash(user.hash, day(20)))! };
};
const importTerms = async (...termsOfService: readonly ServiceDocument[]) => {
  const offering = offeringEntry({ key: 'bound', name: 'Bound', termsOfService, category: '', plans: [planEntry()] });
  const { api } = await owner(market.vendorId);
  // For sale, an offering would need a category of the platform.
  await knex('offerings').where({ key: 'bound' }).update({ state: 'draft' });
  const answer = await api.post('/v1/catalog/import', { offerings: [{ ...offering, state: 'draft' }] });
  await knex('offerings').where({ key: 'bound' }).update({ state: 'active' });
  return answer;
};
const order = async (more: object) =>
  placeOrder((await owner(market.customerId)).actor, randomUUID(), { kind: 'purchase', ...more } as PlaceOrder);

beforeEach(async () => {
  await knex('offerings').where({ key: 'bound' }).update({ key: randomUUID() });
  market = await insertMarket(knex);
  expect((await importTerms(terms('1'), privacy)).status).toBe(200);
  const { id } = await knex('offerings').where({ key: 'bound' }).first();
  const plan = await knex('plans').where({ offering_id: id }).first();
  wanted = { projectId: market.projectId, planId: plan.id, quantities: { seats: '1' } };
});

describe('terms of service', () => {
  it('are told with the offering and with each quote, and refuse an order without them', async () => {
    const { api } = await owner(market.customerId);
    const { id } = await knex('offerings').where({ key: 'bound' }).first();
    expect((await api.get(`/v1/offerings/${id}`)).body.termsOfService).toEqual([terms('1'), privacy]);
    const { body: quote } = await api.post('/v1/quotes', wanted);
    expect(quote.termsToAccept).toEqual([
      { key: 'terms', version: '1', title: 'Terms 1' },
      { key: 'privacy', version: 'a', title: 'Privacy', url: 'https://v.example/privacy' },
    ]);
    const places = [{ pointer: '/acceptedTerms' }, { pointer: '/acceptedTerms' }];
    await expect(order(wanted)).rejects.toMatchObject({ code: 'terms-not-accepted', places });
    const plain = { projectId: market.projectId, planId: market.plan.id, quantities: { seats: '1' } };
    expect((await api.post('/v1/quotes', plain)).body).not.toHaveProperty('termsToAccept');
    expect((await order(plain)).order.acceptedTerms).toEqual([]);
  });

  it('are kept with the order as they were accepted: by whom, when in business time, and which words', async () => {
    const clockId = await insertClock(knex, day(300));
    await knex('organizations').where({ id: market.customerId }).update({ sandbox: true, test_clock_id: clockId });
    const buyer = await owner(market.customerId);
    const acceptedTerms = [terms('1'), privacy].map(({ key, version }) => ({ key, version }));
    const key = randomUUID();
    const body: PlaceOrder = { kind: 'purchase', ...wanted, acceptedTerms };
    const { order: placed } = await placeOrder(buyer.actor, key, body);
    const by = { acceptedBy: buyer.actor.userId, acceptedAt: day(300) };
    const accepted = [terms('1'), privacy].map((document) => {
      const { key: name, version, title } = document;
      return { key: name, version, title, hash: requestHashOf(document), ...by };
    });
    expect(placed.acceptedTerms).toEqual(accepted);

    // A new version touches neither what is there nor its repeat.
    expect((await importTerms(terms('2'), privacy)).status).toBe(200);
    expect((await placeOrder(buyer.actor, key, body)).order.acceptedTerms).toEqual(accepted);
    const { body: read } = await buyer.api.get(`/v1/subscriptions/${placed.subscriptionId}`);
    expect(read.acceptedTerms).toEqual(accepted);
    const reseller = await owner(market.resellerId);
    expect((await reseller.api.get(`/v1/orders/${placed.id}`)).body.acceptedTerms).toBeNull();
    await expect(order({ ...wanted, acceptedTerms })).rejects.toMatchObject({
      code: 'terms-not-accepted',
      places: [{ pointer: '/acceptedTerms/0/version' }],
    });
  });

  it('bind the order of a kept quote too, as they are when it is ordered', async () => {
    const { api } = await owner(market.customerId);
    const { body: kept } = await api.post('/v1/quotes', { ...wanted, keep: true });
    await importTerms(terms('2'));
    expect((await api.get(`/v1/quotes/${kept.id}`)).body.termsToAccept).toMatchObject([{ key: 'terms', version: '2' }]);
    await expect(order({ quoteId: kept.id })).rejects.toMatchObject({ code: 'terms-not-accepted' });
    const { order: placed } = await order({ quoteId: kept.id, acceptedTerms: [{ key: 'terms', version: '2' }] });
    expect(placed).toMatchObject({ quoteId: kept.id, acceptedTerms: [{ version: '2' }] });
  });

  it('never say anything else under a version of an offering that is sold', async () => {
    const { api } = await owner(market.vendorId);
    await knex('offerings').where({ key: 'bound' }).update({ state: 'paused', description: 'x', category: 'x' });
    const { body } = await api.get('/v1/catalog/export');
    const sold = body.offerings.find(({ key }: { key: string }) => key === 'bound');
    const changed = [{ ...terms('1'), text: 'Pay at once.' }, privacy];
    const { status, body: refused } = await api.post('/v1/catalog/import', {
      offerings: [{ ...sold, termsOfService: changed }],
    });
    expect(status).toBe(422);
    expect(refused.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain(
      '/offerings/0/termsOfService/0/version',
    );
  });
});
