import { randomUUID } from 'node:crypto';
import { exchangeRateRoutes } from '../../api/channel/exchange-rate-routes';
import { priceListRoutes } from '../../api/channel/routes';
import { pricingRoutes } from '../../api/pricing/routes';
import type { Caller } from '../support/api';
import { day, insertMarket } from '../support/builders';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

const { knex } = useDatabase();
const server = useServer(knex, day(1), (deps) => [
  ...pricingRoutes(deps),
  ...priceListRoutes(deps),
  ...exchangeRateRoutes(deps),
]);

const staff = () => server.as({ role: 'platform.admin', scope: 'platform', scopeId: null });

const cost = (pattern: string, value: string, more: object = {}) => ({
  ...{ name: pattern, rule: 'wildcard', pattern, weight: 0, kind: 'percentage', value },
  ...more,
});

const createList = async (owner: Caller, body: object, rows: readonly object[]): Promise<string> => {
  const created = await owner.post('/v1/price-lists', { name: randomUUID(), isDefault: true, ...body });
  expect(created.status).toBe(201);
  expect((await owner.put(`/v1/price-lists/${created.body.id}/entries`, { rows })).status).toBe(200);
  return created.body.id;
};

const createChannel = async () => {
  const market = await insertMarket(knex);
  const platform = await staff();
  const [distributor, reseller, customer] = await Promise.all([
    server.ownerOf(market.distributorId),
    server.ownerOf(market.resellerId),
    server.ownerOf(market.customerId),
  ]);
  const row = (...costEntries: readonly object[]) => [{ planId: market.plan.id, costEntries }];
  await createList(platform, { level: 'wholesale', ownerId: market.platformId }, row(cost('*', '10')));
  await createList(distributor, { level: 'sellIn' }, row(cost('vm.*', '20')));
  const resellerList = await createList(
    reseller,
    { level: 'sellOut' },
    row(cost('vm.*', '1'), cost('vm\\.\\w+', '50', { rule: 'regex', weight: 5 })),
  );
  const quote = (caller: Caller, line: object = {}, more: object = {}) =>
    caller.post('/v1/quotes', {
      ...{ kind: 'cost-lines', projectId: market.projectId, planId: market.plan.id, explain: true },
      lines: [{ identifier: 'vm.small', quantity: '10', unitCost: '1', ...line }],
      ...more,
    });
  return { ...market, platform, distributor, reseller, customer, resellerList, quote };
};

describe('cost lines', () => {
  it('come down the channel from the level that the caller knows, and show it no other', async () => {
    const { platform, distributor, reseller, customer, quote } = await createChannel();
    const totalsOf = async (caller: Caller) => {
      const { status, body } = await quote(caller);
      expect({ status, body }).toMatchObject({ status: 200 });
      const minors = Object.entries(body.totals as object).map(([level, { minor }]) => [level, minor]);
      return [body.from, Object.fromEntries(minors), body.due?.gross.minor ?? null, body.lines[0].explanation.length];
    };
    const all = { vendorCost: '1000', wholesale: '1100', sellIn: '1320', sellOut: '1980' };
    expect(await totalsOf(platform)).toEqual(['vendorCost', all, expect.any(String), 3]);
    expect(await totalsOf(distributor)).toEqual(['wholesale', { wholesale: '1000', sellIn: '1200' }, null, 1]);
    expect(await totalsOf(reseller)).toEqual(['sellIn', { sellIn: '1000', sellOut: '1500' }, expect.any(String), 1]);
    expect(await totalsOf(customer)).toEqual(['sellOut', { sellOut: '1000' }, expect.any(String), 0]);
  });

  it('are no business of vendors and strangers', async () => {
    const { vendorId, quote } = await createChannel();
    expect(await quote(await server.ownerOf(vendorId))).toMatchObject({ status: 404 });
    expect(await quote(await server.as())).toMatchObject({ status: 404 });
  });

  it('are told of before a buyer is bound to a list, and nothing is bound until then', async () => {
    const { reseller, plan, customerId, quote } = await createChannel();
    const cheap = { name: 'Cheap', level: 'sellOut', isDefault: false };
    const listId = await createList(reseller, cheap, [
      { planId: plan.id, entries: [{ component: 'licence', kind: 'percentage', value: '-5' }] },
    ]);
    const bind = (query = '') =>
      reseller.put(`/v1/organizations/${customerId}/price-list${query}`, { priceListId: listId });
    const told = await bind('?dryRun=true');
    expect(told).toMatchObject({ status: 200, body: { saved: false, priceListId: listId } });
    expect(told.body.prices).toMatchObject([{ component: 'licence', before: '20', after: '19', belowCost: true }]);
    expect(told.body.costEntries).toMatchObject([{ after: null }, { after: null }]);
    expect((await quote(reseller)).body.totals.sellOut.minor).toBe('1500');
    const settings = { name: 'Cheap', isDefault: false, recommendedPercent: null };
    await reseller.put(`/v1/price-lists/${listId}`, { ...settings, belowCost: 'refuse' });
    expect(await bind()).toMatchObject({ status: 422 });
    await reseller.put(`/v1/price-lists/${listId}`, { ...settings, belowCost: 'warn' });
    expect(await bind()).toMatchObject({ body: { saved: true } });
    expect((await quote(reseller)).body.totals.sellOut.minor).toBe('1000');
    expect((await bind()).body).toMatchObject({ prices: [], costEntries: [] });
  });

  it('take their mark-ups from the list that the row is inherited from', async () => {
    const { reseller, resellerList, customerId, quote } = await createChannel();
    const child = await reseller.post('/v1/price-lists', { name: 'Child', level: 'sellOut', parentId: resellerList });
    await reseller.put(`/v1/organizations/${customerId}/price-list`, { priceListId: child.body.id });
    expect((await quote(reseller)).body.totals.sellOut.minor).toBe('1500');
    const { body } = await reseller.get(`/v1/price-lists/${child.body.id}`);
    expect(body.inheritedRows[0].costEntries).toHaveLength(2);
  });

  it('are converted by the rate of their day, which stays on the line', async () => {
    const { platform, reseller, quote } = await createChannel();
    const rate = { from: 'USD', to: 'EUR', validFrom: '2026-01-01', factor: '0.93' };
    expect(await platform.post('/v1/exchange-rates', rate)).toMatchObject({ status: 200, body: rate });
    expect(await platform.post('/v1/exchange-rates', rate)).toMatchObject({ status: 200 });
    const next = { ...rate, validFrom: '2026-02-01', factor: '0.9' };
    expect(await platform.post('/v1/exchange-rates', next)).toMatchObject({ status: 200 });
    const foreign = await quote(reseller, { currency: 'USD', on: '2026-01-31' });
    expect(foreign.body.lines[0]).toMatchObject({ conversion: rate, unitPrices: { sellIn: '0.93', sellOut: '1.395' } });
    expect((await quote(reseller, { currency: 'USD', on: '2026-02-01' })).body.totals.sellIn.minor).toBe('900');
    expect(await quote(reseller, { currency: 'USD', on: '2025-12-31' })).toMatchObject({
      status: 422,
      body: { type: expect.stringContaining('exchange-rate-missing') },
    });
    expect(await quote(reseller, { currency: 'CHF' })).toMatchObject({ status: 422 });
  });

  it.each([
    ['an expression that is none', { rule: 'regex', pattern: '(' }, '/pattern'],
    ['an expression that looks around', { rule: 'regex', pattern: '(?=a)b' }, '/pattern'],
    ['an expression that repeats without measure', { rule: 'regex', pattern: '(\\pL{30}){20}' }, '/pattern'],
    ['a percentage that makes a price negative', { value: '-100.5' }, '/value'],
  ])('refuse a list with %s, and point at it', async (_, wrong, field) => {
    const { reseller, resellerList, plan } = await createChannel();
    const rows = [{ planId: plan.id, costEntries: [cost('*', '1'), cost('x', '1', wrong)] }];
    expect(await reseller.put(`/v1/price-lists/${resellerList}/entries`, { rows })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: `/rows/0/costEntries/1${field}` }] },
    });
  });

  it('tell what a change of their mark-ups does, and a list that refuses losses refuses a discount on costs', async () => {
    const { reseller, resellerList, plan } = await createChannel();
    const rows = [{ planId: plan.id, costEntries: [cost('vm.*', '-1')] }];
    const path = `/v1/price-lists/${resellerList}`;
    const told = await reseller.put(`${path}/entries?dryRun=true`, { rows });
    expect(told.body).toMatchObject({ saved: false });
    const changes = told.body.costEntries as { name: string; after: { value: string } | null; belowCost: boolean }[];
    expect(changes.map((each) => [each.name, each.after?.value ?? null, each.belowCost])).toEqual([
      ['vm.*', '-1', true],
      ['vm\\.\\w+', null, false],
    ]);
    const { name, isDefault, recommendedPercent } = (await reseller.get(path)).body;
    await reseller.put(path, { name, isDefault, recommendedPercent, belowCost: 'refuse' });
    expect(await reseller.put(`${path}/entries`, { rows })).toMatchObject({ status: 422 });
  });
});

describe('exchange rates', () => {
  it('are entered by the platform alone, never changed, and read with their history', async () => {
    const platform = await staff();
    const rate = { from: 'GBP', to: 'JPY', validFrom: '2026-01-01', factor: '190.5' };
    expect(await (await server.as()).post('/v1/exchange-rates', rate)).toMatchObject({ status: 403 });
    expect(await platform.post('/v1/exchange-rates', { ...rate, factor: '0' })).toMatchObject({ status: 400 });
    expect(await platform.post('/v1/exchange-rates', { ...rate, to: 'XXZ' })).toMatchObject({ status: 422 });
    expect(await platform.post('/v1/exchange-rates', rate)).toMatchObject({ status: 200 });
    const later = { ...rate, validFrom: '2026-02-01', factor: '191' };
    await platform.post('/v1/exchange-rates', later);
    for (const wrong of [
      { ...later, factor: '192' },
      { ...rate, validFrom: '2026-01-15' },
    ])
      expect(await platform.post('/v1/exchange-rates', wrong)).toMatchObject({ status: 409 });
    const first = await (await server.as()).get('/v1/exchange-rates?from=GBP&limit=1');
    expect(first.body.items).toEqual([later]);
    const second = await platform.get(`/v1/exchange-rates?from=GBP&limit=1&cursor=${first.body.nextCursor}`);
    expect(second.body).toEqual({ items: [rate], nextCursor: null });
  });
});
