import { randomUUID } from 'node:crypto';
import type { Grant } from '../../domain/identity/permission';
import type { Caller } from '../support/api';
import type { Market } from '../support/builders';
import {
  activateSubscription,
  day,
  insertMarket,
  insertOffering,
  insertPlan,
  insertPrice,
  insertUser,
} from '../support/builders';
import { useDatabase } from '../support/database';
import { useServedBooks } from '../support/served-books';

const database = useDatabase();
const { knex } = database;
const { callerOf } = useServedBooks(database, () => day(20));

let market: Market;
let subscriptionId = '';
beforeAll(async () => {
  market = await insertMarket(knex);
  ({ subscriptionId } = await activateSubscription(knex, market, day(2)));
});

const callerWith = async (...grants: readonly Grant[]): Promise<Caller> =>
  callerOf((await insertUser(knex, grants)).key);
const on = (scopeId: string): Grant => ({ role: 'manager', scope: 'organization', scopeId });
const viewer = (): Grant => ({ role: 'viewer', scope: 'organization', scopeId: market.customerId });
const ask = (caller: Caller, body: object, id = subscriptionId) => caller.post(`/v1/subscriptions/${id}/what-if`, body);
const dearer = (licence: string) =>
  market.plan.components.map((each) =>
    each.key === 'licence' ? { ...each, price: { kind: 'flat', price: licence } as const } : each,
  );

describe('what if', () => {
  it('more is bought: at the prices that it was sold at, whatever they are today', async () => {
    await insertPrice(knex, { ...market.plan, components: dearer('70') }, 2, day(10));
    const { status, body } = await ask(await callerWith(viewer()), { quantities: { seats: '5' } });
    expect([status, body.priceVersion, body.quantities]).toEqual([200, 1, { seats: '5' }]);
    expect(Object.keys(body.levels)).toEqual(['sellOut']);
    const { months, lines, before, after, difference } = body.levels.sellOut;
    expect([months, before.minor, after.minor, difference.minor]).toEqual([1, '3500', '4500', '1000']);
    expect(lines.map((line: { difference: { minor: string } }) => line.difference.minor)).toEqual(['0', '1000']);
  });

  it('it had the prices of today', async () => {
    const { body } = await ask(await callerWith(viewer()), { priceVersion: 2 });
    expect(body).toMatchObject({ priceVersion: 2, quantities: { seats: '3' } });
    expect(body.levels.sellOut.difference.minor).toBe('5000');
  });

  it('it had a plan of another period: over whole periods of both', async () => {
    const yearly = await insertPlan(knex, market.offeringId);
    await knex('plans').where({ id: yearly.id }).update({ period_months: 12 });
    const { body } = await ask(await callerWith(viewer()), { planId: yearly.id });
    expect(body.levels.sellOut).toMatchObject({ months: 12, before: { minor: '42000' }, after: { minor: '3500' } });
  });

  it('usage were priced otherwise', async () => {
    const components = market.plan.components.filter(({ key }) => key !== 'calls');
    await insertPrice(knex, { ...market.plan, components }, 4, day(11));
    const asked = { priceVersion: 4, expectedUsage: { calls: '10' } };
    const { body } = await ask(await callerWith(viewer()), asked);
    const arrears = body.levels.sellOut.lines.find((line: { kind: string }) => line.kind === 'arrears');
    expect(arrears).toMatchObject({ component: 'calls', before: { quantity: '10' }, after: null });
    expect((await ask(await callerWith(viewer()), { expectedUsage: { seats: '1' } })).status).toBe(400);
  });

  it('shows each caller the levels that it pays or asks, and writes nothing', async () => {
    const levelsFor = async (...grants: Grant[]) =>
      Object.keys((await ask(await callerWith(...grants), {})).body.levels);
    const before = await knex('subscriptions').where({ id: subscriptionId });
    expect(await levelsFor(on(market.vendorId))).toEqual(['vendorCost']);
    expect(await levelsFor(on(market.distributorId))).toEqual(['wholesale', 'sellIn']);
    expect(await levelsFor(on(market.resellerId))).toEqual(['sellIn', 'sellOut']);
    expect(await knex('subscriptions').where({ id: subscriptionId })).toEqual(before);
  });

  it('a tier sold it by another of its lists, for who may see that list', async () => {
    const listOf = async (ownerId: string, value: string) => {
      const id = randomUUID();
      await knex('price_lists').insert({ id, owner_id: ownerId, level: 'sellOut', name: `list ${value}` });
      const entry = { price_list_id: id, plan_id: market.plan.id, component: '*', kind: 'percentage', value };
      await knex('price_list_entries').insert(entry);
      return id;
    };
    const priceListId = await listOf(market.resellerId, '10');
    const reseller = await callerWith(on(market.resellerId));
    const { status, body } = await ask(reseller, { priceListId });
    expect([status, body.priceVersion, Object.keys(body.levels)]).toEqual([200, 1, ['sellIn', 'sellOut']]);
    const { sellIn, sellOut } = body.levels;
    expect([sellIn.difference.minor, sellOut.difference.minor]).toEqual(['0', '350']);
    expect(sellOut.lines.map((line: { difference: { minor: string } }) => line.difference.minor)).toEqual([
      '200',
      '150',
    ]);

    const customer = await ask(await callerWith(viewer()), { priceListId });
    expect([customer.status, customer.body.type]).toEqual([404, '/problems/price-list-not-found']);
    const rival = await insertMarket(knex);
    const staff = await callerWith({ role: 'platform.admin', scope: 'platform', scopeId: null });
    const foreign = await ask(staff, { priceListId: await listOf(rival.resellerId, '20') });
    expect([foreign.status, foreign.body.type]).toEqual([422, '/problems/price-list-of-another-channel']);
  });

  it('keeps planned prices to who plans them', async () => {
    await insertPrice(knex, { ...market.plan, components: dearer('90') }, 3, day(40));
    const planned = { priceVersion: 3 };
    const refused = await ask(await callerWith(viewer()), planned);
    expect([refused.status, refused.body.type]).toEqual([404, '/problems/price-version-not-found']);
    expect((await ask(await callerWith(viewer()), { priceVersion: 99 })).status).toBe(404);
    expect((await ask(await callerWith(on(market.vendorId)), planned)).body.levels.vendorCost.difference.minor).toBe(
      '7000',
    );
  });

  it('does not know foreign subscriptions, other offerings and wrong quantities', async () => {
    const rival = await insertMarket(knex);
    const outcome = async (caller: Caller, body: object, id?: string) => {
      const answer = await ask(caller, body, id);
      return [answer.status, answer.body.type];
    };
    expect(await outcome(await callerWith(on(rival.customerId)), {})).toEqual([
      ...[404, '/problems/subscription-not-found'],
    ]);
    const buyer = await callerWith(viewer());
    expect(await outcome(buyer, {}, randomUUID())).toEqual([404, '/problems/subscription-not-found']);
    const elsewhere = await insertPlan(knex, await insertOffering(knex, { vendor_id: market.vendorId }));
    expect(await outcome(buyer, { planId: elsewhere.id })).toEqual([404, '/problems/plan-not-found']);
    expect(await outcome(buyer, { planId: randomUUID() })).toEqual([404, '/problems/plan-not-found']);
    expect(await outcome(buyer, { quantities: { towels: '1' } })).toEqual([422, '/problems/quantity-invalid']);
    const dollars = await insertPlan(knex, market.offeringId, 'USD');
    expect(await outcome(buyer, { planId: dollars.id })).toEqual([422, '/problems/currency-not-priced']);
  });
});
