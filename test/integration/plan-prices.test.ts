import { randomUUID } from 'node:crypto';
import { createBooks } from '../../api/books';
import { createPlaceOrder } from '../../api/orders/place-order';
import { createActorView } from '../../db/identity/actor-view';
import { createOrderStore } from '../../db/orders/order-store';
import { createSubscriptionStore } from '../../db/subscriptions/subscription-store';
import type { OfferingEntry, PlanEntry } from '../../domain/catalog/catalog-file';
import type { Component } from '../../domain/catalog/offering';
import { activate, terminate, turnPeriod } from '../../domain/subscriptions/turn';
import { askingVendors } from '../support/asking-vendors';
import { day, insertMarket, insertUser } from '../support/builders';
import { calls, offeringEntry, planEntry, seats } from '../support/catalog-files';
import { useDatabase } from '../support/database';
import { refusal } from '../support/refusals';
import { useServedBooks } from '../support/served-books';
import { aSecretBox } from '../support/secret-box';

const database = useDatabase();
const { knex } = database;
const { callerOf } = useServedBooks(database, () => day(20));
const store = createSubscriptionStore(knex);

/** A market whose vendor has imported one plan, and a buyer in it. */
const marketWith = async (fields: Partial<PlanEntry>, details: Partial<OfferingEntry> = {}) => {
  const market = await insertMarket(knex);
  const vendor = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId: market.vendorId }]);
  const file = {
    offerings: [offeringEntry({ key: 'prices', name: 'Prices', plans: [planEntry(fields)], ...details })],
  };
  const imported = await callerOf(vendor.key).post('/v1/catalog/import', file);
  expect([imported.status, imported.body]).toMatchObject([200, { dryRun: false }]);
  const buyer = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId: market.customerId }]);
  const api = callerOf(buyer.key);
  const { body: page } = await api.get(`/v1/offerings?vendorId=${market.vendorId}&search=Prices`);
  const { body: offering } = await api.get(`/v1/offerings/${page.items[0].id}`);
  const actor = (await createActorView(knex).byKeyHash(buyer.hash, day(20)))!;
  const wanted = { projectId: market.projectId, planId: offering.plans[0].id as string };
  return { market, vendor: callerOf(vendor.key), api, actor, wanted, offering, plan: offering.plans[0] };
};
type Sold = Awaited<ReturnType<typeof marketWith>>;

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

/** Buys and activates; later steps are booked as the workflow does. */
const lifeOf = async ({ actor, wanted }: Sold, more: object = {}) => {
  const { order } = await placeOrder(actor, randomUUID(), { kind: 'purchase', ...wanted, ...more });
  const { subscriptionId } = order;
  const step = { subscriptionId, state: 'active', type: 'a-step', usageUntil: null } as const;
  await store.book({ ...step, rev: 2, at: day(20) }, ({ terms }) => activate(terms, day(20)));
  return {
    subscriptionId,
    turn: (rev: number) =>
      store.book({ ...step, rev, at: day(51) }, ({ terms, anchorAt, open, usage }) =>
        turnPeriod(terms, anchorAt!, open!, usage, true),
      ),
    end: (rev: number, at: string) =>
      store.book({ ...step, rev, at, usageUntil: at }, ({ terms, open, usage }) => terminate(terms, open!, usage, at)),
  };
};

interface Line {
  readonly component: string;
  readonly kind: string;
  readonly quantity: string;
  readonly net: { readonly minor: string };
}

const linesOf = (lines: readonly Line[]): string[] =>
  lines.map(({ component, kind, quantity, net }) => `${component} ${kind} ${quantity} ${net.minor}`);

/** Every invoice of a subscription, the first one first: its lines and totals. */
const invoicesOf = async ({ api }: Sold, subscriptionId: string) => {
  const { body } = await api.get(`/v1/invoices?subscriptionId=${subscriptionId}`);
  const invoices = await Promise.all(
    [...body.items].reverse().map(async ({ id }: { id: string }) => (await api.get(`/v1/invoices/${id}`)).body),
  );
  return invoices.map(({ lines, net, tax, gross }) => [...linesOf(lines), [net.minor, tax.minor, gross.minor]]);
};

const fixed = (key: string, price: string, fields: Partial<Component> = {}): Component => ({
  ...{ key, name: key, unit: 'month', charge: 'fixed', price: { kind: 'flat', price } },
  ...fields,
});

describe('a plan with components that a buyer can do without', () => {
  const components = [
    fixed('licence', '20'),
    fixed('backup', '4', { presence: 'recommended' }),
    fixed('support', '9', { presence: 'optional' }),
    seats('5', { presence: 'optional', min: '2' }),
    { ...calls('0.01'), presence: 'optional' as const },
  ];

  it('tells which they are, and quotes and invoices those that were chosen', async () => {
    const sold = await marketWith({ components });
    expect(sold.plan.components.map(({ key, presence }: Component) => [key, presence])).toEqual([
      ['licence', 'required'],
      ['backup', 'recommended'],
      ['support', 'optional'],
      ['seats', 'optional'],
      ['calls', 'optional'],
    ]);
    const { body: plain } = await sold.api.post('/v1/quotes', sold.wanted);
    expect(linesOf(plain.now.lines)).toEqual(['licence prepaid 1 2000', 'backup prepaid 1 400']);

    const quantities = { backup: '0', support: '1', seats: '3' };
    const { body: quote } = await sold.api.post('/v1/quotes', { ...sold.wanted, quantities });
    const { subscriptionId } = await lifeOf(sold, { quantities });
    const lines = ['licence prepaid 1 2000', 'support prepaid 1 900', 'seats prepaid 3 1500'];
    expect(linesOf(quote.now.lines)).toEqual(lines);
    expect(await invoicesOf(sold, subscriptionId)).toEqual([[...lines, ['4400', '968', '5368']]]);
    const { body: subscription } = await sold.api.get(`/v1/subscriptions/${subscriptionId}`);
    expect(subscription.quantities).toEqual({ ...quantities, calls: '0' });
    expect(subscription.components.map(({ key }: Component) => key)).toEqual(['licence', 'support', 'seats']);
  });

  it('expects and takes no usage of what was left out', async () => {
    const sold = await marketWith({ components });
    const usage = { expectedUsage: { calls: '5' } };
    const { status, body } = await sold.api.post('/v1/quotes', { ...sold.wanted, ...usage });
    expect([status, body.errors[0].pointer]).toEqual([400, '/expectedUsage/calls']);
    const chosen = await sold.api.post('/v1/quotes', { ...sold.wanted, ...usage, quantities: { calls: '1' } });
    expect(linesOf(chosen.body.atPeriodEnd.lines)).toEqual(['calls arrears 5 5']);

    const { subscriptionId } = await lifeOf(sold);
    const record = { source: 'm', subscriptionId, component: 'calls', quantity: '5', occurredAt: day(20) };
    const metered = await sold.vendor.post('/v1/usage-records', { eventId: randomUUID(), ...record });
    expect(metered.body).toMatchObject({ recorded: 0, refused: 1 });
  });

  it('leaves nothing out that is required', async () => {
    const sold = await marketWith({ components });
    const { status, body } = await sold.api.post('/v1/quotes', { ...sold.wanted, quantities: { licence: '0' } });
    expect([status, body.type]).toEqual([422, '/problems/quantity-invalid']);
  });

  it('keeps what was chosen in a what-if', async () => {
    const sold = await marketWith({ components });
    const { subscriptionId } = await lifeOf(sold, { quantities: { backup: '0', support: '1' } });
    const whatIf = (quantities: object) => sold.api.post(`/v1/subscriptions/${subscriptionId}/what-if`, { quantities });
    expect((await whatIf({ seats: '2' })).body.levels.sellOut.difference.minor).toBe('1000');
    expect((await whatIf({ support: '0' })).body.levels.sellOut.difference.minor).toBe('-900');
  });
});

describe('a plan with prices of its own, in advance, in arrears and for a change', () => {
  const components = [
    fixed('licence', '20'),
    fixed('retainer', '31', { charge: 'postpaid' }),
    fixed('move', '70', { charge: 'plan-switch' }),
  ];

  it('is quoted, invoiced and ended, with every price in its place', async () => {
    const sold = await marketWith({ components, setupFee: '50' });
    const { body: quote } = await sold.api.post('/v1/quotes', sold.wanted);
    const now = ['@setup one-time 1 5000', 'licence prepaid 1 2000'];
    const later = ['retainer arrears 1 3100', 'licence prepaid 1 2000'];
    expect(linesOf(quote.now.lines)).toEqual(now);
    expect(linesOf(quote.atPeriodEnd.lines)).toEqual(later.slice(0, 1));

    const life = await lifeOf(sold);
    await life.turn(3);
    // The second period has 28 days, of which 7 were used.
    await life.end(4, day(58));
    expect(await invoicesOf(sold, life.subscriptionId)).toEqual([
      [...now, ['7000', '1540', '8540']],
      [...later, ['5100', '1122', '6222']],
      ['retainer arrears 1 775', ['775', '171', '946']],
    ]);
  });

  it('is marked up by every tier, the set-up fee like any other price', async () => {
    const sold = await marketWith({ components, setupFee: '50' });
    const { market, wanted } = sold;
    const reseller = callerOf(
      (await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId: market.resellerId }])).key,
    );
    const list = await reseller.post('/v1/price-lists', { name: 'Ours', level: 'sellOut', isDefault: true });
    const entry = (component: string, kind: string, value: string) => ({ component, kind, value });
    const put = (...entries: object[]) =>
      reseller.put(`/v1/price-lists/${list.body.id}/entries`, { rows: [{ planId: wanted.planId, entries }] });

    await put(entry('*', 'percentage', '10'));
    const { body: dearer } = await sold.api.post('/v1/quotes', { ...wanted, explain: true });
    expect(linesOf(dearer.now.lines)).toEqual(['@setup one-time 1 5500', 'licence prepaid 1 2200']);
    expect(dearer.explanation.now.lines[0].levels.sellOut.exact).toBe('55');

    const { body: change } = await put(entry('*', 'percentage', '10'), entry('@setup', 'value', '60'));
    expect(change.prices).toMatchObject([{ component: '@setup', before: '55', after: '60', belowCost: false }]);
    const { body: quote } = await sold.api.post('/v1/quotes', wanted);
    expect(linesOf(quote.now.lines)).toEqual(['@setup one-time 1 6000', 'licence prepaid 1 2200']);
  });

  it('is exported as it was written, and changes its set-up fee as any price', async () => {
    const sold = await marketWith({ components, setupFee: '50' });
    await lifeOf(sold);
    const { body: file } = await sold.vendor.get('/v1/catalog/export');
    const written = file.offerings.filter(({ key }: { key: string }) => key === 'prices');
    expect(written[0].plans[0]).toMatchObject({ components: [{ key: 'licence' }, {}, {}], setupFee: '50' });
    expect(written[0].plans[0].components).toHaveLength(3);
    const changesOf = async (setupFee: string | undefined) => {
      const offerings = [{ ...written[0], plans: [{ ...written[0].plans[0], setupFee }] }];
      return (await sold.vendor.post('/v1/catalog/import', { offerings })).body.changes;
    };
    expect(await changesOf('50.0')).toEqual([]);
    expect(await changesOf('40')).toMatchObject([{ kind: 'set-prices', version: 2, changed: ['@setup'] }]);
    expect(await changesOf(undefined)).toMatchObject([{ kind: 'set-prices', version: 3, removed: ['@setup'] }]);
  });
});

describe('a plan with a least amount for a period', () => {
  const components = [
    fixed('licence', '20'),
    { ...seats('5'), min: '1', minimumSpend: '20' },
    { ...calls('0.01'), minimumSpend: '10' },
  ];
  const use = (life: { readonly subscriptionId: string }, sold: Sold, quantity: string, occurredAt: string) =>
    sold.vendor.post('/v1/usage-records', {
      ...{ source: 'm', eventId: randomUUID(), component: 'calls', quantity, occurredAt },
      subscriptionId: life.subscriptionId,
    });

  it('is shown, quoted, explained and invoiced with what its charges lack, less in a period that ends early', async () => {
    const sold = await marketWith({ components, minimumSpend: '60' });
    expect(
      sold.plan.components.map(({ key, minimums }: { key: string; minimums?: object }) => [key, minimums]),
    ).toEqual([
      ['licence', undefined],
      ['seats', { sellOut: '20' }],
      ['calls', { sellOut: '10' }],
      ['@minimum', undefined],
    ]);
    const quantities = { seats: '2' };
    const { body: quote } = await sold.api.post('/v1/quotes', {
      ...{ ...sold.wanted, quantities, explain: true },
      expectedUsage: { calls: '400' },
    });
    const now = ['licence prepaid 1 2000', 'seats prepaid 2 1000'];
    const lacking = ['calls arrears 400 400', 'seats true-up 1 1000', 'calls true-up 1 600', '@minimum true-up 1 1000'];
    expect(linesOf(quote.now.lines)).toEqual(now);
    expect(linesOf(quote.atPeriodEnd.lines)).toEqual(lacking);
    expect(quote.atPeriodEnd.lines[1].price).toEqual({ kind: 'flat', price: '20' });
    expect(quote.explanation.atPeriodEnd.lines[3].levels.sellOut).toMatchObject({
      ...{ model: 'minimum-spend', exact: '10' },
      parts: [
        { units: '1', amount: '60' },
        { units: '-1', amount: '-50' },
      ],
    });

    const life = await lifeOf(sold, { quantities });
    await use(life, sold, '400', day(20));
    await life.turn(3);
    // A quarter of the second period: a quarter of each minimum, of which what was paid in advance reaches those of seats
    // and plan.
    await life.end(4, day(58));
    expect(await invoicesOf(sold, life.subscriptionId)).toEqual([
      [...now, ['3000', '660', '3660']],
      [...lacking, ...now, ['6000', '1320', '7320']],
      ['calls true-up 1 250', ['250', '55', '305']],
    ]);
    const { body: history } = await sold.vendor.get(`/v1/plans/${sold.wanted.planId}/prices`);
    expect(history.items[0].components[1].minimums).toEqual({ vendorCost: '20' });
    const { body: subscription } = await sold.api.get(`/v1/subscriptions/${life.subscriptionId}`);
    expect(subscription.components[2]).toMatchObject({ key: 'calls', minimums: { sellOut: '10' } });
  });
});

describe('an offering with a cap over all of its resources', () => {
  it('tells its cap, and takes orders while there is room under it', async () => {
    const sold = await marketWith({ components: [fixed('licence', '20'), seats('5')] }, { caps: { seats: '7' } });
    expect(sold.offering.caps).toEqual({ seats: '7' });
    const { body: file } = await sold.vendor.get('/v1/catalog/export');
    expect(file.offerings.find(({ key }: { key: string }) => key === 'prices').caps).toEqual({ seats: '7' });
    await lifeOf(sold, { quantities: { seats: '4' } });
    await expect(lifeOf(sold, { quantities: { seats: '4' } })).rejects.toThrow(refusal('cap-reached'));
    const { body: kept } = await sold.api.post('/v1/quotes', {
      ...sold.wanted,
      quantities: { seats: '4' },
      keep: true,
    });
    await expect(placeOrder(sold.actor, 'k', { kind: 'purchase', quoteId: kept.id })).rejects.toThrow(
      refusal('cap-reached'),
    );
    await lifeOf(sold, { quantities: { seats: '3' } });
  });
});

describe('a plan with prices in several currencies', () => {
  const flat = (price: string) => ({ kind: 'flat', price }) as const;
  const prices: Partial<PlanEntry> = {
    components: [
      fixed('licence', '20', { currencies: { USD: { price: flat('22') } } }),
      { ...calls('0.01'), minimumSpend: '5', currencies: { USD: { price: flat('0.02'), minimumSpend: '6' } } },
    ],
    ...{ setupFee: '50', currencies: { USD: { setupFee: '55' } } },
  };

  it('is shown, quoted, kept, ordered and invoiced in each of them', async () => {
    const sold = await marketWith(prices);
    expect([sold.plan.currency, sold.plan.currencies]).toEqual(['EUR', ['EUR', 'USD']]);
    expect(sold.plan.components[1].currencies).toEqual({
      USD: { prices: { sellOut: flat('0.02') }, minimums: { sellOut: '6' } },
    });
    const dollars = { ...sold.wanted, currency: 'USD' };
    const { body: own } = await sold.api.post('/v1/quotes', sold.wanted);
    const { body: quote } = await sold.api.post('/v1/quotes', { ...dollars, keep: true, explain: true });
    expect([own.now.net, own.atPeriodEnd.net]).toEqual([
      { currency: 'EUR', minor: '7000' },
      { currency: 'EUR', minor: '500' },
    ]);
    expect([quote.now.net, quote.atPeriodEnd.net]).toEqual([
      { currency: 'USD', minor: '7700' },
      { currency: 'USD', minor: '600' },
    ]);
    const now = ['licence prepaid 1 2200', '@setup one-time 1 5500'];
    const { order } = await placeOrder(sold.actor, 'k', { kind: 'purchase', quoteId: quote.id });
    expect(order.quote?.now).toEqual(quote.now);
    const life = await lifeOf(sold, { currency: 'USD' });
    const [first] = await invoicesOf(sold, life.subscriptionId);
    expect(first?.slice(-1)).toEqual([['7700', '1694', '9394']]);
    expect([...(first ?? [])].slice(0, -1).sort()).toEqual([...now].sort());
    const { body: whatIf } = await sold.api.post(`/v1/subscriptions/${life.subscriptionId}/what-if`, {});
    expect(whatIf.levels.sellOut).toMatchObject({ currency: 'USD', difference: { minor: '0' } });
  });

  it('is refused in a currency that it has no prices in', async () => {
    const sold = await marketWith(prices);
    const { status, body } = await sold.api.post('/v1/quotes', { ...sold.wanted, currency: 'GBP' });
    expect([status, body.type]).toEqual([422, '/problems/currency-not-priced']);
    await expect(lifeOf(sold, { currency: 'GBP' })).rejects.toThrow(refusal('currency-not-priced'));
  });

  it('is marked up by percentages in all of them, and by a value in the one that it names', async () => {
    const sold = await marketWith(prices);
    const { market, wanted } = sold;
    const { key } = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId: market.resellerId }]);
    const reseller = callerOf(key);
    const list = await reseller.post('/v1/price-lists', { name: 'Ours', level: 'sellOut', isDefault: true });
    const entries = [
      { component: '*', kind: 'percentage', value: '10' },
      { component: 'licence', kind: 'value', value: '40', currency: 'USD' },
    ];
    const put = await reseller.put(`/v1/price-lists/${list.body.id}/entries`, {
      rows: [{ planId: wanted.planId, entries }],
    });
    expect(put.body.prices).toContainEqual(
      expect.objectContaining({ component: 'licence', currency: 'USD', after: '40' }),
    );
    const { body: read } = await reseller.get(`/v1/price-lists/${list.body.id}`);
    expect(read.rows[0].entries).toContainEqual(expect.objectContaining({ component: 'licence', currency: 'USD' }));
    const netOf = async (more: object) =>
      (await sold.api.post('/v1/quotes', { ...wanted, ...more })).body.now.net.minor;
    expect(await netOf({})).toBe('7700');
    expect(await netOf({ currency: 'USD' })).toBe('10050');
  });

  it('is exported as it was written, and keeps the currency of what runs', async () => {
    const sold = await marketWith(prices);
    await lifeOf(sold, { currency: 'USD' });
    const { body: file } = await sold.vendor.get('/v1/catalog/export');
    const written = file.offerings.filter(({ key }: { key: string }) => key === 'prices');
    expect(written[0].plans[0]).toMatchObject({ ...prices, components: [{ currencies: {} }, { currencies: {} }] });
    const again = await sold.vendor.post('/v1/catalog/import', { offerings: written });
    expect(again.body.changes).toEqual([]);
    const [plan] = written[0].plans;
    const components = plan.components.map((each: Component) => ({ ...each, currencies: undefined }));
    const euros = { offerings: [{ ...written[0], plans: [{ ...plan, components, currencies: undefined }] }] };
    const refused = await sold.vendor.post('/v1/catalog/import', euros);
    expect([refused.status, refused.body.errors[0].pointer]).toEqual([422, '/offerings/0/plans/0/components']);
  });
});
