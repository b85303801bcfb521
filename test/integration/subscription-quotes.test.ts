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
let buyer: Caller;
beforeAll(async () => {
  market = await insertMarket(knex);
  ({ subscriptionId } = await activateSubscription(knex, market, day(2)));
  buyer = await callerWith({ role: 'project.member', scope: 'project', scopeId: market.projectId });
});

const callerWith = async (...grants: readonly Grant[]): Promise<Caller> =>
  callerOf((await insertUser(knex, grants)).key);
const staff: Grant = { role: 'platform.admin', scope: 'platform', scopeId: null };
const ask = (body: object, caller = buyer) => caller.post('/v1/quotes', { subscriptionId, ...body });
const change = (body: object, caller = buyer) => ask({ kind: 'change', ...body }, caller);
const told = ({ lines }: { lines: { component: string; kind: string; net: { minor: string } }[] }) =>
  lines.map(({ component, kind, net }) => [component, kind, net.minor]);

describe('a quote of a change', () => {
  // The period lasts from 2 January to 2 February in Rome: 744 hours, of which 312 are left on the 20th.
  it('charges more seats for what is left of the period, at the prices that were sold', async () => {
    await insertPrice(knex, { ...market.plan, components: dearer() }, 2, day(10));
    const { status, body } = await change({ quantities: { seats: '5' }, explain: true });
    expect([status, body.kind, body.effect, body.effectiveAt]).toEqual([200, 'change', 'raises', day(20)]);
    expect(told(body.now)).toEqual([
      ['seats', 'credit', '-629'],
      ['seats', 'charge', '1048'],
    ]);
    expect([body.now.tax.minor, body.recurring.minor, body.billed.after.minor]).toEqual(['92', '4500', '4500']);
    const [credit] = body.explanation.now.lines;
    expect(credit.levels.sellOut).toMatchObject({
      parts: [{ units: '-3', price: '5', amount: '-15' }],
      ...{ exact: '-15', share: { part: '13', of: '31' }, net: { minor: '-629' } },
    });
  });

  it('lets fewer seats wait for the next period', async () => {
    const { body } = await change({ quantities: { seats: '1' } });
    expect([body.effect, body.effectiveAt, body.now.lines]).toEqual(['lowers', '2026-02-02T00:00:00.000Z', []]);
    expect(told(body.deferred)).toEqual([
      ['licence', 'prepaid', '2000'],
      ['seats', 'prepaid', '500'],
    ]);
  });

  it('follows the settings of the plan that was sold', async () => {
    const settings = { lowering: 'now-with-credit', changeLines: 'delta', proration: 'days' };
    const terms = JSON.stringify(settings);
    await knex('subscriptions')
      .where({ id: subscriptionId })
      .update({ terms: knex.raw('terms || ?', [terms]) });
    const { body } = await change({ quantities: { seats: '1' } });
    expect([body.effectiveAt, told(body.now), told(body.atPeriodEnd)]).toEqual([
      ...[day(20), []],
      [['seats', 'credit', '-419']],
    ]);
    await knex('subscriptions')
      .where({ id: subscriptionId })
      .update({ terms: knex.raw("terms - 'lowering' - 'changeLines' - 'proration'") });
  });

  it('moves to another plan at the prices of today, and to those alone that the plan leads to', async () => {
    const other = await insertPlan(knex, market.offeringId);
    await insertPrice(knex, { ...other, components: dearer() }, 2, day(10));
    const { status, body } = await change({ planId: other.id });
    expect([status, body.planId, body.priceVersion, body.effect]).toEqual([200, other.id, 2, 'raises']);
    expect(told(body.now)).toEqual([
      ['licence', 'credit', '-839'],
      ['licence', 'charge', '2935'],
    ]);
    await knex('plans')
      .where({ id: market.plan.id })
      .update({ settings: { upgradeTargets: ['enterprise'] } });
    expect((await change({ planId: other.id })).body.type).toBe('/problems/plan-not-upgrade-target');
    await knex('plans').where({ id: other.id }).update({ key: 'enterprise' });
    expect((await change({ planId: other.id })).status).toBe(200);
    await knex('plans').where({ id: other.id }).update({ state: 'archived' });
    expect((await change({ planId: other.id })).body.type).toBe('/problems/plan-not-found');
    await knex('plans').where({ id: market.plan.id }).update({ settings: {} });
  });

  it('goes on to be possible on a plan that is sold no more', async () => {
    await knex('plans').where({ id: market.plan.id }).update({ state: 'archived' });
    expect(told((await change({ quantities: { seats: '5' } })).body.now)).toHaveLength(2);
    expect((await ask({ kind: 'renew' })).body.kept).toBeNull();
    await knex('plans').where({ id: market.plan.id }).update({ state: 'published' });
  });

  it('is as ever while the offering is paused, and stays on its plan once that is archived', async () => {
    const other = await insertPlan(knex, market.offeringId);
    await insertPrice(knex, { ...other, components: dearer() }, 2, day(10));
    const answers = async (state: string) => {
      await knex('offerings').where({ id: market.offeringId }).update({ state });
      const asked = [change({ quantities: { seats: '5' } }), change({ planId: other.id }), ask({ kind: 'terminate' })];
      const purchase = buyer.post('/v1/quotes', { projectId: market.projectId, planId: market.plan.id });
      const told = await Promise.all([...asked, ask({ kind: 'renew' }), purchase]);
      return told.map(({ status, body }) => (status === 200 ? 'priced' : body.type));
    };
    expect(await answers('active')).toEqual(Array(5).fill('priced'));
    const notForSale = '/problems/offering-not-for-sale';
    expect(await answers('paused')).toEqual(['priced', 'priced', 'priced', 'priced', notForSale]);
    const hidden = '/problems/plan-not-found';
    expect(await answers('archived')).toEqual(['priced', notForSale, 'priced', 'priced', hidden]);
    await knex('offerings').where({ id: market.offeringId }).update({ state: 'active' });
    await knex('plans').where({ id: other.id }).update({ state: 'removed' });
  });

  it('is refused for each reason in its own words', async () => {
    const foreign = await insertPlan(knex, await insertOffering(knex, { vendor_id: market.vendorId }));
    const dollars = await insertPlan(knex, market.offeringId, 'USD');
    const problems = [
      ...[{ planId: foreign.id }, { planId: dollars.id }, { quantities: { seats: '3.0' } }, {}],
      ...[{ quantities: { seats: '0' } }, { quantities: { towels: '1' } }],
      ...[
        { quantities: { seats: '4' }, at: day(1) },
        { quantities: { seats: '4' }, at: '2026-02-02T00:00:00Z' },
      ],
      ...[{ quantities: { seats: '4' }, keep: true }],
    ];
    const types = await Promise.all(problems.map(async (body) => (await change(body)).body.type));
    expect(types).toEqual([
      ...[
        '/problems/plan-not-found',
        '/problems/currency-not-priced',
        '/problems/change-empty',
        '/problems/change-empty',
      ],
      ...['/problems/quantity-invalid', '/problems/quantity-invalid'],
      ...['/problems/change-outside-period', '/problems/change-outside-period', '/problems/validation-failed'],
    ]);
    await knex.raw(
      `update subscriptions set terms = jsonb_set(terms, '{components,1,downgradable}', 'false') where id = ?`,
      [subscriptionId],
    );
    const { status, body } = await change({ quantities: { seats: '2' } });
    expect([status, body.type, body.details]).toEqual([
      ...[422, '/problems/component-not-downgradable', { component: 'seats', min: '3' }],
    ]);
  });

  it('is priced at every level for who sees them all, and for nobody who may not order', async () => {
    const { body } = await change({ quantities: { seats: '5' } }, await callerWith(staff));
    expect(Object.keys(body.levels)).toEqual(['vendorCost', 'wholesale', 'sellIn', 'sellOut']);
    expect(body.levels.vendorCost.now.minor).toBe('419');
    const vendor = await callerWith({ role: 'manager', scope: 'organization', scopeId: market.vendorId });
    expect((await change({ quantities: { seats: '5' } }, vendor)).body.type).toBe('/problems/forbidden');
  });
});

describe('a quote of a renewal', () => {
  it('prices the next order window at the prices that will be valid then', async () => {
    await insertPrice(knex, { ...market.plan, components: dearer('90') }, 3, '2026-02-01T00:00:00.000Z');
    const { status, body } = await ask({ kind: 'renew', explain: true });
    expect([status, body.kind, body.at, body.priceVersion, body.kept]).toEqual([
      ...[200, 'renew', '2026-02-02T00:00:00.000Z', 3, null],
    ]);
    expect(told(body.deferred)).toEqual([
      ['licence', 'prepaid', '9000'],
      ['seats', 'prepaid', '1500'],
    ]);
    expect([body.difference.minor, body.window.net.minor]).toEqual(['7000', '10500']);
    expect(body.window.end).toBe('2026-03-02T00:00:00.000Z');
    expect(body.explanation.deferred.lines).toHaveLength(2);
  });

  it('keeps prices that were sold without an order window, and refuses what ends', async () => {
    const set = (sql: string) => knex.raw(`update subscriptions set terms = ${sql} where id = ?`, [subscriptionId]);
    await set(`terms - 'minimumMonths'`);
    const { body } = await ask({ kind: 'renew' });
    expect([body.kept, body.difference.minor]).toEqual(['sold without an order window', '0']);
    await set(`terms || '{"minimumMonths": 1, "autoRenew": false}'`);
    expect((await ask({ kind: 'renew' })).body.type).toBe('/problems/subscription-not-renewable');
    await set(`terms - 'autoRenew'`);
  });
});

describe('a basket of anything', () => {
  const items = () => [
    { projectId: market.projectId, planId: market.plan.id, quantities: { seats: '1' } },
    { kind: 'change', subscriptionId, quantities: { seats: '5' } },
  ];

  it('adds purchases, changes, renewals and terminations', async () => {
    const other = await activateSubscription(knex, market, day(2));
    const ended = await activateSubscription(knex, market, day(2));
    const all = [
      ...items(),
      { kind: 'renew', subscriptionId: other.subscriptionId },
      { kind: 'terminate', subscriptionId: ended.subscriptionId },
    ];
    const { status, body } = await buyer.post('/v1/quotes', { kind: 'basket', items: all, explain: true });
    expect([status, body.items.map(({ kind }: { kind: string }) => kind)]).toEqual([
      ...[200, ['purchase', 'change', 'renew', 'terminate']],
    ]);
    // A licence at 70 and a seat, and what is left of two more seats.
    expect(body.totals[0].now.net.minor).toBe(String(7500 + 419));
    expect(body.totals[0].deferred.net.minor).toBe('10500');
  });

  it('has one item for a subscription, and says which item is refused', async () => {
    const twice = [...items(), { kind: 'terminate', subscriptionId }];
    const { body } = await buyer.post('/v1/quotes', { kind: 'basket', items: twice });
    expect(body.errors).toMatchObject([{ pointer: '/items/2/subscriptionId' }]);
    const [purchase] = items();
    const empty = await buyer.post('/v1/quotes', {
      kind: 'basket',
      items: [purchase, { kind: 'change', subscriptionId }],
    });
    expect([empty.body.type, empty.body.details.item]).toEqual(['/problems/change-empty', 1]);
  });
});

const dearer = (licence = '70') =>
  market.plan.components.map((each) =>
    each.key === 'licence' ? { ...each, price: { kind: 'flat', price: licence } as const } : each,
  );
