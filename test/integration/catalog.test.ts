import { randomUUID } from 'node:crypto';
import { createOfferingView } from '../../db/catalog/offering-view';
import { createActorView } from '../../db/identity/actor-view';
import { createSaleView } from '../../db/pricing/sale-view';
import { defaultOfferingDetails } from '../../domain/catalog/settings';
import {
  components,
  day,
  everything,
  insertClock,
  insertMarket,
  insertOffering,
  insertOrganization,
  insertPrice,
  insertProject,
  insertUser,
  ofOrganization,
} from '../support/builders';
import { useDatabase } from '../support/database';

describe('the list of offerings', () => {
  const { knex } = useDatabase();
  const offerings = createOfferingView(knex);
  const page = { limit: 100, cursor: null };
  let vendorId = '';
  let rivalId = '';

  beforeAll(async () => {
    vendorId = await insertOrganization(knex, { kinds: ['vendor'] });
    rivalId = await insertOrganization(knex, { kinds: ['vendor'] });
    await knex('categories').insert({ key: 'people', title: 'Experts' });
    const texts = (name: string, description: string, category: string) => ({ name, description, category });
    await insertOffering(knex, { vendor_id: vendorId, ...texts('Team CRM', 'Customers and deals', 'crm') });
    await insertOffering(knex, { vendor_id: vendorId, ...texts('Draft', 'Not yet', 'crm'), state: 'draft' });
    await insertOffering(knex, { vendor_id: rivalId, ...texts('Consulting hours', 'Ärzte & CRM experts', 'people') });
    await insertOffering(knex, { vendor_id: rivalId, ...texts('Team CRM', 'Of a rival', 'crm'), state: 'paused' });
  });

  const names = async (...[filter, of]: Partial<Parameters<typeof offerings.list>>): Promise<string[]> =>
    (await offerings.list(filter ?? {}, of ?? ofOrganization(), page)).items.map(
      ({ name, state }) => `${name} ${state}`,
    );

  it('shows what is active to everybody, and a vendor its own in any state', async () => {
    expect(await names()).toEqual(['Consulting hours active', 'Team CRM active']);
    expect(await names({}, ofOrganization(vendorId))).toEqual([
      ...['Consulting hours active', 'Draft draft', 'Team CRM active'],
    ]);
    expect(await names({}, everything)).toHaveLength(4);
  });

  it.each([
    ['crm', ['Team CRM active', 'Consulting hours active']],
    ['TEAM cr', ['Team CRM active']],
    ['consult', ['Consulting hours active']],
    ['ärz', ['Consulting hours active']],
    ['deals consulting', []],
    ["crm' | !x:* & (", []],
    ['%', []],
    ['!', []],
  ])('finds by beginnings of words: %s', async (search, expected) => {
    expect(await names({ search })).toEqual(expected);
  });

  it('keeps to category and vendor', async () => {
    expect(await names({ category: 'people' })).toEqual(['Consulting hours active']);
    expect(await names({ vendorId, category: 'crm' })).toEqual(['Team CRM active']);
  });

  it('counts what each further filter would leave, to whoever may see it', async () => {
    const everybody = await offerings.facets({}, ofOrganization());
    expect(everybody.categories).toEqual([
      { category: 'crm', offerings: 1 },
      { category: 'people', offerings: 1 },
    ]);
    expect(everybody.vendors.map(({ offerings: count }) => count)).toEqual([1, 1]);
    const own = await offerings.facets({}, ofOrganization(vendorId));
    expect(own.categories[0]).toEqual({ category: 'crm', offerings: 2 });
    expect(own.vendors[0]).toEqual({ vendorId, name: 'An organization', offerings: 2 });
  });

  it('leaves the choice of a facet open within that facet, and narrows the other', async () => {
    const { categories, vendors } = await offerings.facets({ category: 'people' }, everything);
    expect(categories).toEqual([
      { category: 'crm', offerings: 3 },
      { category: 'people', offerings: 1 },
    ]);
    expect(vendors).toEqual([{ vendorId: rivalId, name: 'An organization', offerings: 1 }]);
    const found = await offerings.facets({ search: 'deals', vendorId }, everything);
    expect(found.categories).toEqual([{ category: 'crm', offerings: 1 }]);
  });

  it('goes through equal names page by page', async () => {
    const seen = [];
    let cursor: string | null = null;
    do {
      const next = await offerings.list({}, everything, { limit: 1, cursor });
      seen.push(...next.items.map(({ id }) => id));
      cursor = next.nextCursor;
    } while (cursor !== null);
    expect([seen.length, new Set(seen).size]).toEqual([4, 4]);
  });
});

describe('an offering', () => {
  const { knex } = useDatabase();

  it('has its plans at the version of their prices that is valid then', async () => {
    const { plan, offeringId } = await insertMarket(knex);
    const dearer = { ...plan, components: components.slice(0, 1) };
    await insertPrice(knex, dearer, 2, day(10));
    const offerings = createOfferingView(knex);
    expect((await offerings.find(offeringId, day(9), everything))?.plans).toEqual([plan]);
    expect((await offerings.find(offeringId, day(10), everything))?.plans).toEqual([{ ...dearer, priceVersion: 2 }]);
    expect((await offerings.find(offeringId, '1999-01-01T00:00:00.000Z', everything))?.plans).toEqual([]);
    expect(await offerings.find(randomUUID(), day(1), everything)).toBeUndefined();
  });
});

describe('a sale', () => {
  const { knex } = useDatabase();
  const sales = createSaleView(knex);

  const insertEntry = async (owner_id: string, level: string, plan_id: string, entry: object) => {
    const id = randomUUID();
    await knex('price_lists').insert({ id, owner_id, level, name: level });
    await knex('price_list_entries').insert({
      price_list_id: id,
      plan_id,
      component: '*',
      kind: 'percentage',
      ...entry,
    });
  };

  it('follows the channel above the customer: its tiers, their prices, and the nearest issuer', async () => {
    const market = await insertMarket(knex);
    const rival = await insertMarket(knex);
    const { platformId, distributorId, resellerId, customerId, projectId, vendorId, offeringId, plan } = market;
    await insertEntry(platformId, 'wholesale', plan.id, { value: '10' });
    await insertEntry(distributorId, 'sellIn', plan.id, { value: '5.5' });
    await insertEntry(resellerId, 'sellOut', plan.id, {
      component: 'calls',
      tier: 1,
      kind: 'value',
      value: '0.0123456789',
    });
    await insertEntry(rival.resellerId, 'sellOut', plan.id, { value: '99' });

    const entry = { planId: plan.id, component: '*', tier: null, kind: 'percentage' };
    expect(await sales.forPlan({ planId: plan.id, projectId, now: day(1) })).toEqual({
      offering: {
        ...{ id: offeringId, vendorId, name: 'Team CRM', description: 'Customers and deals', category: 'crm' },
        ...{ plugin: 'webhook', state: 'active' },
        ...defaultOfferingDetails,
      },
      plan,
      customer: { id: customerId, kinds: ['customer'], testClockId: null, clockNow: null, closedAt: null },
      project: { startsOn: null, endsOn: null, archivedAt: null },
      at: day(1),
      channel: { platformId, distributorId, resellerId },
      issuer: { id: resellerId, prefix: 'R', taxPercent: '22' },
      zone: 'Europe/Rome',
      prices: {
        wholesale: [{ ...entry, value: '10' }],
        sellIn: [{ ...entry, value: '5.5' }],
        sellOut: [{ ...entry, component: 'calls', tier: 1, kind: 'value', value: '0.0123456789' }],
      },
      rows: { wholesale: 'priced', sellIn: 'priced', sellOut: 'priced' },
      costEntries: { wholesale: [], sellIn: [], sellOut: [] },
      platformSharePercent: null,
      isVisible: true,
    });
  });

  it('leaves out the tiers that a customer does not have', async () => {
    const { platformId, plan } = await insertMarket(knex);
    const direct = await insertOrganization(knex, { parent_id: platformId });
    const sale = await sales.forPlan({ planId: plan.id, projectId: await insertProject(knex, direct), now: day(1) });
    expect(sale?.channel).toEqual({ platformId, distributorId: null, resellerId: null });
    expect(sale?.issuer).toEqual({ id: platformId, prefix: 'P', taxPercent: '22' });
    expect(sale?.prices).toEqual({ wholesale: [], sellIn: [], sellOut: [] });
  });

  it('shows a reseller what it sells, and sells to it as to a customer', async () => {
    const { resellerId, distributorId, platformId, plan } = await insertMarket(knex);
    const looking = await sales.forPlan({ planId: plan.id, organizationId: resellerId, now: day(1) });
    expect(looking?.channel).toEqual({ platformId, distributorId, resellerId });
    const projectId = await insertProject(knex, resellerId);
    const buying = await sales.forPlan({ planId: plan.id, projectId, now: day(1) });
    expect(buying?.channel).toEqual({ platformId, distributorId, resellerId: null });
    expect(buying?.issuer.id).toBe(platformId);
  });

  it("is priced as of the customer's test clock", async () => {
    const { customerId, projectId, plan } = await insertMarket(knex);
    const testClockId = await insertClock(knex, day(50));
    await knex('organizations').where({ id: customerId }).update({ sandbox: true, test_clock_id: testClockId });
    await insertPrice(knex, plan, 2, day(40));
    const sale = await sales.forPlan({ planId: plan.id, projectId, now: day(1) });
    const customer = { id: customerId, kinds: ['customer'], testClockId, clockNow: day(50), closedAt: null };
    expect(sale).toMatchObject({ customer, at: day(50) });
    expect(sale?.plan.priceVersion).toBe(2);
  });

  it('is none without plan, project, organization or a price that is valid', async () => {
    const { projectId, plan } = await insertMarket(knex);
    const found = await Promise.all([
      sales.forPlan({ planId: randomUUID(), projectId, now: day(1) }),
      sales.forPlan({ planId: plan.id, projectId: randomUUID(), now: day(1) }),
      sales.forPlan({ planId: plan.id, organizationId: randomUUID(), now: day(1) }),
      sales.forPlan({ planId: plan.id, projectId, now: '1999-01-01T00:00:00.000Z' }),
    ]);
    expect(found).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('ends also when the tree of organizations has a loop', async () => {
    const { projectId, customerId, resellerId, plan } = await insertMarket(knex);
    await knex('organizations').where({ id: resellerId }).update({ parent_id: customerId });
    expect(await sales.forPlan({ planId: plan.id, projectId, now: day(1) })).toBeDefined();
  });
});

describe('the owner of a key', () => {
  const { knex } = useDatabase();
  const actors = createActorView(knex);

  it('comes with its roles, its organization and the clock that this lives on', async () => {
    const market = await insertMarket(knex);
    const testClockId = await insertClock(knex, day(1));
    await knex('organizations').where({ id: market.customerId }).update({ sandbox: true, test_clock_id: testClockId });
    const grants = [
      { role: 'approver', scope: 'organization', scopeId: market.customerId },
      { role: 'project.member', scope: 'project', scopeId: market.projectId },
    ] as const;
    const { id, key, hash } = await insertUser(knex, grants);
    const shown = { kind: 'api-key', keyId: expect.any(String), prefix: key.slice(0, 8), issuer: null };
    const credential = { ...shown, expiresAt: null, scopeIds: null };
    expect(await actors.byKeyHash(hash, day(1))).toEqual({
      ...{ userId: id, name: 'A user', grants, organizationId: market.customerId, testClockId, credential },
    });
  });

  it("acts for its project's organization when it has a role on the project alone, staff for none", async () => {
    const { projectId, customerId, platformId } = await insertMarket(knex);
    const member = await insertUser(knex, [{ role: 'project.admin', scope: 'project', scopeId: projectId }]);
    const staff = await insertUser(knex, [
      { role: 'platform.admin', scope: 'platform', scopeId: null },
      { role: 'owner', scope: 'organization', scopeId: platformId },
    ]);
    const nobody = await insertUser(knex);
    const organizations = await Promise.all(
      [member, staff, nobody].map(async ({ hash }) => (await actors.byKeyHash(hash, day(1)))?.organizationId),
    );
    expect(organizations).toEqual([customerId, null, null]);
  });

  it('is nobody when the key is unknown, expired or revoked', async () => {
    const expired = await insertUser(knex, [], { expires_at: day(5) });
    const revoked = await insertUser(knex, [], { revoked_at: day(5) });
    for (const { hash } of [expired, revoked]) {
      expect(await actors.byKeyHash(hash, day(4))).toMatchObject({ grants: [] });
      expect(await actors.byKeyHash(hash, day(5))).toBeUndefined();
    }
    expect(await actors.byKeyHash(Buffer.alloc(32), day(1))).toBeUndefined();
  });
});
