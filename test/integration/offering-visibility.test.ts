import { permittedSale } from '../../api/pricing/sale';
import type { Caller as Actor } from '../../api/auth';
import { catalogRoutes } from '../../api/catalog/routes';
import { importRoutes } from '../../api/catalog/import-routes';
import { organizationGroupRoutes } from '../../api/catalog/organization-group-routes';
import { priceHistoryRoutes } from '../../api/catalog/price-history-routes';
import { createSaleView } from '../../db/pricing/sale-view';
import type { OfferingEntry } from '../../domain/catalog/catalog-file';
import type { Caller } from '../support/api';
import { day, insertMarket, insertOrganization, insertProject } from '../support/builders';
import { offeringEntry } from '../support/catalog-files';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

describe('an offering that is not for everybody', () => {
  const { knex } = useDatabase();
  const served = useServer(knex, day(1), (deps) =>
    [catalogRoutes, importRoutes, organizationGroupRoutes, priceHistoryRoutes].flatMap((routesOf) => routesOf(deps)),
  );
  const sales = createSaleView(knex);
  let market: Awaited<ReturnType<typeof insertMarket>>;
  let admin: Caller;
  let vendor: Caller;
  let neighbourId = '';
  const callers: Record<string, Caller> = {};

  beforeAll(async () => {
    market = await insertMarket(knex);
    neighbourId = await insertOrganization(knex, { parent_id: market.resellerId });
    const rival = await insertMarket(knex);
    admin = await served.as({ role: 'platform.admin', scope: 'platform', scopeId: null });
    vendor = await served.ownerOf(market.vendorId);
    const { projectId } = market;
    Object.assign(callers, {
      admin,
      vendor,
      customer: await served.ownerOf(market.customerId),
      member: await served.as({ role: 'project.member', scope: 'project', scopeId: projectId }),
      reseller: await served.ownerOf(market.resellerId),
      distributor: await served.ownerOf(market.distributorId),
      neighbour: await served.ownerOf(neighbourId),
      'rival reseller': await served.ownerOf(rival.resellerId),
      'rival vendor': await served.ownerOf(rival.vendorId),
      nobody: await served.as(),
    });
  });

  const sell = async (fields: Partial<OfferingEntry>) => {
    const key = `o${Math.random().toString(36).slice(2)}`;
    const name = `Only ${key}`;
    const answer = await vendor.post('/v1/catalog/import', { offerings: [offeringEntry({ key, name, ...fields })] });
    expect({ status: answer.status, errors: answer.body.errors }).toEqual({ status: 200, errors: undefined });
    const { id } = await knex('offerings').where({ key }).first();
    const { id: planId } = await knex('plans').where({ offering_id: id }).first();
    return { id, planId, name };
  };
  type Sold = Awaited<ReturnType<typeof sell>>;

  /** What each read of it answers: all of them, or none. */
  const seesIt = async (caller: Caller, { id, planId, name }: Sold): Promise<boolean> => {
    const search = encodeURIComponent(name);
    const answers = [
      (await caller.get(`/v1/offerings/${id}`)).status === 200,
      (await caller.get(`/v1/offerings?search=${search}`)).body.items.length === 1,
      (await caller.get(`/v1/offerings/facets?search=${search}`)).body.vendors.length === 1,
    ];
    // Staff of the platform has no channel of its own, and so no prices of one.
    if (caller !== admin) answers.push((await caller.get(`/v1/plans/${planId}/prices`)).status === 200);
    expect(new Set(answers).size).toBe(1);
    return answers[0] === true;
  };
  const whoSees = async (sold: Sold): Promise<string[]> => {
    const seen = [];
    for (const [name, caller] of Object.entries(callers)) if (await seesIt(caller, sold)) seen.push(name);
    return seen;
  };
  const inChannel = ['admin', 'vendor', 'customer', 'member', 'reseller', 'distributor'];

  it('is seen by the organizations that it is for, and by whoever sells to them', async () => {
    expect(await whoSees(await sell({ visibility: 'private', visibleTo: [market.customerId] }))).toEqual(inChannel);
  });

  it('is seen by the members of its groups, as these change', async () => {
    const setMembers = (organizationIds: readonly string[]) =>
      admin.put('/v1/organization-groups/schools', { name: 'Schools', organizationIds });
    expect((await setMembers([market.customerId])).status).toBe(200);
    const sold = await sell({ visibility: 'groups', visibleTo: ['schools'] });
    expect(await whoSees(sold)).toEqual(inChannel);
    await setMembers([neighbourId]);
    expect(await whoSees(sold)).toEqual(['admin', 'vendor', 'reseller', 'distributor', 'neighbour']);
    const kept = await admin.post('/v1/organization-groups/schools/remove', {});
    expect([kept.status, kept.body.type]).toEqual([409, '/problems/organization-group-used']);
  });

  it('is bought by those that it is for alone: whoever sells to them does not buy it for itself', async () => {
    const { planId } = await sell({ visibility: 'private', visibleTo: [market.customerId] });
    const buy = async (organizationId: string, projectId: string) => {
      const grants = [{ role: 'owner', scope: 'organization', scopeId: organizationId }] as const;
      const caller: Actor = { userId: 'u', name: 'u', grants, organizationId, testClockId: null };
      return permittedSale(caller, projectId, await sales.forPlan({ planId, projectId, now: day(1) }));
    };
    expect((await buy(market.customerId, market.projectId)).plan.id).toBe(planId);
    for (const id of [neighbourId, market.resellerId]) {
      await expect(buy(id, await insertProject(knex, id))).rejects.toMatchObject({ code: 'plan-not-found' });
    }
  });

  it('is ordered for nobody else, not even by staff of the platform', async () => {
    const { planId } = await sell({ visibility: 'private', visibleTo: [neighbourId] });
    const grants = [{ role: 'platform.admin', scope: 'platform', scopeId: null }] as const;
    const caller: Actor = { userId: 'u', name: 'u', grants, organizationId: null, testClockId: null };
    const { projectId } = market;
    const sale = await sales.forPlan({ planId, projectId, now: day(1) });
    expect(() => permittedSale(caller, projectId, sale)).toThrow(expect.objectContaining({ code: 'plan-not-found' }));
  });

  it.each<[string, Partial<OfferingEntry>, string]>([
    ['a group that is not there', { visibility: 'groups', visibleTo: ['nobody'] }, '/visibleTo/0'],
    ['an organization that is not there', { visibility: 'private', visibleTo: ['not-an-id'] }, '/visibleTo/0'],
    ['somebody beside everybody', { visibility: 'public', visibleTo: ['schools'] }, '/visibleTo/0'],
    ['nobody, for sale', { visibility: 'private' }, '/visibleTo'],
  ])('is not for %s', async (_, fields, pointer) => {
    const { status, body } = await vendor.post('/v1/catalog/import', { offerings: [offeringEntry(fields)] });
    expect([status, body.errors]).toMatchObject([422, [{ pointer: `/offerings/0${pointer}` }]]);
  });

  it('may be for nobody while it is a draft', async () => {
    const sold = await sell({ visibility: 'private', state: 'draft' });
    expect((await vendor.get(`/v1/offerings/${sold.id}`)).body).toMatchObject({ visibility: 'private' });
  });

  it('tells nobody but its vendor for whom else it is', async () => {
    const { id } = await sell({ visibility: 'private', visibleTo: [market.customerId, neighbourId] });
    const seen = await callers['customer']!.get(`/v1/offerings/${id}`);
    expect(JSON.stringify(seen.body)).not.toContain(neighbourId);
    const { offerings } = (await vendor.get('/v1/catalog/export')).body;
    expect(offerings).toContainEqual(expect.objectContaining({ visibleTo: [market.customerId, neighbourId] }));
  });
});

describe('groups of organizations', () => {
  const { knex } = useDatabase();
  const served = useServer(knex, day(1), organizationGroupRoutes);

  it('are kept by administrators of the platform; vendors are told their names', async () => {
    const admin = await served.as({ role: 'platform.admin', scope: 'platform', scopeId: null });
    const vendor = await served.ownerOf(await insertOrganization(knex, { kinds: ['vendor'] }));
    const organizationIds = [await insertOrganization(knex), await insertOrganization(knex)].sort();
    const made = await admin.put('/v1/organization-groups/schools', { name: 'Schools', organizationIds });
    expect(made.body).toEqual({ key: 'schools', name: 'Schools', organizationIds });
    expect((await vendor.get('/v1/organization-groups')).body).toEqual({
      items: [{ key: 'schools', name: 'Schools' }],
    });
    expect((await vendor.get('/v1/organization-groups/schools')).status).toBe(403);
    expect((await vendor.put('/v1/organization-groups/schools', { name: 'Mine', organizationIds: [] })).status).toBe(
      403,
    );
    expect((await admin.post('/v1/organization-groups/schools/remove', {})).body).toEqual(made.body);
    expect((await admin.get('/v1/organization-groups/schools')).status).toBe(404);
    expect(await knex('organization_group_changes').count()).toEqual([{ count: '2' }]);
  });

  it('hold organizations that there are, under keys that are no ids', async () => {
    const admin = await served.as({ role: 'platform.admin', scope: 'platform', scopeId: null });
    const id = 'b3a1f1de-1111-4222-8333-444455556666';
    const group = { name: 'Schools', organizationIds: [id] };
    expect((await admin.put('/v1/organization-groups/schools', group)).body.errors).toMatchObject([
      { pointer: '/organizationIds/0' },
    ]);
    expect((await admin.put(`/v1/organization-groups/${id}`, group)).status).toBe(400);
  });
});
