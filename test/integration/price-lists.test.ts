import { randomUUID } from 'node:crypto';
import { catalogRoutes } from '../../api/catalog/routes';
import { priceListRoutes } from '../../api/channel/routes';
import { pricingRoutes } from '../../api/pricing/routes';
import type { Caller } from '../support/api';
import type { Market } from '../support/builders';
import {
  day,
  insertClock,
  insertMarket,
  insertOffering,
  insertOrganization,
  insertPlan,
  insertProject,
} from '../support/builders';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

const { knex } = useDatabase();
const server = useServer(knex, day(1), (deps) => [
  ...catalogRoutes(deps),
  ...pricingRoutes(deps),
  ...priceListRoutes(deps),
]);

interface Tier {
  readonly id: string;
  readonly owner: Caller;
}

interface Channel extends Market {
  readonly platform: Tier;
  readonly distributor: Tier;
  readonly reseller: Tier;
  readonly customer: Tier;
}

const createChannel = async (): Promise<Channel> => {
  const market = await insertMarket(knex);
  const tier = async (id: string): Promise<Tier> => ({ id, owner: await server.ownerOf(id) });
  const staff = await server.as({ role: 'platform.admin', scope: 'platform', scopeId: null });
  return {
    ...market,
    platform: { id: market.platformId, owner: staff },
    distributor: await tier(market.distributorId),
    reseller: await tier(market.resellerId),
    customer: await tier(market.customerId),
  };
};

const percent = (value: string, component = '*') => ({ component, kind: 'percentage', value });

const createList = async (owner: Caller, body: object): Promise<string> => {
  const { status, body: list } = await owner.post('/v1/price-lists', { name: randomUUID(), ...body });
  expect({ status, list }).toMatchObject({ status: 201 });
  return list.id;
};

const put = (owner: Caller, listId: string, rows: readonly object[], query = '') =>
  owner.put(`/v1/price-lists/${listId}/entries${query}`, { rows });

/** A default list of each tier with one row for the plan. */
const markUp = async (channel: Channel, percents: readonly [string, string, string]): Promise<string[]> => {
  const levels = ['wholesale', 'sellIn', 'sellOut'] as const;
  const tiers = [channel.platform, channel.distributor, channel.reseller];
  const ids: string[] = [];
  for (const [at, { id, owner }] of tiers.entries()) {
    const listId = await createList(owner, { level: levels[at], ownerId: id, isDefault: true });
    expect(await put(owner, listId, [{ planId: channel.plan.id, entries: [percent(percents[at]!)] }])).toMatchObject({
      status: 200,
    });
    ids.push(listId);
  }
  return ids;
};

/** What the licence and three seats cost a customer each period: 35.00 at vendor cost. */
const recurring = async ({ customer, plan, projectId }: Channel): Promise<unknown> => {
  const answer = await customer.owner.post('/v1/quotes', { projectId, planId: plan.id, quantities: { seats: '3' } });
  return answer.status === 200 ? answer.body.recurring.minor : [answer.status, answer.body.type];
};

const sellOutOf = async (caller: Caller, { offeringId }: Channel): Promise<unknown> => {
  const { body } = await caller.get(`/v1/offerings/${offeringId}`);
  return body.plans?.[0]?.components[0].prices;
};

describe('a price list', () => {
  it('is what the tier below pays from then on', async () => {
    const channel = await createChannel();
    expect(await recurring(channel)).toBe('3500');
    await markUp(channel, ['10', '20', '50']);
    expect(await recurring(channel)).toBe('6930');
    expect(await sellOutOf(channel.customer.owner, channel)).toEqual({ sellOut: { kind: 'flat', price: '39.6' } });
    expect(await sellOutOf(channel.reseller.owner, channel)).toEqual({
      sellIn: { kind: 'flat', price: '26.4' },
      sellOut: { kind: 'flat', price: '39.6' },
    });
  });

  it('is not told to whoever is no buyer: another vendor, or somebody with no organization', async () => {
    const channel = await createChannel();
    await markUp(channel, ['10', '20', '50']);
    const rival = await insertMarket(knex);
    expect(await sellOutOf(await server.ownerOf(rival.vendorId), channel)).toEqual({});
    expect(await sellOutOf(await server.as(), channel)).toEqual({});
  });

  it('leaves a customer without a price when its clock stands before there was one', async () => {
    const channel = await createChannel();
    await markUp(channel, ['10', '20', '50']);
    const clockId = await insertClock(knex, '1999-01-01T00:00:00.000Z');
    await knex('organizations').where({ id: channel.customerId }).update({ sandbox: true, test_clock_id: clockId });
    expect(await sellOutOf(channel.customer.owner, channel)).toEqual({});
  });

  it('comes back as it was sent, and can be sent again as it came', async () => {
    const channel = await createChannel();
    const [, , listId] = await markUp(channel, ['10', '20', '50']);
    const { reseller, plan } = channel;
    const rows = [
      {
        planId: plan.id,
        visibility: 'included',
        locked: true,
        entries: [
          { component: '*', tier: null, kind: 'percentage', value: '12.5' },
          { component: 'seats', tier: null, part: 'price', kind: 'value', value: '6.9' },
        ],
      },
    ];
    await put(reseller.owner, listId!, rows);
    const { body } = await reseller.owner.get(`/v1/price-lists/${listId}`);
    expect(body).toMatchObject({ ownerId: reseller.id, level: 'sellOut', isDefault: true, rev: 3, rows });
    expect(await put(reseller.owner, listId!, body.rows)).toMatchObject({
      body: { saved: true, rev: 4, prices: [], rows: [] },
    });
  });

  it('keeps what it says of a plan that is no longer sold', async () => {
    const channel = await createChannel();
    const [, , listId] = await markUp(channel, ['10', '20', '50']);
    const { reseller, plan, offeringId } = channel;
    const other = await insertPlan(knex, offeringId);
    await knex('plans').where({ id: plan.id }).update({ state: 'archived' });
    const { rows } = (await reseller.owner.get(`/v1/price-lists/${listId}`)).body;
    const more = [...rows, { planId: other.id, entries: [percent('5')] }];
    expect(await put(reseller.owner, listId!, more)).toMatchObject({ status: 200 });
    expect(await recurring({ ...channel, plan: other })).toBe('3675');
    const answer = await put(reseller.owner, listId!, [{ planId: plan.id, entries: [percent('6')] }]);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/rows/0/planId' }] } });
  });

  it('tells what a change does before it is saved, and changes nothing until then', async () => {
    const channel = await createChannel();
    const [, , listId] = await markUp(channel, ['10', '20', '50']);
    const { plan, reseller } = channel;
    const rows = [{ planId: plan.id, entries: [percent('50'), percent('-10', 'licence')] }];
    const told = await put(reseller.owner, listId!, rows, '?dryRun=true');
    const change = { priceListId: listId, planId: plan.id, component: 'licence', tier: null, part: 'price' };
    expect(told.body).toEqual({
      ...{ saved: false, rev: 2, rows: [], costEntries: [], components: [], customerPrices: [], lockedPlanIds: [] },
      prices: [{ ...change, level: 'sellOut', before: '39.6', after: '23.76', belowCost: true }],
    });
    expect(await recurring(channel)).toBe('6930');
    expect((await put(reseller.owner, listId!, rows)).body).toEqual({ ...told.body, saved: true, rev: 3 });
    expect(await recurring(channel)).toBe('5346');
  });

  it('follows a change down to a customer, at the levels that its owner sees', async () => {
    const channel = await createChannel();
    const [wholesale, sellIn, sellOut] = await markUp(channel, ['10', '20', '50']);
    const { platform, distributor, reseller, plan, customerId } = channel;
    const toldTo = async ({ owner }: Tier, listId: string | undefined, value: string) => {
      const rows = [{ planId: plan.id, entries: [percent(value, 'licence'), percent('0')] }];
      const answer = await put(owner, listId!, rows, `?dryRun=true&customerId=${customerId}`);
      return answer.body.customerPrices
        .filter(({ component }: { readonly component: string }) => component === 'licence')
        .map(({ level, before, after }: Record<string, string>) => [level, before, after]);
    };
    expect(await toldTo(platform, wholesale, '50')).toEqual([
      ['wholesale', '22', '30'],
      ['sellIn', '26.4', '36'],
      ['sellOut', '39.6', '54'],
    ]);
    expect(await toldTo(distributor, sellIn, '0')).toEqual([['sellIn', '26.4', '22']]);
    expect(await toldTo(reseller, sellOut, '100')).toEqual([['sellOut', '39.6', '52.8']]);
    const friends = await createList(reseller.owner, { level: 'sellOut' });
    expect(await toldTo(reseller, friends, '100')).toEqual([]);
    await reseller.owner.put(`/v1/organizations/${customerId}/price-list`, { priceListId: friends });
    expect(await toldTo(reseller, friends, '100')).toEqual([['sellOut', '26.4', '52.8']]);
  });

  it('follows no change down to the customer of somebody else', async () => {
    const channel = await createChannel();
    const rival = await createChannel();
    const [, , listId] = await markUp(channel, ['10', '20', '50']);
    const { reseller, plan, customerId } = channel;
    const rows = [{ planId: plan.id, entries: [percent('60')] }];
    for (const id of [rival.customerId, randomUUID()]) {
      const answer = await put(reseller.owner, listId!, rows, `?customerId=${id}`);
      expect(answer).toMatchObject({ status: 404, body: { type: '/problems/organization-not-found' } });
    }
    expect(await put(reseller.owner, listId!, rows, `?customerId=${customerId}`)).toMatchObject({ status: 200 });
    expect(await recurring(channel)).toBe('7392');
  });

  it('refuses losses when it says so, and stores nothing of them', async () => {
    const channel = await createChannel();
    const [, , listId] = await markUp(channel, ['10', '20', '50']);
    const { plan, reseller } = channel;
    const settings = { name: 'Careful', isDefault: true, belowCost: 'refuse', recommendedPercent: null };
    await reseller.owner.put(`/v1/price-lists/${listId}`, settings);
    const loss = await put(reseller.owner, listId!, [{ planId: plan.id, entries: [percent('-0.01', 'seats')] }]);
    expect(loss).toMatchObject({
      status: 422,
      body: { type: '/problems/price-below-cost', details: { planId: plan.id, component: 'seats' } },
    });
    expect(await recurring(channel)).toBe('6930');
    expect(await put(reseller.owner, listId!, [{ planId: plan.id, entries: [percent('0')] }])).toMatchObject({
      status: 200,
    });
  });

  it('points at what is not there', async () => {
    const { reseller, plan, vendorId } = await createChannel();
    const draft = await insertPlan(knex, await insertOffering(knex, { vendor_id: vendorId, state: 'draft' }));
    const listId = await createList(reseller.owner, { level: 'sellOut' });
    const answer = await put(reseller.owner, listId, [
      { planId: plan.id, entries: [percent('1', 'none'), { ...percent('1', 'seats'), tier: 3 }] },
      { planId: randomUUID() },
      { planId: draft.id },
      { planId: plan.id },
    ]);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ pointer }: { readonly pointer: string }) => pointer)).toEqual([
      ...[
        '/rows/0/entries/0/component',
        '/rows/0/entries/1/tier',
        '/rows/1/planId',
        '/rows/2/planId',
        '/rows/3/planId',
      ],
    ]);
  });

  it.each(['-1e3', 'NaN', '1e30', '1'.repeat(21), `0.${'1'.repeat(11)}`, '', '٣'])(
    'takes no number such as %s',
    async (value) => {
      const { reseller, plan } = await createChannel();
      const listId = await createList(reseller.owner, { level: 'sellOut' });
      const answer = await put(reseller.owner, listId, [{ planId: plan.id, entries: [percent(value)] }]);
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/rows/0/entries/0/value' }] } });
    },
  );

  it('is written upon the revision that was read, or not at all', async () => {
    const { reseller, plan } = await createChannel();
    const listId = await createList(reseller.owner, { level: 'sellOut' });
    const write = (value: string) =>
      reseller.owner.put(`/v1/price-lists/${listId}/entries`, {
        rows: [{ planId: plan.id, entries: [percent(value)] }],
        rev: 1,
      });
    const answers = await Promise.all(['1', '2', '3', '4'].map(write));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const { body } = await reseller.owner.get(`/v1/price-lists/${listId}`);
    expect([body.rev, body.rows[0].entries.length]).toEqual([2, 1]);
  });

  it('has a name of its own, so that a repeated creation makes no second one', async () => {
    const { reseller } = await createChannel();
    const make = () => reseller.owner.post('/v1/price-lists', { name: 'Partners', level: 'sellOut', isDefault: true });
    const answers = await Promise.all([make(), make(), make()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const { body } = await reseller.owner.get('/v1/price-lists');
    expect(await make()).toMatchObject({ status: 409, body: { details: { priceListId: body.items[0].id } } });
  });
});

describe('a default list', () => {
  it('takes the place of the one before, and gives way to none', async () => {
    const channel = await createChannel();
    await markUp(channel, ['0', '0', '50']);
    const { reseller, plan } = channel;
    await Promise.all([1, 2, 3].map(() => createList(reseller.owner, { level: 'sellOut', isDefault: true })));
    const { body } = await reseller.owner.get('/v1/price-lists');
    const defaults = body.items.filter(({ isDefault }: { readonly isDefault: boolean }) => isDefault);
    expect(defaults).toHaveLength(1);
    expect(await recurring(channel)).toBe('3500');
    await put(reseller.owner, defaults[0].id, [{ planId: plan.id, entries: [percent('100')] }]);
    expect(await recurring(channel)).toBe('7000');
    const { name, belowCost, recommendedPercent } = defaults[0];
    const settings = { name, belowCost, recommendedPercent, isDefault: false };
    expect(await reseller.owner.put(`/v1/price-lists/${defaults[0].id}`, settings)).toMatchObject({ status: 200 });
    expect(await recurring(channel)).toBe('3500');
  });
});

describe('a bound list', () => {
  it('goes before the default for its buyer, until it is released', async () => {
    const channel = await createChannel();
    await markUp(channel, ['0', '0', '50']);
    const { reseller, plan, customerId } = channel;
    const friends = await createList(reseller.owner, { level: 'sellOut' });
    await put(reseller.owner, friends, [{ planId: plan.id, entries: [percent('10')] }]);
    const bind = (priceListId: string | null) =>
      reseller.owner.put(`/v1/organizations/${customerId}/price-list`, { priceListId });
    expect(await bind(friends)).toMatchObject({ status: 200, body: { priceListId: friends } });
    expect(await recurring(channel)).toBe('3850');
    expect((await reseller.owner.get(`/v1/price-lists/${friends}`)).body.buyerIds).toEqual([customerId]);
    await bind(null);
    expect(await recurring(channel)).toBe('5250');
  });

  it('binds tiers too: the list of a distributor for one of its resellers', async () => {
    const channel = await createChannel();
    await markUp(channel, ['0', '30', '0']);
    const { distributor, resellerId, plan } = channel;
    const partners = await createList(distributor.owner, { level: 'sellIn' });
    await put(distributor.owner, partners, [{ planId: plan.id, entries: [percent('20')] }]);
    await distributor.owner.put(`/v1/organizations/${resellerId}/price-list`, { priceListId: partners });
    expect(await recurring(channel)).toBe('4200');
  });

  it('counts no longer when its buyer buys from somebody else', async () => {
    const channel = await createChannel();
    await markUp(channel, ['0', '0', '50']);
    const { reseller, customerId, distributorId, plan } = channel;
    const friends = await createList(reseller.owner, { level: 'sellOut' });
    await put(reseller.owner, friends, [{ planId: plan.id, entries: [percent('10')] }]);
    await reseller.owner.put(`/v1/organizations/${customerId}/price-list`, { priceListId: friends });
    await knex('organizations').where({ id: customerId }).update({ parent_id: distributorId });
    expect(await recurring(channel)).toBe('3500');
  });

  it('is one by which the seller of this buyer sells to it', async () => {
    const channel = await createChannel();
    const [wholesale] = await markUp(channel, ['0', '0', '0']);
    const { platform, customerId } = channel;
    const answer = await platform.owner.put(`/v1/organizations/${customerId}/price-list`, { priceListId: wholesale });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/priceListId' }] } });
  });
});

describe('a list with a parent', () => {
  it('takes over the rows that it has none of, and tells what a change of the parent does to it', async () => {
    const channel = await createChannel();
    const [, , parentId] = await markUp(channel, ['0', '0', '50']);
    const { reseller, plan, customerId } = channel;
    const child = await createList(reseller.owner, { level: 'sellOut', parentId });
    await reseller.owner.put(`/v1/organizations/${customerId}/price-list`, { priceListId: child });
    expect(await recurring(channel)).toBe('5250');
    expect((await reseller.owner.get(`/v1/price-lists/${child}`)).body).toMatchObject({
      rows: [],
      inheritedRows: [{ planId: plan.id, entries: [{ value: '50' }] }],
    });
    const told = await put(reseller.owner, parentId!, [{ planId: plan.id, entries: [percent('40')] }]);
    const lists = told.body.prices.map(({ priceListId }: { readonly priceListId: string }) => priceListId);
    expect(new Set(lists)).toEqual(new Set([parentId, child]));
    expect(await recurring(channel)).toBe('4900');
    await put(reseller.owner, child, [{ planId: plan.id }]);
    expect(await recurring(channel)).toBe('3500');
  });

  it('has one of the same owner and level', async () => {
    const channel = await createChannel();
    const [, sellIn] = await markUp(channel, ['0', '0', '0']);
    const body = { name: 'Child', level: 'sellOut', parentId: sellIn };
    expect(await channel.reseller.owner.post('/v1/price-lists', body)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/parentId' }] },
    });
  });
});

describe('new settings of a list', () => {
  const settings = { name: 'Anew', isDefault: true, belowCost: 'warn', recommendedPercent: null };

  it('tell what another default changes before they are saved, and for whom', async () => {
    const channel = await createChannel();
    const { reseller, plan, customerId } = channel;
    await markUp(channel, ['10', '20', '50']);
    const other = await createList(reseller.owner, { level: 'sellOut' });
    await put(reseller.owner, other, [{ planId: plan.id, entries: [percent('-25')] }]);
    const change = (query: string, over: object = {}) =>
      reseller.owner.put(`/v1/price-lists/${other}${query}`, { ...settings, ...over });
    const told = await change(`?dryRun=true&customerId=${customerId}`);
    expect(told).toMatchObject({ status: 200, body: { saved: false, isDefault: false, impact: { prices: [] } } });
    const { defaultBuyers, customerPrices } = told.body.impact;
    expect(defaultBuyers.prices[0]).toMatchObject({
      priceListId: other,
      before: '39.6',
      after: '19.8',
      belowCost: true,
    });
    expect(customerPrices).toEqual(
      expect.arrayContaining([expect.objectContaining({ level: 'sellOut', before: '39.6', after: '19.8' })]),
    );
    expect(await recurring(channel)).toBe('6930');
    expect(await change('', { belowCost: 'refuse' })).toMatchObject({ body: { type: '/problems/price-below-cost' } });
    expect(await change('')).toMatchObject({ body: { saved: true, isDefault: true } });
    expect(await recurring(channel)).toBe('3465');
  });

  it('tell what another parent changes in the list and in those that inherit from it', async () => {
    const channel = await createChannel();
    const { reseller, plan } = channel;
    const [, , usual] = await markUp(channel, ['10', '20', '50']);
    const child = await createList(reseller.owner, { level: 'sellOut' });
    const heir = await createList(reseller.owner, { level: 'sellOut', parentId: child });
    const change = (id: string, parentId: string | null | undefined, query = '') =>
      reseller.owner.put(`/v1/price-lists/${id}${query}`, { ...settings, name: id, isDefault: false, parentId });
    const { body } = await change(child, usual, '?dryRun=true');
    const licences = body.impact.prices.filter(
      ({ component }: { readonly component: string }) => component === 'licence',
    );
    expect(licences).toHaveLength(2);
    for (const priceListId of [child, heir])
      expect(licences).toContainEqual(
        expect.objectContaining({ priceListId, planId: plan.id, before: '26.4', after: '39.6' }),
      );
    expect(await change(child, heir)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/parentId' }] } });
    expect(await change(child, usual)).toMatchObject({ body: { saved: true, parentId: usual } });
    expect(await change(child, undefined)).toMatchObject({ body: { parentId: usual, impact: { prices: [] } } });
  });
});

describe('a list that is removed', () => {
  it('leaves its buyers the default, and tells it before', async () => {
    const channel = await createChannel();
    const { reseller, customerId } = channel;
    const [, , usual] = await markUp(channel, ['10', '20', '50']);
    const friends = await createList(reseller.owner, { level: 'sellOut' });
    await put(reseller.owner, friends, [{ planId: channel.plan.id, entries: [percent('10')] }]);
    await reseller.owner.put(`/v1/organizations/${customerId}/price-list`, { priceListId: friends });
    const remove = (id: string | undefined, query = '') =>
      reseller.owner.post(`/v1/price-lists/${id}/remove${query}`, {});
    const told = await remove(friends, `?dryRun=true&customerId=${customerId}`);
    expect(told).toMatchObject({ status: 200, body: { saved: false, defaultBuyers: { prices: [] } } });
    expect(told.body.boundBuyers.prices[0]).toMatchObject({ priceListId: usual, before: '29.04', after: '39.6' });
    expect(told.body.customerPrices).toEqual(
      expect.arrayContaining([expect.objectContaining({ level: 'sellOut', before: '29.04', after: '39.6' })]),
    );
    expect(await recurring(channel)).toBe('5082');
    expect(await remove(friends)).toMatchObject({ status: 200, body: { saved: true } });
    expect(await recurring(channel)).toBe('6930');
    expect((await remove(friends)).status).toBe(404);
    expect((await remove(usual)).body.defaultBuyers.prices[0]).toMatchObject({ before: '39.6', after: '26.4' });
    expect(await recurring(channel)).toBe('4620');
  });

  it('is none that others inherit from, and none of somebody else', async () => {
    const channel = await createChannel();
    const { reseller, distributor } = channel;
    const parent = await createList(reseller.owner, { level: 'sellOut' });
    const child = await createList(reseller.owner, { level: 'sellOut', parentId: parent });
    expect(await reseller.owner.post(`/v1/price-lists/${parent}/remove`, {})).toMatchObject({
      status: 409,
      body: { type: '/problems/price-list-inherited' },
    });
    expect(await distributor.owner.post(`/v1/price-lists/${child}/remove`, {})).toMatchObject({ status: 404 });
    expect(await reseller.owner.post(`/v1/price-lists/${child}/remove`, {})).toMatchObject({ status: 200 });
  });
});

describe('a row', () => {
  it('that is included shows its plan without prices, and sells it on request only', async () => {
    const channel = await createChannel();
    const [, , listId] = await markUp(channel, ['0', '0', '50']);
    const { reseller, customer, plan } = channel;
    const row = { planId: plan.id, visibility: 'included', entries: [percent('50')] };
    const told = await put(reseller.owner, listId!, [row]);
    expect(told.body.rows).toEqual([{ priceListId: listId, planId: plan.id, before: 'priced', after: 'included' }]);
    expect(await sellOutOf(customer.owner, channel)).toEqual({});
    expect(await sellOutOf(reseller.owner, channel)).toHaveProperty('sellOut');
    expect(await recurring(channel)).toEqual([409, '/problems/offering-not-for-sale']);
    // Whoever sells to the customer orders for it, at the customer's price.
    expect(await recurring({ ...channel, customer: reseller })).toBe('5250');
  });

  it('that is excluded hides its plan from buyers, and not from whoever sells it', async () => {
    const channel = await createChannel();
    const [, listId] = await markUp(channel, ['0', '0', '50']);
    const { distributor, reseller, customer, plan, vendorId } = channel;
    await put(distributor.owner, listId!, [{ planId: plan.id, visibility: 'excluded' }]);
    expect(await sellOutOf(customer.owner, channel)).toBeUndefined();
    expect(await sellOutOf(reseller.owner, channel)).toBeUndefined();
    expect(await sellOutOf(distributor.owner, channel)).toHaveProperty('sellIn');
    expect(await sellOutOf(await server.ownerOf(vendorId), channel)).toHaveProperty('vendorCost');
    expect(await recurring(channel)).toEqual([404, '/problems/plan-not-found']);
    const fresh = await createList(reseller.owner, { level: 'sellOut' });
    expect(await put(reseller.owner, fresh, [{ planId: plan.id }])).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/rows/0/planId' }] },
    });
  });

  it('that a reseller hides from its customers can still be bought by the reseller, for itself and for them', async () => {
    const channel = await createChannel();
    const [, , listId] = await markUp(channel, ['0', '20', '50']);
    const { reseller, plan } = channel;
    await put(reseller.owner, listId!, [{ planId: plan.id, visibility: 'excluded', entries: [percent('50')] }]);
    const own = { ...channel, customer: reseller, projectId: await insertProject(knex, reseller.id) };
    expect(await recurring(own)).toBe('4200');
    expect(await recurring(channel)).toEqual([404, '/problems/plan-not-found']);
    expect(await recurring({ ...channel, customer: reseller })).toBe('6300');
    // No tier sells past the one below it.
    expect(await recurring({ ...channel, customer: channel.distributor })).toEqual([403, '/problems/forbidden']);
  });

  it('that is locked is passed over by a mass update', async () => {
    const channel = await createChannel();
    const [, , listId] = await markUp(channel, ['0', '0', '50']);
    const { reseller, plan, offeringId } = channel;
    const other = await insertPlan(knex, offeringId);
    await put(reseller.owner, listId!, [
      { planId: plan.id, locked: true, entries: [percent('50')] },
      { planId: other.id, entries: [percent('50')] },
    ]);
    const mass = (query: string) => reseller.owner.post(`/v1/price-lists/${listId}/mark-up${query}`, { percent: '80' });
    expect((await mass('?dryRun=true')).body).toMatchObject({ saved: false, lockedPlanIds: [plan.id] });
    expect((await mass('')).body).toMatchObject({ saved: true, lockedPlanIds: [plan.id] });
    expect(await recurring(channel)).toBe('5250');
    expect(await recurring({ ...channel, plan: other })).toBe('6300');
  });
});

describe('what a tier adds', () => {
  const support = (price: string, over: object = {}) => ({
    ...{ key: 'support', name: 'Support', unit: 'month', charge: 'fixed', price: { kind: 'flat', price }, ...over },
  });

  const addTo = async (channel: Channel, listIds: readonly string[], added: readonly (readonly object[])[]) => {
    const owners = [channel.platform, channel.distributor, channel.reseller];
    for (const [at, components] of added.entries()) {
      const entries = [percent('10')];
      const answer = await put(owners[at]!.owner, listIds[at]!, [{ planId: channel.plan.id, entries, components }]);
      expect(answer).toMatchObject({ status: 200 });
    }
  };

  const shown = async (caller: Caller, { offeringId }: Channel): Promise<Record<string, unknown>> => {
    const { body } = await caller.get(`/v1/offerings/${offeringId}`);
    const components: { readonly key: string; readonly prices: unknown }[] = body.plans[0].components;
    return Object.fromEntries(
      components.filter(({ key }) => key.startsWith('@')).map(({ key, prices }) => [key, prices]),
    );
  };

  it('is sold at its price from its level down, and shown to those below alone', async () => {
    const channel = await createChannel();
    const lists = await markUp(channel, ['10', '10', '10']);
    await addTo(channel, lists, [
      [],
      [support('5')],
      [support('3'), support('7', { key: 'extra', presence: 'optional' })],
    ]);
    const { customer, reseller, distributor, vendorId, projectId, plan } = channel;
    const flat = (price: string) => ({ kind: 'flat', price });
    expect(await shown(customer.owner, channel)).toEqual({
      '@sellIn.support': { sellOut: flat('5.5') },
      '@sellOut.support': { sellOut: flat('3') },
      '@sellOut.extra': { sellOut: flat('7') },
    });
    expect(await shown(reseller.owner, channel)).toMatchObject({
      '@sellIn.support': { sellIn: flat('5'), sellOut: flat('5.5') },
      '@sellOut.support': { sellIn: flat('0'), sellOut: flat('3') },
    });
    expect(Object.keys(await shown(distributor.owner, channel))).toEqual(['@sellIn.support']);
    expect(await shown(await server.ownerOf(vendorId), channel)).toEqual({});
    const wanted = { projectId, planId: plan.id, quantities: { seats: '3', '@sellOut.extra': '1' }, explain: true };
    const { body } = await customer.owner.post('/v1/quotes', wanted);
    const lines = body.now.lines.filter(({ component }: { readonly component: string }) => component.startsWith('@s'));
    expect(
      lines.map((line: { component: string; net: { minor: string } }) => [line.component, line.net.minor]),
    ).toEqual(
      expect.arrayContaining([
        ['@sellIn.support', '550'],
        ['@sellOut.support', '300'],
        ['@sellOut.extra', '700'],
      ]),
    );
    // 35.00 of the vendor three times 10 % up, and what the tiers add.
    expect(body.recurring.minor).toBe(String(4659 + 550 + 300 + 700));
  });

  it('is marked up by the tier below by its key, comes back as it was sent, and is told before it is saved', async () => {
    const channel = await createChannel();
    const lists = await markUp(channel, ['10', '10', '10']);
    await addTo(channel, lists, [[], [support('5')]]);
    const { reseller, plan } = channel;
    const rows = [{ planId: plan.id, entries: [percent('100', '@sellIn.support')], components: [support('3')] }];
    const told = await put(reseller.owner, lists[2]!, rows, '?dryRun=true');
    expect(told.body.prices).toContainEqual(
      expect.objectContaining({ component: '@sellIn.support', before: '5.5', after: '10' }),
    );
    expect(told.body.components).toMatchObject([
      { component: '@sellOut.support', before: null, after: { key: 'support', price: { price: '3' } } },
    ]);
    expect(await put(reseller.owner, lists[2]!, rows)).toMatchObject({ body: { saved: true } });
    const { body } = await reseller.owner.get(`/v1/price-lists/${lists[2]}`);
    expect(body.rows[0].components).toEqual([support('3')]);
    expect(await put(reseller.owner, lists[2]!, body.rows)).toMatchObject({ body: { prices: [], components: [] } });
  });

  it('is refused where no sale could price it, with the place', async () => {
    const channel = await createChannel();
    const [, , listId] = await markUp(channel, ['10', '10', '10']);
    const refused = async (components: readonly object[], entries: readonly object[] = []) => {
      const { status, body } = await put(channel.reseller.owner, listId!, [
        { planId: channel.plan.id, entries, components },
      ]);
      return [status, body.errors?.map(({ pointer }: { readonly pointer: string }) => pointer)];
    };
    expect(await refused([support('3'), support('4')])).toEqual([400, ['/rows/0/components/1/key']]);
    expect(await refused([support('3', { charge: 'usage' })])).toEqual([400, ['/rows/0/components/0/charge']]);
    expect(await refused([support('-3')])).toEqual([400, ['/rows/0/components/0/price/price']]);
    expect(await refused([support('3', { key: '@support' })])).toEqual([400, ['/rows/0/components/0/key']]);
    // Its own price is what it says, and nothing marks it up in the list.
    expect(await refused([support('3')], [percent('10', '@sellOut.support')])).toEqual([
      400,
      ['/rows/0/entries/0/component'],
    ]);
  });
});

describe('a recommendation', () => {
  it('begins a list with the plans of the tier above at its percentage', async () => {
    const channel = await createChannel();
    const [, sellIn] = await markUp(channel, ['0', '20', '0']);
    const { distributor, reseller, plan } = channel;
    const body = { name: 'Recommended', level: 'sellOut', isDefault: true, recommended: true };
    expect(await reseller.owner.post('/v1/price-lists', body)).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/recommended' }] },
    });
    const settings = { name: 'Sell-in', isDefault: true, belowCost: 'warn', recommendedPercent: '25' };
    await distributor.owner.put(`/v1/price-lists/${sellIn}`, settings);
    expect(await reseller.owner.post('/v1/price-lists', body)).toMatchObject({
      status: 201,
      body: { rows: [{ planId: plan.id, entries: [{ component: '*', kind: 'percentage', value: '25' }] }] },
    });
    expect(await recurring(channel)).toBe('5250');
  });
});

describe('whose price list it is', () => {
  it('is hidden from peers, from other tiers, and from roles that set no prices', async () => {
    const channel = await createChannel();
    const rival = await createChannel();
    const [wholesale, sellIn, sellOut] = await markUp(channel, ['10', '20', '50']);
    const { distributor, reseller, customer, customerId, vendorId } = channel;
    const viewer = await server.as({ role: 'viewer', scope: 'organization', scopeId: reseller.id });
    const vendor = await server.ownerOf(vendorId);
    const strangers: readonly (readonly [Caller, readonly (string | undefined)[]])[] = [
      [rival.reseller.owner, [wholesale, sellIn, sellOut]],
      [customer.owner, [wholesale, sellIn, sellOut]],
      [vendor, [wholesale, sellIn, sellOut]],
      [viewer, [wholesale, sellIn, sellOut]],
      [reseller.owner, [wholesale, sellIn]],
      [distributor.owner, [wholesale, sellOut]],
    ];
    for (const [caller, lists] of strangers) {
      for (const id of lists) {
        const settings = { name: 'Mine', isDefault: true, belowCost: 'warn', recommendedPercent: null };
        const answers = await Promise.all([
          caller.get(`/v1/price-lists/${id}`),
          caller.put(`/v1/price-lists/${id}`, settings),
          put(caller, id!, []),
          put(caller, id!, [], '?dryRun=true'),
          caller.post(`/v1/price-lists/${id}/mark-up`, { percent: '1' }),
        ]);
        expect(answers.map(({ status, body }) => [status, body.type])).toEqual(
          answers.map(() => [404, '/problems/price-list-not-found']),
        );
        const listed = (await caller.get('/v1/price-lists')).body.items;
        expect(listed.map((list: { readonly id: string }) => list.id)).not.toContain(id);
      }
    }
    for (const caller of [rival.reseller.owner, customer.owner, vendor, viewer, distributor.owner]) {
      const answer = await caller.put(`/v1/organizations/${customerId}/price-list`, { priceListId: null });
      expect(answer).toMatchObject({ status: 404, body: { type: '/problems/organization-not-found' } });
    }
    expect(await recurring(channel)).toBe('6930');
  });

  it('sets the level of its owner alone', async () => {
    const { reseller, platform, customer, distributorId, customerId } = await createChannel();
    const make = (caller: Caller, body: object) => caller.post('/v1/price-lists', { name: 'New', ...body });
    expect(await make(reseller.owner, { level: 'sellIn' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/level' }] },
    });
    expect(await make(customer.owner, { level: 'sellOut' })).toMatchObject({ status: 400 });
    expect(await make(platform.owner, { level: 'wholesale' })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/ownerId' }] },
    });
    expect(await make(reseller.owner, { level: 'sellIn', ownerId: distributorId })).toMatchObject({ status: 404 });
    const viewer = await server.as({ role: 'viewer', scope: 'organization', scopeId: customerId });
    expect(await make(viewer, { level: 'sellOut' })).toMatchObject({ status: 403 });
  });

  it('never lends a customer that is not there, or one of somebody else', async () => {
    const { reseller } = await createChannel();
    const rival = await createChannel();
    const friends = await createList(reseller.owner, { level: 'sellOut' });
    for (const id of [randomUUID(), rival.customerId, await insertOrganization(knex)]) {
      const answer = await reseller.owner.put(`/v1/organizations/${id}/price-list`, { priceListId: friends });
      expect(answer.status).toBe(404);
    }
  });
});
