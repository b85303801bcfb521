import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createAuthenticate } from '../../api/auth';
import { importRoutes } from '../../api/catalog/import-routes';
import { priceHistoryRoutes } from '../../api/catalog/price-history-routes';
import type { ApiServer } from '../../api/server';
import { createServer } from '../../api/server';
import { composeTermination } from '../../api/orders/compose';
import { permittedSale } from '../../api/pricing/sale';
import { readYaml, writeYaml } from '../../api/yaml';
import { createCatalogIntake } from '../../db/catalog/catalog-intake';
import { createCatalogView } from '../../db/catalog/catalog-view';
import { createOfferingView } from '../../db/catalog/offering-view';
import { createPriceHistoryView } from '../../db/catalog/price-history-view';
import { createActorView } from '../../db/identity/actor-view';
import { createSaleView } from '../../db/pricing/sale-view';
import { createSubscriptionView } from '../../db/subscriptions/subscription-view';
import { writtenOffering } from '../../domain/catalog/catalog-export';
import type { OfferingEntry } from '../../domain/catalog/catalog-file';
import { createLogger } from '../../platform/logger';
import { askingVendors } from '../support/asking-vendors';
import { createCaller } from '../support/api';
import {
  activateSubscription,
  day,
  everything,
  insertMarket,
  insertOrganization,
  insertProject,
  insertUser,
  ofOrganization,
} from '../support/builders';
import { completeOffering, calls, offeringEntry, planEntry, seats } from '../support/catalog-files';
import { useDatabase } from '../support/database';

describe('a catalog as a file', () => {
  const { knex } = useDatabase();
  const offerings = createOfferingView(knex);
  const sales = createSaleView(knex);
  let now = day(10);
  let server: ApiServer;
  let url = '';

  beforeAll(async () => {
    server = createServer({
      log: createLogger({ level: 'silent', name: 'test' }),
      authenticate: createAuthenticate({ actors: createActorView(knex), now: () => now }),
      keepTrail: (_, work) => work(),
      routes: [
        ...importRoutes({
          catalogs: createCatalogView(knex),
          catalogWrites: createCatalogIntake(knex),
          vendors: askingVendors(knex).vendors,
          now: () => now,
        }),
        ...priceHistoryRoutes({ priceHistory: createPriceHistoryView(knex), sales, now: () => now }),
      ],
      health: { checks: {} },
      corsOrigins: [],
    });
    url = `http://127.0.0.1:${(await server.listen('127.0.0.1', 0)).port}`;
  });
  afterAll(() => server.close());
  beforeEach(() => {
    now = day(10);
  });

  const createVendor = async (role: 'owner' | 'manager' | 'viewer' = 'owner') => {
    const vendorId = await insertOrganization(knex, { kinds: ['vendor'] });
    const { key, id } = await insertUser(knex, [{ role, scope: 'organization', scopeId: vendorId }]);
    return { vendorId, key, userId: id, api: createCaller(url, key) };
  };
  type Vendor = Awaited<ReturnType<typeof createVendor>>;

  const send = ({ api }: Vendor, entries: readonly OfferingEntry[], query = '') =>
    api.post(`/v1/catalog/import${query}`, { offerings: entries });
  const sendYaml = async ({ key }: Vendor, text: string, query = '') => {
    const response = await fetch(`${url}/v1/catalog/import${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/yaml' },
      body: text,
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  /** With the defaults, which a file leaves out. */
  const exported = async ({ api }: Vendor): Promise<readonly OfferingEntry[]> =>
    (await api.get('/v1/catalog/export')).body.offerings.map(completeOffering);
  const kindsOf = ({ body }: Awaited<ReturnType<typeof send>>): string[] =>
    body.changes.map(({ kind }: { readonly kind: string }) => kind);

  it('makes what a dry run has shown, once, and gives the file back', async () => {
    const vendor = await createVendor();
    const file = [
      offeringEntry({
        plans: [
          planEntry({ couponRule: 'demanded', plannedPrices: [{ validFrom: day(40), components: [seats('6')] }] }),
        ],
      }),
    ];
    const shown = await send(vendor, file, '?dryRun=true');
    expect(shown).toMatchObject({ status: 200, body: { dryRun: true } });
    expect(await exported(vendor)).toEqual([]);
    const made = await send(vendor, file);
    expect(made.body).toEqual({ ...shown.body, dryRun: false });
    expect(kindsOf(made)).toEqual(['create-offering', 'create-plan', 'set-prices', 'set-prices']);
    expect((await send(vendor, file)).body.changes).toEqual([]);
    expect(await exported(vendor)).toEqual(file);
  });

  it('is the same in YAML, where prices need no quotes and lose no digit', async () => {
    const vendor = await createVendor();
    const entry = offeringEntry({ plans: [planEntry({ components: [seats('0.10')] })] });
    const text = writeYaml({ offerings: [writtenOffering(entry)] });
    const unquoted = text.replace('"0.10"', '0.10');
    expect(unquoted).not.toBe(text);
    expect(await sendYaml(vendor, unquoted)).toMatchObject({ status: 200 });
    const response = await fetch(`${url}/v1/catalog/export`, {
      headers: { authorization: `Bearer ${vendor.key}`, accept: 'application/yaml' },
    });
    expect(response.headers.get('content-type')).toContain('application/yaml');
    expect(readYaml(await response.text())).toEqual(readYaml(text));
    expect((await sendYaml(vendor, unquoted)).body.changes).toEqual([]);
  });

  it('sells at the planned prices from their day on, and keeps the earlier ones', async () => {
    const vendor = await createVendor();
    const cheap = [seats('5')];
    const dear = [seats('6')];
    await send(vendor, [
      offeringEntry({
        plans: [planEntry({ components: cheap, plannedPrices: [{ validFrom: day(40), components: dear }] })],
      }),
    ]);
    const [offering] = (await offerings.list({ vendorId: vendor.vendorId }, everything, { limit: 1, cursor: null }))
      .items;
    const componentsAt = async (at: string) =>
      (await offerings.find(offering!.id, at, everything))?.plans[0]?.components;
    expect(await componentsAt(day(39))).toEqual(cheap);
    expect(await componentsAt(day(40))).toEqual(dear);
    // A file of before says the same after the planned prices have begun.
    now = day(50);
    const file = [
      offeringEntry({
        plans: [planEntry({ components: cheap, plannedPrices: [{ validFrom: day(40), components: dear }] })],
      }),
    ];
    expect((await send(vendor, file)).body.changes).toEqual([]);
    expect(await exported(vendor)).toEqual([offeringEntry({ plans: [planEntry({ components: dear })] })]);
  });

  it('takes nothing when one place is refused, and points at each', async () => {
    const vendor = await createVendor();
    const hole = seats('5', {
      price: {
        kind: 'graduated',
        tiers: [
          { from: '1', to: '9', unitPrice: '1' },
          { from: '11', to: null, unitPrice: '2' },
        ],
      },
    });
    const file = [
      offeringEntry({ key: 'good' }),
      offeringEntry({
        key: 'bad',
        category: '',
        plugin: 'magic',
        plans: [planEntry({ components: [hole] }), planEntry({ currency: 'XXX' })],
      }),
    ];
    const refused = await send(vendor, file);
    expect([refused.status, refused.body.type]).toEqual([422, '/problems/catalog-refused']);
    expect(refused.body.errors.map(({ pointer }: { readonly pointer: string }) => pointer)).toEqual([
      '/offerings/1/plans/1/key',
      '/offerings/1/plans/0/components/0/price/tiers/1/from',
      '/offerings/1/plans/1/currency',
      '/offerings/1/category',
      '/offerings/1/plugin',
    ]);
    expect(await exported(vendor)).toEqual([]);
    expect((await send(vendor, file, '?dryRun=true')).body.errors).toEqual(refused.body.errors);
  });

  it.each([
    ['a fraction that is a number', { min: 0.5 }, '/offerings/0/plans/0/components/0/min'],
    ['a number beyond all bounds', { min: 1e30 }, '/offerings/0/plans/0/components/0/min'],
    ['a negative price', { price: { kind: 'flat', price: '-1' } }, '/offerings/0/plans/0/components/0/price/price'],
    ['an exponent', { price: { kind: 'flat', price: '1e30' } }, '/offerings/0/plans/0/components/0/price/price'],
    ['an unknown field', { colour: 'red' }, '/offerings/0/plans/0/components/0/colour'],
    ['an unknown model', { price: { kind: 'magic' } }, '/offerings/0/plans/0/components/0/price/kind'],
  ])('refuses %s by its place', async (_, fields, pointer) => {
    const vendor = await createVendor();
    const component = { ...seats('5'), ...fields } as ReturnType<typeof seats>;
    const { status, body } = await send(vendor, [offeringEntry({ plans: [planEntry({ components: [component] })] })]);
    expect([status, body.type, body.errors[0].pointer]).toEqual([400, '/problems/validation-failed', pointer]);
  });

  it('refuses YAML that is not well-formed by its place, and takes none of it', async () => {
    const vendor = await createVendor();
    const { status, body } = await sendYaml(vendor, 'offerings:\n  - key: a\n    key: b\n');
    expect([status, body.type, body.errors[0].pointer]).toEqual([400, '/problems/malformed-yaml', '/offerings/0/key']);
  });

  it('refuses a file that is too long before it reads it', async () => {
    const vendor = await createVendor();
    const plan = `      - { key: monthly, name: Monthly, currency: EUR, periodMonths: 1, components: [${'x'.repeat(60)}] }\n`;
    const { status, body } = await sendYaml(vendor, `offerings:\n  - key: crm\n    plans:\n${plan.repeat(50_000)}`);
    expect([status, body.type]).toEqual([413, '/problems/payload-too-large']);
  });

  describe('of what has been sold', () => {
    const sell = async () => {
      const market = await insertMarket(knex);
      const { key, id } = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId: market.vendorId }]);
      const vendor: Vendor = { vendorId: market.vendorId, key, userId: id, api: createCaller(url, key) };
      const order = await activateSubscription(knex, market, day(3));
      const [entry] = (await exported(vendor)) as readonly [OfferingEntry];
      const [plan] = entry.plans as [OfferingEntry['plans'][0]];
      const withPlan = (fields: Partial<typeof plan>) => [{ ...entry, plans: [{ ...plan, ...fields }] }];
      return { vendor, market, order, entry, plan, withPlan };
    };

    it('exports what came in otherwise, and takes it back unchanged', async () => {
      const { vendor, market, entry, plan } = await sell();
      expect([entry.key, plan.key]).toEqual([market.offeringId, market.plan.id]);
      expect((await send(vendor, [entry])).body.changes).toEqual([]);
    });

    it('refuses to remove a plan or a component, and to change charge, currency or period', async () => {
      const { vendor, entry, plan, withPlan } = await sell();
      const other = planEntry({ key: 'other' });
      const without = (key: string) => plan.components.filter((component) => component.key !== key);
      const pointers = async (file: readonly OfferingEntry[]) =>
        (await send(vendor, file)).body.errors?.map(({ pointer }: { readonly pointer: string }) => pointer);
      expect(await pointers([{ ...entry, plans: [other] }])).toEqual(['/offerings/0/plans']);
      expect(await pointers(withPlan({ components: without('seats') }))).toEqual(['/offerings/0/plans/0/components']);
      expect(await pointers(withPlan({ components: [...without('seats'), seats('5', { charge: 'fixed' })] }))).toEqual([
        '/offerings/0/plans/0/components',
      ]);
      expect(
        await pointers(withPlan({ plannedPrices: [{ validFrom: day(40), components: without('calls') }] })),
      ).toEqual(['/offerings/0/plans/0/plannedPrices/0/components']);
      expect(await pointers(withPlan({ currency: 'USD', periodMonths: 12 }))).toEqual([
        '/offerings/0/plans/0/currency',
        '/offerings/0/plans/0/periodMonths',
      ]);
      expect(await exported(vendor)).toEqual([entry]);
    });

    it('changes prices for the next sale; the subscription keeps the version it was sold under', async () => {
      const { vendor, market, order, plan, withPlan } = await sell();
      const raised = plan.components.map((component) => (component.key === 'calls' ? calls('0.02') : component));
      expect(kindsOf(await send(vendor, withPlan({ components: raised })))).toEqual(['set-prices']);
      const sale = await sales.forPlan({ planId: market.plan.id, projectId: market.projectId, now });
      expect(sale?.plan).toMatchObject({ priceVersion: 2, components: raised });
      const { terms } = await knex('subscriptions').where({ id: order.subscriptionId }).first();
      expect(terms).toEqual(order.terms);
    });

    it('takes no purchases when it is paused or archived, while what runs can be ended as ever', async () => {
      const { vendor, market, order, entry } = await sell();
      const grants = [{ role: 'owner', scope: 'organization', scopeId: market.customerId }] as const;
      const caller = {
        userId: market.buyerId,
        name: 'B',
        grants,
        organizationId: market.customerId,
        testClockId: null,
      };
      const buy = async () => {
        const { projectId, plan } = market;
        return permittedSale(caller, projectId, await sales.forPlan({ planId: plan.id, projectId, now }));
      };
      const end = async () => {
        const subscription = await createSubscriptionView(knex).forOrder(order.subscriptionId);
        return composeTermination({ orderId: order.id, requestHash: 'hash', caller, now }, subscription).kind;
      };
      const isListed = async () =>
        (
          await offerings.list({ vendorId: vendor.vendorId }, ofOrganization(market.customerId), {
            limit: 1,
            cursor: null,
          })
        ).items.length > 0;
      expect([(await buy()).plan.id, await isListed()]).toEqual([market.plan.id, true]);
      for (const [state, code] of [
        ['paused', 'offering-not-for-sale'],
        ['archived', 'plan-not-found'],
      ] as const) {
        expect((await send(vendor, [{ ...entry, state }])).status).toBe(200);
        await expect(buy()).rejects.toMatchObject({ code });
        expect([await isListed(), await end()]).toEqual([false, 'terminate']);
      }
    });

    it('takes an archived plan out of sale while what runs on it goes on', async () => {
      const { vendor, market, plan, entry } = await sell();
      const file = [{ ...entry, plans: [{ ...plan, state: 'archived' as const }, planEntry({ key: 'other' })] }];
      expect((await send(vendor, file)).status).toBe(200);
      expect(await sales.forPlan({ planId: plan.key, projectId: market.projectId, now })).toBeUndefined();
      expect((await offerings.find(market.offeringId, now, everything))?.plans.map(({ name }) => name)).toEqual([
        'Monthly',
      ]);
    });

    it('removes a plan on which nothing runs any more, and takes it up again under its key', async () => {
      const { vendor, order, market, plan, entry } = await sell();
      await knex('subscriptions').where({ id: order.subscriptionId }).update({ state: 'terminated' });
      const other = [{ ...entry, plans: [planEntry({ key: 'other' })] }];
      expect(kindsOf(await send(vendor, other))).toEqual(['remove-plan', 'create-plan', 'set-prices']);
      expect(await exported(vendor)).toEqual(other);
      expect(kindsOf(await send(vendor, [entry]))).toEqual(['remove-plan', 'update-plan']);
      const sale = await sales.forPlan({ planId: plan.key, projectId: market.projectId, now });
      expect(sale?.plan.priceVersion).toBe(1);
    });
  });

  describe('has a history of prices, which', () => {
    const versionsOf = async (api: Vendor['api'], planId: string, query = '') =>
      (await api.get(`/v1/plans/${planId}/prices${query}`)).body;

    const priced = async () => {
      const market = await insertMarket(knex);
      const caller = async (organizationId: string) => {
        const { key, id } = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId: organizationId }]);
        return { vendorId: organizationId, key, userId: id, api: createCaller(url, key) };
      };
      const vendor = await caller(market.vendorId);
      const [entry] = (await exported(vendor)) as readonly [OfferingEntry];
      const [plan] = entry.plans as [OfferingEntry['plans'][0]];
      const raised = (unitPrice: string) =>
        plan.components.map((one) => (one.key === 'calls' ? calls(unitPrice) : one));
      const plannedPrices = [{ validFrom: day(40), components: raised('0.03') }];
      await send(vendor, [{ ...entry, plans: [{ ...plan, components: raised('0.02'), plannedPrices }] }]);
      await send(vendor, [{ ...entry, plans: [{ ...plan, components: raised('0.02') }] }]);
      return { market, vendor, entry, plan: market.plan, buyer: await caller(market.customerId) };
    };
    const times = ({ items }: { items: { version: number; validFrom: string; validTo: string | null }[] }) =>
      items.map(({ version, validFrom, validTo }) => [version, validFrom, validTo]);

    it('tells the vendor of every version, also of those that were taken back before they began', async () => {
      const { vendor, plan } = await priced();
      const history = await versionsOf(vendor.api, plan.id);
      expect(times(history)).toEqual([
        [4, day(40), null],
        [3, day(40), day(40)],
        [2, now, day(40)],
        [1, '2000-01-01T00:00:00.000Z', now],
      ]);
      const callsIn = ({ components }: { readonly components: { readonly key: string; readonly prices: unknown }[] }) =>
        components.find(({ key }) => key === 'calls')?.prices;
      expect(history.items.map(callsIn)).toEqual(
        ['0.02', '0.03', '0.02', '0.01'].map((unitPrice) => ({ vendorCost: { kind: 'per-unit', unitPrice } })),
      );
      expect(history.items[0].components[0]).not.toHaveProperty('price');
    });

    it('goes page by page', async () => {
      const { vendor, plan } = await priced();
      const first = await versionsOf(vendor.api, plan.id, '?limit=3');
      const second = await versionsOf(vendor.api, plan.id, `?limit=3&cursor=${first.nextCursor}`);
      expect([...times(first), ...times(second)].map(([version]) => version)).toEqual([4, 3, 2, 1]);
      expect(second.nextCursor).toBeNull();
    });

    it('tells a buyer of its own prices and nothing of what is planned', async () => {
      const { buyer, plan } = await priced();
      const history = await versionsOf(buyer.api, plan.id);
      expect(times(history)).toEqual([
        [2, now, null],
        [1, '2000-01-01T00:00:00.000Z', now],
      ]);
      expect(Object.keys(history.items[0].components[0].prices)).toEqual(['sellOut']);
    });

    it('leaves out prices of a version that the mark-ups of today do not fit', async () => {
      const { vendor, buyer, plan, market } = await priced();
      const listId = randomUUID();
      await knex('price_lists').insert({
        id: listId,
        owner_id: market.platformId,
        level: 'wholesale',
        name: 'W',
        is_default: true,
      });
      const entry = { price_list_id: listId, plan_id: plan.id, component: 'calls', kind: 'percentage', value: '-200' };
      await knex('price_list_entries').insert(entry);
      const callsIn = (history: { items: { components: { key: string; prices: object }[] }[] }) =>
        history.items.map(({ components }) => Object.keys(components.find(({ key }) => key === 'calls')!.prices));
      expect(callsIn(await versionsOf(buyer.api, plan.id))).toEqual([[], []]);
      expect(callsIn(await versionsOf(vendor.api, plan.id))).toEqual(Array(4).fill(['vendorCost']));
    });

    it('is hidden with its offering from all but the vendor', async () => {
      const { vendor, buyer, plan, market } = await priced();
      await knex('offerings').where({ id: market.offeringId }).update({ state: 'archived' });
      expect((await versionsOf(buyer.api, plan.id)).type).toBe('/problems/plan-not-found');
      expect((await versionsOf(vendor.api, plan.id)).items).toHaveLength(4);
      expect((await versionsOf(vendor.api, market.customerId)).type).toBe('/problems/plan-not-found');
    });
  });

  it('goes in and comes out by the command', async () => {
    const vendor = await createVendor();
    const command = (...words: string[]) =>
      promisify(execFile)(process.execPath, ['bin/catalog.js', ...words], {
        env: { ...process.env, ENTREPOT_API_KEY: vendor.key, ENTREPOT_API_URL: url },
      });
    const folder = await mkdtemp(join(tmpdir(), 'catalog-'));
    const path = join(folder, 'catalog.yaml');
    try {
      await writeFile(path, writeYaml({ offerings: [writtenOffering(offeringEntry())] }));
      expect((await command('import', path, '--dry-run')).stdout).toContain('3 changes, none made');
      expect((await command('import', path)).stdout).toContain('create-plan crm/monthly\n');
      expect((await command('import', path)).stdout).toBe('nothing to change\n');
      expect((await command('export')).stdout).toBe(await readFile(path, 'utf8'));
      await writeFile(path, writeYaml({ offerings: [offeringEntry({ category: '' })] }));
      await expect(command('import', path)).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('  /offerings/0/category: an offering that is active has a category'),
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is written by owners and managers of the vendor alone', async () => {
    const vendor = await createVendor('manager');
    const rival = await createVendor();
    const viewer = await createVendor('viewer');
    const file = [offeringEntry()];
    expect((await send(vendor, file)).status).toBe(200);
    expect((await send(rival, file, `?vendorId=${vendor.vendorId}`)).body.type).toBe('/problems/vendor-not-found');
    expect((await rival.api.get(`/v1/catalog/export?vendorId=${vendor.vendorId}`)).status).toBe(404);
    expect((await send(viewer, file)).body.type).toBe('/problems/forbidden');
    // The same key is another offering of another vendor.
    expect(kindsOf(await send(rival, file))).toContain('create-offering');
    const customerId = await insertOrganization(knex, { kinds: ['customer'] });
    await insertProject(knex, customerId);
    const { key } = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId: customerId }]);
    const answer = await createCaller(url, key).post('/v1/catalog/import', { offerings: file });
    expect(answer.body.type).toBe('/problems/vendor-not-found');
  });

  it('is made once by many imports at the same time, and every change is on record', async () => {
    const vendor = await createVendor();
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(vendor, [offeringEntry()])));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect(answers.filter(({ body }) => body.changes.length > 0)).toHaveLength(1);
    const records = await knex('catalog_imports').where({ vendor_id: vendor.vendorId });
    expect(records).toMatchObject([{ imported_by: vendor.userId, imported_at: now }]);
    expect(records[0].changes).toHaveLength(3);
  });

  it('is read and kept in time when it has thousands of plans', async () => {
    const vendor = await createVendor();
    const plans = Array.from({ length: 2_000 }, (_, at) => planEntry({ key: `plan-${String(at).padStart(5, '0')}` }));
    const file = [offeringEntry({ plans })];
    expect((await send(vendor, file)).body.changes).toHaveLength(4_001);
    expect(await exported(vendor)).toEqual(file);
    expect((await send(vendor, file)).body.changes).toEqual([]);
  });
});
