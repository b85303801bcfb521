import { catalogRoutes } from '../../api/catalog/routes';
import { listFileRoutes } from '../../api/channel/list-file-routes';
import { platformShareRoutes } from '../../api/channel/platform-share-routes';
import { priceListRoutes } from '../../api/channel/routes';
import { invoiceRoutes } from '../../api/invoices/routes';
import { pricingRoutes } from '../../api/pricing/routes';
import { proceedsRoutes } from '../../api/proceeds/routes';
import { subscriptionRoutes } from '../../api/subscriptions/routes';
import { createSaleView } from '../../db/pricing/sale-view';
import { freezeTerms } from '../../domain/pricing/terms';
import type { Caller } from '../support/api';
import type { Market } from '../support/builders';
import { activateSubscription, day, insertMarket } from '../support/builders';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

const { knex } = useDatabase();
const server = useServer(knex, day(1), (deps) => [
  ...catalogRoutes(deps),
  ...listFileRoutes(deps),
  ...priceListRoutes(deps),
  ...platformShareRoutes(deps),
  ...pricingRoutes(deps),
  ...proceedsRoutes(deps),
  ...invoiceRoutes(deps),
  ...subscriptionRoutes(deps),
]);

const staff = (): Promise<Caller> => server.as({ role: 'platform.admin', scope: 'platform', scopeId: null });

const makeList = async (owner: Caller, { plan }: Market, over: object): Promise<string> => {
  const made = await owner.post('/v1/price-lists', { name: 'Usual', isDefault: true, ...over });
  expect(made).toMatchObject({ status: 201 });
  const entries = [
    { component: 'licence', kind: 'value', value: '29.99' },
    { component: '*', kind: 'percentage', value: '10' },
  ];
  expect(
    await owner.put(`/v1/price-lists/${made.body.id}/entries`, { rows: [{ planId: plan.id, entries }] }),
  ).toMatchObject({ status: 200 });
  return made.body.id;
};

/** Sells and activates as an order would. */
const sell = async (market: Market): Promise<string> => {
  const { projectId, plan } = market;
  const sale = await createSaleView(knex).forPlan({ projectId, planId: plan.id, now: day(1) });
  const terms = freezeTerms({ ...sale!, quantities: { seats: '3' } });
  const { distributorId, resellerId } = sale!.channel;
  return (await activateSubscription(knex, market, day(2), { terms, distributorId, resellerId })).subscriptionId;
};

describe('a price list whose prices include the tax', () => {
  it('is what the customer pays to the cent, in listing, quote, kept quote, invoice and books', async () => {
    const market = await insertMarket(knex);
    const [reseller, customer] = [await server.ownerOf(market.resellerId), await server.ownerOf(market.customerId)];
    await makeList(reseller, market, { level: 'sellOut', taxIncluded: true });
    const listed = (await customer.get(`/v1/offerings/${market.offeringId}`)).body.plans[0];
    expect(listed).toMatchObject({ taxIncluded: true });
    expect(listed.components[0].prices).toEqual({ sellOut: { kind: 'flat', price: '29.99' } });
    // Seats at 5.00, 10 % up, and 22 % tax on top.
    expect(listed.components[1].prices).toEqual({ sellOut: { kind: 'per-unit', unitPrice: '6.71' } });

    const wanted = { projectId: market.projectId, planId: market.plan.id, quantities: { seats: '3' }, keep: true };
    const { body: kept } = await customer.post('/v1/quotes', { ...wanted, explain: true });
    expect(kept).toMatchObject({
      taxIncluded: true,
      now: { gross: { minor: '5012' }, net: { minor: '4108' }, tax: { minor: '904' } },
    });
    expect(kept.now.lines).toMatchObject([
      { component: 'licence', net: { minor: '2458' }, gross: { minor: '2999' } },
      { component: 'seats', net: { minor: '1650' }, gross: { minor: '2013' } },
    ]);
    const { sellOut } = kept.explanation.now.lines[0].levels;
    expect(sellOut).toMatchObject({ exact: '29.99', taxIncluded: { percent: '22', gross: { minor: '2999' } } });
    expect((await customer.get(`/v1/quotes/${kept.id}`)).body.now).toEqual(kept.now);

    const subscriptionId = await sell(market);
    const [invoice] = (await customer.get(`/v1/invoices?subscriptionId=${subscriptionId}`)).body.items;
    expect(invoice).toMatchObject({ net: { minor: '4108' }, tax: { minor: '904' }, gross: { minor: '5012' } });
    expect((await customer.get(`/v1/invoices/${invoice.id}`)).body.lines).toMatchObject([
      { component: 'licence', gross: { minor: '2999' } },
      { component: 'seats', gross: { minor: '2013' } },
    ]);
    const booked = (await reseller.get(`/v1/proceeds?subscriptionId=${subscriptionId}`)).body.items;
    expect(booked).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...{ component: 'licence', gross: { currency: 'EUR', minor: '2999' } },
          amounts: { sellIn: { currency: 'EUR', minor: '2000' }, sellOut: { currency: 'EUR', minor: '2458' } },
        }),
      ]),
    );
    expect(booked[0]).not.toHaveProperty('platformShare');
    const vendor = await server.ownerOf(market.vendorId);
    const [cost] = (await vendor.get(`/v1/proceeds?subscriptionId=${subscriptionId}`)).body.items;
    expect(cost).not.toHaveProperty('gross');
    expect((await customer.post('/v1/quotes', { kind: 'renew', subscriptionId })).body).toMatchObject({
      deferred: { gross: { minor: '5012' }, net: { minor: '4108' } },
    });
  });

  it('is one of customers alone, and tells what it changes for them when it becomes one', async () => {
    const market = await insertMarket(knex);
    const [reseller, distributor] = [
      await server.ownerOf(market.resellerId),
      await server.ownerOf(market.distributorId),
    ];
    const refused = await distributor.post('/v1/price-lists', { name: 'Any', level: 'sellIn', taxIncluded: true });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/taxIncluded' }] } });
    const file = { priceLists: [{ name: 'Any', level: 'sellIn', taxIncluded: true, rows: [] }] };
    expect(await distributor.post('/v1/price-lists/import', file)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/priceLists/0/taxIncluded' }] },
    });
    const id = await makeList(reseller, market, { level: 'sellOut' });
    const settings = { name: 'Usual', isDefault: true, belowCost: 'warn', recommendedPercent: null, taxIncluded: true };
    const told = await reseller.put(`/v1/price-lists/${id}?dryRun=true`, settings);
    expect(told.body.impact.prices).toMatchObject([
      { component: 'seats', before: '5.5', after: '6.71', belowCost: false },
      {},
    ]);
    expect(await reseller.put(`/v1/price-lists/${id}`, settings)).toMatchObject({ body: { taxIncluded: true } });
    const written = (await reseller.get('/v1/price-lists/export')).body;
    expect(written.priceLists).toMatchObject([{ name: 'Usual', taxIncluded: true }]);
    expect((await reseller.post('/v1/price-lists/import', written)).body.changes).toEqual([]);
  });
});

describe('the share of the platform', () => {
  const direct = async (): Promise<Market> => {
    const market = await insertMarket(knex);
    await knex('organizations').where({ id: market.customerId }).update({ parent_id: market.platformId });
    return market;
  };

  it('is kept of what the vendor asks where nobody else sells, and told to vendor and platform alone', async () => {
    const [platform, market] = [await staff(), await direct()];
    const { vendorId } = market;
    expect(await platform.put('/v1/platform-share', { vendorId, percent: '12.5' })).toMatchObject({
      body: { vendorId, percent: '12.5', isOwn: true },
    });
    const subscriptionId = await sell(market);
    const [vendor, customer] = [await server.ownerOf(vendorId), await server.ownerOf(market.customerId)];
    const of = async (caller: Caller, component: string) =>
      (await caller.get(`/v1/proceeds?subscriptionId=${subscriptionId}`)).body.items.find(
        (row: { readonly component: string }) => row.component === component,
      );
    const minor = (amount: string) => ({ currency: 'EUR', minor: amount });
    expect(await of(vendor, 'licence')).toMatchObject({
      amounts: { vendorCost: minor('1750') },
      platformShare: minor('250'),
    });
    expect((await of(vendor, 'licence')).amounts).toEqual({ vendorCost: minor('1750') });
    expect(await of(platform, 'licence')).toMatchObject({
      ...{ platformShare: minor('250') },
      amounts: { vendorCost: minor('1750'), wholesale: minor('2000'), sellOut: minor('2000') },
    });
    expect(await of(customer, 'licence')).toMatchObject({ amounts: { sellOut: minor('2000') } });
    expect(await of(customer, 'licence')).not.toHaveProperty('platformShare');
    expect((await vendor.get(`/v1/subscriptions/${subscriptionId}`)).body.platformSharePercent).toBe('12.5');
    const told = (await customer.get(`/v1/subscriptions/${subscriptionId}`)).body;
    expect(told).toMatchObject({ taxIncluded: false });
    expect(told).not.toHaveProperty('platformSharePercent');
    // What runs keeps the share of its sale.
    await platform.put('/v1/platform-share', { vendorId, percent: null });
    const again = (await vendor.get(`/v1/subscriptions/${subscriptionId}`)).body;
    expect(again.platformSharePercent).toBe('12.5');
  });

  it('is that of all for a vendor that has none of its own, and never taken where a tier sells', async () => {
    const [platform, market] = [await staff(), await insertMarket(knex)];
    await platform.put('/v1/platform-share', { percent: '20' });
    const vendor = await server.ownerOf(market.vendorId);
    const ask = (caller: Caller) => caller.get(`/v1/platform-share?vendorId=${market.vendorId}`);
    expect((await ask(vendor)).body).toEqual({ vendorId: market.vendorId, percent: '20', isOwn: false });
    const subscriptionId = await sell(market);
    expect((await vendor.get(`/v1/subscriptions/${subscriptionId}`)).body.platformSharePercent).toBeNull();
    expect((await platform.get('/v1/platform-share')).body).toMatchObject({ vendorId: null, percent: '20' });
    await platform.put('/v1/platform-share', { percent: null });
    expect((await ask(vendor)).body).toMatchObject({ percent: null, isOwn: false });
  });

  it('is set by the platform, and no business of other vendors and of customers', async () => {
    const [market, rival] = [await insertMarket(knex), await insertMarket(knex)];
    const path = `/v1/platform-share?vendorId=${market.vendorId}`;
    for (const id of [rival.vendorId, market.customerId, market.resellerId]) {
      const caller = await server.ownerOf(id);
      expect(await caller.get(path)).toMatchObject({ status: 404 });
      expect(await caller.get('/v1/platform-share')).toMatchObject({ status: 403 });
      expect(await caller.put('/v1/platform-share', { percent: '1' })).toMatchObject({ status: 403 });
    }
    const platform = await staff();
    for (const percent of ['-1', '100.1', '1e2', 'NaN'])
      expect(await platform.put('/v1/platform-share', { percent })).toMatchObject({ status: 400 });
    expect(await platform.put('/v1/platform-share', { vendorId: market.customerId, percent: '1' })).toMatchObject({
      status: 404,
    });
  });
});
