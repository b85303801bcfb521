import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Knex } from 'knex';
import { createKnex } from '../../db/knex';
import type { Component } from '../../domain/catalog/offering';
import type { Level } from '../../domain/channel/chain';
import { levels } from '../../domain/channel/chain';
import type { Caller } from '../support/api';
import { createCaller } from '../support/api';
import { insertOrganization, insertProject, insertUser } from '../support/builders';
import { figuresByLevel, numbersIn } from '../support/figures';
import type { Stack } from '../support/stack';
import { startStack } from '../support/stack';
import { castOf, createStory } from '../support/story';
import type { Described, Known, Seen } from '../support/walk';
import { operationIds, walk } from '../support/walk';

/** No price of the demo market is a number that also stands elsewhere. */
const oddPrices = (components: readonly Component[]): Component[] => {
  const odd = ['51.37', '23.19', '5.83', '0.0137', '0.0083', '0.0053'];
  const next = (): string => odd.shift() ?? '';
  return components.map((component) => ({
    ...component,
    price: JSON.parse(
      JSON.stringify(component.price).replace(/"(price|unitPrice)":"[\d.]+"/g, (_, name) => `"${name}":"${next()}"`),
    ) as Component['price'],
  }));
};

const percents = { wholesale: '13.7', sellIn: '7.9', sellOut: '21.3' } as const;

/** What a distributor and a reseller add to the plan, at odd prices. */
const ownOf = { wholesale: [], sellIn: ['17.61'], sellOut: ['9.43'] } as const;

/** What is added below a role it does not even hear of. */
const unheard: Readonly<Record<string, RegExp>> = {
  vendor: /@sell(In|Out)\./,
  distributor: /@sellOut\./,
  nobody: /@sell(In|Out)\./,
};

/** What each role pays and asks, written out. Nobody else's price is any of its business. */
const visible: Readonly<Record<string, readonly Level[]>> = {
  platform: levels,
  distributor: ['wholesale', 'sellIn'],
  reseller: ['sellIn', 'sellOut'],
  buyer: ['sellOut'],
  approver: ['sellOut'],
  vendor: ['vendorCost'],
  consultant: [],
  'a rival distributor': [],
  'a rival reseller': [],
  "a rival's customer": [],
  nobody: [],
};

/** Whose mark-ups these are; the platform sees the whole chain. */
const markUpOwner = { wholesale: 'platform', sellIn: 'distributor', sellOut: 'reseller' } as const;

/** What prices something without storing it; asked by everybody, as reads are. */
const pricings = ['listChoices', 'quote', 'whatIf', 'simulateApproval'];

/** Writes, whose answers are for whoever writes. Reads are found in the document. */
const writes = [
  ...['placeOrder', 'decideOrder', 'cancelOrder', 'setEndpoints', 'setInstructions', 'reportRun'],
  ...['reassignOrder', 'askBuyer', 'answerApprovers', 'keepApprovalPolicy', 'keepDelegation'],
  ...['recordUsage', 'createTestClock', 'advanceTestClock', 'createPriceList', 'changePriceList', 'removePriceList'],
  ...[
    'setPriceListEntries',
    'markUpPriceList',
    'bindPriceList',
    'importPriceLists',
    'addExchangeRate',
    'setPlatformShare',
  ],
  ...['importCatalog', 'keepAttachment', 'removeAttachment', 'issueCoupons', 'revokeCoupon', 'setCouponRule'],
  ...['setOrganizationGroup', 'removeOrganizationGroup'],
  ...['offerDiscount', 'changeDiscount', 'withdrawDiscount', 'orderBundle'],
  ...['grantRole', 'revokeRole'],
  ...['createProject', 'changeProject', 'archiveProject'],
  ...['createOrganization', 'changeOrganization', 'moveOrganization', 'closeOrganization'],
  ...['createApiKey', 'rotateApiKey', 'revokeApiKey', 'linkLogin', 'removeLogin', 'linkLoginOfUser'],
  ...['importCategories', 'setCategory', 'removeCategory', 'setCategoryGroup', 'removeCategoryGroup'],
];

describe('prices', () => {
  let stack: Stack;
  let knex: Knex;
  let document: Described;
  let known: Known;
  let subscriptionId = '';
  let planId = '';
  let offeringId = '';
  let bundleId = '';
  let projectId = '';
  let figures: Readonly<Record<Level, ReadonlySet<string>>>;
  const callers = new Map<string, Caller>();
  const answered = new Set<string>();
  const usage = { 'api-calls': '9001' };

  const callerOf = (role: string): Caller => {
    const caller = callers.get(role);
    if (caller === undefined) throw new Error(`nobody is ${role}`);
    return caller;
  };

  const addRivals = async (): Promise<void> => {
    const platform = await knex('organizations').whereRaw(`'platform' = any (kinds)`).first<{ id: string }>('id');
    const distributor = await insertOrganization(knex, { kinds: ['distributor'], parent_id: platform.id });
    const reseller = await insertOrganization(knex, { kinds: ['reseller'], parent_id: distributor });
    const customer = await insertOrganization(knex, { parent_id: reseller });
    await insertProject(knex, customer);
    const list = async (owner_id: string, level: string, value: string) => {
      const id = randomUUID();
      await knex('price_lists').insert({ id, owner_id, level, name: 'Rival', is_default: level !== 'wholesale' });
      await knex('price_list_entries').insert(
        (await knex('plans').select('id')).map((plan: { readonly id: string }) => ({
          ...{ price_list_id: id, plan_id: plan.id, component: '*', kind: 'percentage', value },
        })),
      );
      return id;
    };
    const wholesale = await list(platform.id, 'wholesale', '31.1');
    await knex('price_list_bindings').insert({ buyer_id: distributor, price_list_id: wholesale });
    await list(distributor, 'sellIn', '3.3');
    await list(reseller, 'sellOut', '2.9');
    const rivals = { 'a rival distributor': distributor, 'a rival reseller': reseller, "a rival's customer": customer };
    for (const [role, scopeId] of Object.entries(rivals)) {
      const { key } = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId }]);
      callers.set(role, createCaller(stack.apiUrl, key));
    }
    callers.set('nobody', createCaller(stack.apiUrl, (await insertUser(knex)).key));
  };

  /** A question that costs nothing: what it offers is told without a price. */
  const askZone = async (): Promise<void> => {
    const orderForm = [{ key: 'zone', label: 'Zone', type: 'choice', choices: [{ value: 'eu', label: 'Europe' }] }];
    const merged = (column: string, more: object) => knex.raw(`${column} || cast(? as jsonb)`, [JSON.stringify(more)]);
    await knex('offerings')
      .where({ id: offeringId })
      .update({ details: merged('details', { orderForm }) });
    await knex('plans')
      .where({ id: planId })
      .update({ settings: merged('settings', { formFields: ['zone'] }) });
  };

  const markUp = async (): Promise<void> => {
    const lists = (await callerOf('platform').get('/v1/price-lists?limit=100')).body.items;
    for (const [level, owner] of Object.entries(markUpOwner)) {
      const { id, name } = lists.find(
        (list: { readonly level: string; readonly isDefault: boolean }) => list.level === level && list.isDefault,
      );
      // Prices of consumers include the tax: also that figure is theirs and the reseller's alone.
      const settings = { name, isDefault: true, belowCost: 'warn', recommendedPercent: null };
      const asked = { ...settings, taxIncluded: level === 'sellOut' };
      expect((await callerOf(owner).put(`/v1/price-lists/${id}`, asked)).status).toBe(200);
      const percent = percents[level as keyof typeof percents];
      const mark = { kind: 'percentage', value: percent };
      const costEntries = [{ name: 'Costs', rule: 'wildcard', pattern: '*', ...mark }];
      const components = ownOf[level as keyof typeof ownOf].map((price) => ({
        ...{ key: 'care', name: 'Care', unit: 'month', charge: 'fixed', price: { kind: 'flat', price } },
      }));
      const rows = [{ planId, entries: [{ component: '*', ...mark }], costEntries, components }];
      const answer = await callerOf(owner).put(`/v1/price-lists/${id}/entries`, { rows });
      expect({ level, status: answer.status }).toEqual({ level, status: 200 });
    }
  };

  const play = async (): Promise<void> => {
    const { steps, plot } = createStory(castOf(stack.apiUrl, keysFile()), (step) => `visibility-${step}`);
    for (const [name, act] of steps) {
      await act();
      if (name === 'month') break;
    }
    subscriptionId = plot.subscriptionId;
  };

  const keysFile = (): string => stack.env['ENTREPOT_KEYS_FILE'] ?? '';

  const idsOf = async (table: string, column = 'id'): Promise<string[]> =>
    (await knex(table)).map((row) => row[column]);

  beforeAll(async () => {
    stack = await startStack('visibility');
    knex = createKnex(stack.databaseUrl, { poolMax: 2 });
    const keys = JSON.parse(readFileSync(keysFile(), 'utf8')) as { role: string; key: string; projectId?: string }[];
    for (const { role, key } of keys) callers.set(role, createCaller(stack.apiUrl, key));
    projectId = keys.find(({ role }) => role === 'buyer')?.projectId ?? '';
    document = (await callerOf('platform').get('/openapi.json')).body;
    const { items } = (await callerOf('buyer').get('/v1/offerings?search=CRM')).body;
    offeringId = items[0].id;
    planId = (await callerOf('buyer').get(`/v1/offerings/${offeringId}`)).body.plans[0].id;
    await askZone();
    const picture = Buffer.from('89504e470d0a1a0a', 'hex');
    const logo = `/v1/offerings/${offeringId}/attachments/logo.png?purpose=logo`;
    const kept = await callerOf('vendor').put(logo, picture, { 'content-type': 'image/png' });
    expect(kept.status).toBe(200);
    const price = await knex('plan_prices').where({ plan_id: planId, version: 1 }).first();
    await knex('plan_prices').insert({ ...price, version: 2, components: JSON.stringify(oddPrices(price.components)) });
    await markUp();
    await addRivals();
    await play();
    const purchase = { projectId, planId, quantities: { seats: '3' }, expectedUsage: usage, keep: true };
    expect((await callerOf('buyer').post('/v1/quotes', purchase)).status).toBe(200);
    const effect = { type: 'discount', percent: '20', scope: 'total' };
    const { reseller_id: ownerId } = await knex('subscriptions').where({ id: subscriptionId }).first();
    expect((await callerOf('reseller').post('/v1/coupons', { ownerId, name: 'Spring', effect })).status).toBe(201);
    const group = { name: 'Customers', organizationIds: await idsOf('projects', 'organization_id') };
    expect((await callerOf('platform').put('/v1/organization-groups/customers', group)).status).toBe(200);
    const campaign = { ownerId, name: 'Summer', rule: { kind: 'campaign', effect } };
    expect((await callerOf('reseller').post('/v1/discounts', campaign)).status).toBe(201);
    const other = (
      await knex('plans').where({ state: 'published' }).whereNot({ id: planId }).first<{ id: string }>('id')
    ).id;
    const members = [planId, other].map((id) => ({ planId: id, percent: '12.5' }));
    const bundle = { ownerId, name: 'Both', rule: { kind: 'bundle', members } };
    const bundled = await callerOf('reseller').post('/v1/discounts', bundle);
    expect(bundled.status).toBe(201);
    bundleId = bundled.body.id;
    const steps = [{ name: 'Lead', approvers: [{ kind: 'role', role: 'owner' }] }];
    const policy = { organizationId: null, scope: 'plan', scopeId: planId, policy: { name: 'Leads', steps } };
    expect((await callerOf('platform').put(`/v1/approval-policies/${randomUUID()}`, policy)).status).toBe(200);
    figures = await figuresByLevel(knex, subscriptionId, usage);
    known = {
      offeringId: await idsOf('offerings'),
      planId: await idsOf('plans'),
      fileName: ['logo.png'],
      vendorId: [...new Set(await idsOf('offerings', 'vendor_id'))],
      couponId: await idsOf('coupons'),
      discountId: await idsOf('discounts'),
      bundleId: [bundleId],
      projectId: [projectId],
      priceListId: await idsOf('price_lists'),
      ownerId: await idsOf('organizations'),
      quoteId: await idsOf('quotes'),
      orderId: await idsOf('orders'),
      subscriptionId: [subscriptionId],
      runId: await idsOf('syndication_runs'),
      invoiceId: await idsOf('invoices'),
      clockId: await idsOf('test_clocks'),
      groupKey: await idsOf('organization_groups', 'key'),
      organizationId: await idsOf('organizations'),
      policyId: await idsOf('approval_policies'),
      keyId: await idsOf('api_keys'),
      entryId: await idsOf('audit_entries'),
      userId: await idsOf('users'),
    };
  }, 240_000);
  afterAll(async () => {
    await knex.destroy();
    await stack.stop();
  }, 60_000);

  const pricedAs = async (role: string): Promise<Seen[]> => {
    const item = { projectId, planId, quantities: { seats: '3' }, expectedUsage: usage };
    const costs = { kind: 'cost-lines', lines: [{ identifier: 'vm', quantity: '7', unitCost: '11' }] };
    const bundled = { planId, quantities: { seats: '3' }, expectedUsage: usage };
    const whatIf = `/v1/subscriptions/${subscriptionId}/what-if`;
    const choices = `/v1/offerings/${offeringId}/plans/${planId}/choices`;
    const asked: readonly (readonly [string, string, object])[] = [
      ['listChoices', choices, { projectId, field: 'zone' }],
      ['quote', '/v1/quotes', { ...item, explain: true }],
      ['quote', '/v1/quotes', { kind: 'basket', items: [item], explain: true }],
      ['quote', '/v1/quotes', { ...costs, projectId, planId, explain: true }],
      ['quote', '/v1/quotes', { kind: 'bundle', bundleId, projectId, members: [bundled], explain: true }],
      ['quote', '/v1/quotes', { kind: 'terminate', subscriptionId, explain: true }],
      ['quote', '/v1/quotes', { kind: 'change', subscriptionId, quantities: { seats: '7' }, explain: true }],
      ['quote', '/v1/quotes', { kind: 'renew', subscriptionId, explain: true }],
      ['simulateApproval', '/v1/approval-policies/simulate', { projectId, planId }],
      ['whatIf', whatIf, { expectedUsage: usage }],
      ['whatIf', whatIf, { planId, priceVersion: 2 }],
      ...(known['priceListId'] ?? []).map((priceListId) => ['whatIf', whatIf, { priceListId }] as const),
    ];
    return Promise.all(
      asked.map(async ([operationId, address, body]) => ({
        ...(await callerOf(role).post(address, body)),
        ...{ operationId, address },
      })),
    );
  };

  /** What nobody but its owner is told: the mark-up itself. */
  const markUpsHiddenFrom = (role: string): string[] =>
    (Object.keys(markUpOwner) as (keyof typeof markUpOwner)[])
      .filter((level) => role !== 'platform' && markUpOwner[level] !== role)
      .map((level) => percents[level]);

  const forbiddenTo = (role: string): Set<string> => {
    const hidden = levels.filter((level) => visible[role]?.includes(level) !== true);
    return new Set([...hidden.flatMap((level) => [...figures[level]]), ...markUpsHiddenFrom(role)]);
  };

  it('differ at every level, so that each figure tells whose it is', () => {
    for (const level of levels) {
      expect(figures[level].size).toBeGreaterThan(15);
      const others = levels.filter((other) => other !== level).flatMap((other) => [...figures[other]]);
      expect([...figures[level]].filter((figure) => others.includes(figure))).toEqual([]);
    }
  });

  it('are looked for in every operation: each is a read that is walked, or a write that is known here', () => {
    expect(operationIds(document, (method) => method !== 'get').sort()).toEqual([...writes, ...pricings].sort());
    expect(Object.keys(visible).sort()).toEqual([...callers.keys()].sort());
  });

  it.each(Object.keys(visible))(
    'are shown to %s at the levels that it pays and asks alone',
    async (role) => {
      const seen = [...(await walk(callerOf(role), document, known)), ...(await pricedAs(role))];
      expect(new Set(seen.map(({ operationId }) => operationId))).toEqual(
        new Set([...operationIds(document, (method) => method === 'get'), ...pricings]),
      );
      expect(seen.filter(({ status }) => status >= 500 || status === 400 || status === 401)).toEqual([]);
      for (const { operationId, status } of seen) if (status === 200) answered.add(operationId);
      const forbidden = forbiddenTo(role);
      const leaks = seen.flatMap(({ address, body }) =>
        numbersIn(body)
          .filter((figure) => forbidden.has(figure))
          .map((figure) => `${address}: ${figure}`),
      );
      expect([...new Set(leaks)]).toEqual([]);
      const heard = seen.filter(({ body }) => unheard[role]?.test(JSON.stringify(body)) === true);
      expect(heard.map(({ address }) => address)).toEqual([]);
      const shown = new Set(seen.flatMap(({ body }) => numbersIn(body)));
      for (const level of visible[role] ?? []) {
        const found = [...figures[level]].filter((figure) => shown.has(figure));
        expect({ level, isSeen: found.length > 3 }).toEqual({ level, isSeen: true });
      }
    },
    120_000,
  );

  it('have been looked for where there are some: somebody was answered by each read', () => {
    expect([...answered].sort()).toEqual([...operationIds(document, (method) => method === 'get'), ...pricings].sort());
  });
});
