import { listFileRoutes } from '../../api/channel/list-file-routes';
import { priceListRoutes } from '../../api/channel/routes';
import { pricingRoutes } from '../../api/pricing/routes';
import type { Caller } from '../support/api';
import type { Market } from '../support/builders';
import { day, insertMarket, insertOrganization } from '../support/builders';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

const { knex } = useDatabase();
const server = useServer(knex, day(1), (deps) => [
  ...listFileRoutes(deps),
  ...priceListRoutes(deps),
  ...pricingRoutes(deps),
]);

interface Shop extends Market {
  readonly reseller: Caller;
  readonly customer: Caller;
  /** The plan as a file names it. */
  readonly named: { readonly vendorId: string; readonly offering: string; readonly plan: string };
}

const createShop = async (): Promise<Shop> => {
  const market = await insertMarket(knex);
  const { vendorId, offeringId, plan } = market;
  return {
    ...market,
    reseller: await server.ownerOf(market.resellerId),
    customer: await server.ownerOf(market.customerId),
    named: { vendorId, offering: offeringId, plan: plan.id },
  };
};

const percent = (value: string) => ({ component: '*', kind: 'percentage', value });
const list = (name: string, fields: object = {}) => ({ name, level: 'sellOut', rows: [], ...fields });
const send = (caller: Caller, priceLists: readonly object[], query = '') =>
  caller.post(`/v1/price-lists/import${query}`, { priceLists });
const exported = async (caller: Caller): Promise<readonly object[]> =>
  (await caller.get('/v1/price-lists/export')).body.priceLists;

/** What the licence and three seats cost a customer each period: 35.00 at vendor cost. */
const recurring = async ({ customer, plan, projectId }: Shop): Promise<unknown> =>
  (await customer.post('/v1/quotes', { projectId, planId: plan.id, quantities: { seats: '3' } })).body.recurring?.minor;

describe('price lists as a file', () => {
  it('become what a dry run has shown, once, and give the file back', async () => {
    const shop = await createShop();
    const costs = { name: 'VMs', rule: 'wildcard', pattern: 'vm.*', weight: 2, kind: 'percentage', value: '7' };
    const costEntries = [costs];
    const file = [
      list('Default', { isDefault: true, rows: [{ ...shop.named, entries: [percent('20')], costEntries }] }),
      list('Partners', { parent: 'Default', belowCost: 'refuse', recommendedPercent: '12.5' }),
    ];
    const planned = await send(shop.reseller, file, '?dryRun=true');
    expect(planned).toMatchObject({ status: 200, body: { dryRun: true } });
    expect(planned.body.changes).toMatchObject([
      { kind: 'create-list', name: 'Default', added: [shop.plan.id] },
      { kind: 'create-list', name: 'Partners', added: [] },
    ]);
    // Also the list that inherits.
    const dearer = planned.body.prices.filter(({ component }: { component: string }) => component === 'licence');
    expect(dearer).toMatchObject([
      { priceList: 'Default', before: '20', after: '24' },
      { priceList: 'Partners', before: '20', after: '24' },
    ]);
    expect(await exported(shop.reseller)).toEqual([]);
    expect(await recurring(shop)).toBe('3500');

    const made = await send(shop.reseller, file);
    const { prices, defaultBuyers } = planned.body;
    expect(made.body).toEqual({
      ...planned.body,
      ...{ dryRun: false, prices: prices.map(expectPrice), defaultBuyers: defaultBuyers.map(expectPrice) },
    });
    expect(await recurring(shop)).toBe('4200');
    expect((await send(shop.reseller, await exported(shop.reseller))).body).toMatchObject({ changes: [], prices: [] });
    expect((await send(shop.reseller, file)).body).toMatchObject({ changes: [], prices: [] });
    expect(await exported(shop.reseller)).toMatchObject([
      { name: 'Default', rows: [{ costEntries }] },
      { name: 'Partners', parent: 'Default' },
    ]);
  });

  const expectPrice = ({ priceListId: _, ...price }: { priceListId?: string }) => price;

  it('are read as YAML too', async () => {
    const shop = await createShop();
    // What is JSON is YAML as well.
    const yaml = { 'content-type': 'application/yaml' };
    const file = { priceLists: [list('Default', { rows: [{ ...shop.named, entries: [percent('20')] }] })] };
    expect((await shop.reseller.post('/v1/price-lists/import', file, yaml)).body.changes).toHaveLength(1);
    expect((await shop.reseller.post('/v1/price-lists/import', file)).body.changes).toEqual([]);
  });

  it('make another list the default, and change no list that they do not name', async () => {
    const shop = await createShop();
    await send(shop.reseller, [
      list('Old', { isDefault: true, rows: [{ ...shop.named, entries: [percent('20')] }] }),
      list('Other'),
    ]);
    const rows = [{ planId: shop.plan.id, entries: [percent('40')] }];
    const { body } = await send(shop.reseller, [list('New', { isDefault: true, rows })]);
    expect(body.defaultBuyers).toContainEqual(
      expect.objectContaining({ priceList: 'New', component: 'licence', before: '24' }),
    );
    expect(body.changes).toMatchObject([
      { kind: 'create-list', name: 'New' },
      { kind: 'update-list', name: 'Old', fields: [{ field: 'isDefault', from: 'true', to: 'false' }] },
    ]);
    expect(await recurring(shop)).toBe('4900');
    const lists = (await shop.reseller.get('/v1/price-lists')).body.items;
    expect(lists).toMatchObject([
      { name: 'New', isDefault: true, rev: 1 },
      { name: 'Old', isDefault: false, rev: 2 },
      { name: 'Other', rev: 1 },
    ]);
  });

  it('are taken as a whole or not at all, and tell every wrong place', async () => {
    const shop = await createShop();
    const answer = await send(shop.reseller, [
      list('Fine', { rows: [{ ...shop.named, entries: [percent('20')] }] }),
      list('Wrong', {
        rows: [
          { ...shop.named, plan: 'no-such-plan', entries: [] },
          { ...shop.named, entries: [{ component: 'none', kind: 'value', value: '1' }, percent('-101')] },
        ],
      }),
    ]);
    expect(answer).toMatchObject({ status: 422, body: { type: '/problems/price-lists-refused' } });
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/priceLists/1/rows/0',
      '/priceLists/1/rows/1/entries/0/component',
      '/priceLists/1/rows/1/entries/1/value',
    ]);
    expect(await exported(shop.reseller)).toEqual([]);
  });

  it('are refused with losses where a list says so', async () => {
    const shop = await createShop();
    const rows = [{ ...shop.named, entries: [percent('-10')] }];
    const refused = await send(shop.reseller, [list('Careful', { belowCost: 'refuse', rows })]);
    expect(refused).toMatchObject({ status: 422, body: { type: '/problems/price-lists-refused' } });
    expect(refused.body.errors[0].pointer).toBe('/priceLists/0/rows/0');
    const warned = await send(shop.reseller, [list('Careless', { rows })]);
    expect(warned.status).toBe(200);
    expect(warned.body.prices.every(({ belowCost }: { belowCost: boolean }) => belowCost)).toBe(true);
  });

  it('are written once by many at the same time', async () => {
    const shop = await createShop();
    const file = [list('Default', { isDefault: true, rows: [{ ...shop.named, entries: [percent('20')] }] })];
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(shop.reseller, file)));
    const made = answers.filter(({ status, body }) => status === 200 && body.changes.length > 0);
    expect(made).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200))
      expect([status, body.type]).toEqual([409, '/problems/price-list-changed']);
    expect(await exported(shop.reseller)).toHaveLength(1);
  });

  it('are those of the levels that the tier sets, and written by its owners alone', async () => {
    const shop = await createShop();
    const foreign = await send(shop.reseller, [list('Mine', { level: 'wholesale' })]);
    expect(foreign.body.errors[0].pointer).toBe('/priceLists/0/level');
    const viewer = await server.as({ role: 'viewer', scope: 'organization', scopeId: shop.resellerId });
    const rival = await server.ownerOf(await insertOrganization(knex, { kinds: ['reseller'] }));
    expect((await send(viewer, [list('Mine')])).status).toBeGreaterThanOrEqual(403);
    for (const stranger of [rival, shop.customer]) {
      const query = `?ownerId=${shop.resellerId}`;
      expect((await send(stranger, [list('Mine')], query)).body.type).toBe('/problems/organization-not-found');
      expect((await stranger.get(`/v1/price-lists/export${query}`)).status).toBe(404);
    }
    expect(await exported(shop.reseller)).toEqual([]);
  });
});
