import { randomUUID } from 'node:crypto';
import { organizationRoutes } from '../../api/identity/organization-routes';
import type { Answer, Caller } from '../support/api';
import { activateSubscription, day, insertMarket, insertOrganization, placePurchase } from '../support/builders';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

const codeOf = ({ status, body }: Answer): [number, string | undefined] => [
  status,
  typeof body?.type === 'string' ? body.type.replace('/problems/', '') : undefined,
];

describe('organizations', () => {
  const { knex } = useDatabase();
  const served = useServer(knex, day(1), organizationRoutes);
  let admin: Caller;
  let platformId = '';

  beforeAll(async () => {
    admin = await served.as({ role: 'platform.admin', scope: 'platform', scopeId: null });
    const made = await admin.post('/v1/organizations', { name: 'Mart', kinds: ['platform'], invoicePrefix: 'EN' });
    expect(made.status).toBe(201);
    platformId = made.body.id;
  });

  const make = async (caller: Caller, fields: object): Promise<Answer['body']> => {
    const answer = await caller.post('/v1/organizations', {
      name: `A ${randomUUID()}`,
      kinds: ['customer'],
      ...fields,
    });
    expect(codeOf(answer)).toEqual([201, undefined]);
    expect((await caller.get(answer.headers.get('location') ?? '')).body).toEqual(answer.body);
    return answer.body;
  };
  /** A distributor with two resellers, of which the first has a customer; everybody with an owner. */
  const channel = async () => {
    const distributor = await make(admin, { kinds: ['distributor'] });
    const distributing = await served.ownerOf(distributor.id);
    const [reseller, rival] = [
      await make(distributing, { kinds: ['reseller'] }),
      await make(distributing, { kinds: ['reseller'] }),
    ];
    const reselling = await served.ownerOf(reseller.id);
    const customer = await make(reselling, {});
    return { distributor, distributing, reseller, reselling, rival, customer };
  };
  const idsOf = async (caller: Caller, query = ''): Promise<string[]> => {
    const ids: string[] = [];
    for (let cursor = ''; ;) {
      const { status, body } = await caller.get(`/v1/organizations?limit=2${query}${cursor}`);
      expect(status).toBe(200);
      ids.push(...body.items.map(({ id }: { readonly id: string }) => id));
      if (body.nextCursor === null) return ids;
      cursor = `&cursor=${body.nextCursor}`;
    }
  };
  const move = (caller: Caller, { id, rev }: { id: string; rev: number }, parentId: string) =>
    caller.post(`/v1/organizations/${id}/move`, { parentId, rev });

  it('are made by those above them, each below the maker unless it is said', async () => {
    const { distributor, reseller, customer, reselling } = await channel();
    expect(distributor).toMatchObject({
      parentId: platformId,
      parentName: 'Mart',
      zone: 'UTC',
      rev: 1,
      closedAt: null,
    });
    expect([reseller.parentId, customer.parentId]).toEqual([distributor.id, reseller.id]);
    expect(await make(admin, { kinds: ['vendor'] })).toMatchObject({ parentId: null });
    const both = await make(admin, { kinds: ['reseller', 'vendor'], parentId: distributor.id });
    expect(both).toMatchObject({ kinds: ['reseller', 'vendor'], parentId: distributor.id });
    const wrong = await Promise.all([
      reselling.post('/v1/organizations', { name: 'X', kinds: ['vendor'] }),
      reselling.post('/v1/organizations', { name: 'X', kinds: ['reseller'] }),
      reselling.post('/v1/organizations', { name: 'X', kinds: ['customer'], parentId: distributor.id }),
      admin.post('/v1/organizations', { name: 'X', kinds: ['platform'] }),
      admin.post('/v1/organizations', { name: 'X', kinds: ['customer'], parentId: null }),
      admin.post('/v1/organizations', { name: 'X', kinds: ['customer'], parentId: randomUUID() }),
    ]);
    expect(wrong.map(codeOf)).toEqual([
      [403, 'forbidden'],
      [422, 'organization-misplaced'],
      [404, 'organization-not-found'],
      [422, 'organization-misplaced'],
      [422, 'organization-misplaced'],
      [404, 'organization-not-found'],
    ]);
  });

  it('are made once: a repeat names the one that is there, also of ten at once', async () => {
    const { reselling } = await channel();
    const body = { name: 'Once', kinds: ['customer'] };
    const answers = await Promise.all(Array.from({ length: 10 }, () => reselling.post('/v1/organizations', body)));
    const [made] = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ status }) => status === 409).map((each) => each.body.details)).toEqual(
      Array.from({ length: 9 }, () => ({ organizationId: made?.body.id })),
    );
  });

  it('are seen from above alone: peers and those below do not find each other', async () => {
    const { distributor, distributing, reseller, reselling, rival, customer } = await channel();
    expect(new Set(await idsOf(distributing))).toEqual(new Set([distributor.id, reseller.id, rival.id, customer.id]));
    expect(new Set(await idsOf(reselling))).toEqual(new Set([reseller.id, customer.id]));
    expect(await idsOf(await served.ownerOf(customer.id))).toEqual([customer.id]);
    expect(await idsOf(await served.as())).toEqual([]);
    for (const { id } of [distributor, rival]) {
      expect(codeOf(await reselling.get(`/v1/organizations/${id}`))).toEqual([404, 'organization-not-found']);
    }
    expect((await distributing.get(`/v1/organizations/${customer.id}`)).body.parentName).toBe(reseller.name);
    const everything = await idsOf(admin);
    expect(everything).toEqual(expect.arrayContaining([platformId, customer.id]));
    expect(new Set(everything).size).toBe(everything.length);
  });

  it('are listed by their place, kind and state', async () => {
    const { distributor, distributing, reseller, reselling, rival, customer } = await channel();
    expect(new Set(await idsOf(distributing, `&parentId=${distributor.id}`))).toEqual(new Set([reseller.id, rival.id]));
    expect(await idsOf(distributing, '&kind=customer')).toEqual([customer.id]);
    expect((await reselling.post(`/v1/organizations/${customer.id}/close`, { rev: 1 })).status).toBe(200);
    expect(await idsOf(distributing, '&state=closed')).toEqual([customer.id]);
    expect(await idsOf(reselling, '&state=open')).toEqual([reseller.id]);
  });

  it('are changed by their own people and the tier next above, upon what was read', async () => {
    const { distributing, reselling, customer } = await channel();
    const path = `/v1/organizations/${customer.id}`;
    const settings = { name: 'Renamed', zone: 'Europe/Rome', invoicePrefix: 'C-', taxPercent: '22.5' };
    expect(codeOf(await distributing.put(path, { ...settings, rev: 1 }))).toEqual([403, 'forbidden']);
    const viewer = await served.as({ role: 'viewer', scope: 'organization', scopeId: customer.id });
    expect(codeOf(await viewer.put(path, { ...settings, rev: 1 }))).toEqual([403, 'forbidden']);
    const answer = await (await served.ownerOf(customer.id)).put(path, { ...settings, rev: 1 });
    expect(answer.body).toMatchObject({ ...settings, rev: 2, kinds: ['customer'], parentId: customer.parentId });
    expect(codeOf(await reselling.put(path, { ...settings, rev: 1 }))).toEqual([409, 'organization-changed']);
    expect((await reselling.put(path, { ...settings, rev: 2 })).body.rev).toBe(3);
  });

  it.each([
    ['a kind that is none', { kinds: ['owner'] }],
    ['a kind twice', { kinds: ['customer', 'customer'] }],
    ['no kind', { kinds: [] }],
    ['a zone that is none', { zone: 'Mars/Olympus' }],
    ['a percentage above a hundred', { taxPercent: '100.01' }],
    ['a prefix with a space', { invoicePrefix: 'A B' }],
    ['an id of its own', { id: randomUUID() }],
    ['a name with a null byte', { name: 'a\0b' }],
    ['a sandbox', { sandbox: true }],
  ])('are refused with %s', async (_, fields) => {
    const answer = await admin.post('/v1/organizations', { name: 'X', kinds: ['customer'], ...fields });
    expect(codeOf(answer)).toEqual([400, 'validation-failed']);
  });

  it('are moved by who runs both what they leave and where they go, with all that is below them', async () => {
    const { distributing, reselling, rival, reseller, customer } = await channel();
    expect(codeOf(await move(reselling, customer, rival.id))).toEqual([404, 'organization-not-found']);
    expect((await move(distributing, customer, rival.id)).body).toMatchObject({ parentId: rival.id, rev: 2 });
    expect((await reselling.get(`/v1/organizations/${customer.id}`)).status).toBe(404);
    expect(codeOf(await move(distributing, customer, reseller.id))).toEqual([409, 'organization-changed']);
    expect(codeOf(await move(distributing, reseller, rival.id))).toEqual([422, 'organization-misplaced']);
    const elsewhere = await make(admin, { kinds: ['distributor'] });
    expect(codeOf(await move(distributing, rival, elsewhere.id))).toEqual([404, 'organization-not-found']);
    expect((await move(admin, rival, elsewhere.id)).status).toBe(200);
    expect(await idsOf(await served.ownerOf(elsewhere.id))).toEqual(expect.arrayContaining([rival.id, customer.id]));
  });

  it('stay where they are while something runs that was sold to them or below', async () => {
    const market = await insertMarket(knex);
    const { plan, vendorId, distributorId, resellerId, customerId } = market;
    const order = await placePurchase(knex, market);
    const to = await insertOrganization(knex, { kinds: ['distributor'], parent_id: market.platformId });
    const tried = async (id: string, parentId: string) => {
      const { status, body } = await move(admin, { id, rev: 1 }, parentId);
      return [status, body.details];
    };
    const nothing = { subscriptions: 0, orders: 0, offerings: 0, organizations: 0 };
    expect(plan.offeringId).toBe(market.offeringId);
    // A purchase has its subscription from the start.
    expect(await tried(resellerId, to)).toEqual([409, { ...nothing, orders: 1, subscriptions: 1 }]);
    await knex('orders').where({ id: order.id }).update({ state: 'cancelled' });
    await knex('subscriptions').where({ id: order.subscriptionId }).update({ state: 'failed' });
    await activateSubscription(knex, market, day(2));
    await knex('orders').where({ customer_id: customerId }).update({ state: 'done' });
    expect(await tried(customerId, to)).toEqual([409, { ...nothing, subscriptions: 1 }]);
    for (const [id, offerings, organizations] of [
      [vendorId, 1, 0],
      [distributorId, 0, 1],
    ] as const) {
      const { status, body } = await admin.post(`/v1/organizations/${id}/close`, { rev: 1 });
      expect([status, body.details]).toEqual([409, { ...nothing, subscriptions: 1, offerings, organizations }]);
    }
    await knex('subscriptions').where({ customer_id: customerId }).update({ state: 'terminated' });
    expect((await move(admin, { id: resellerId, rev: 1 }, to)).status).toBe(200);
  });

  it('are closed once by their owners or from above, and then take nothing more', async () => {
    const { distributing, reselling, reseller, customer } = await channel();
    const manager = await served.as({ role: 'manager', scope: 'organization', scopeId: customer.id });
    const close = (caller: Caller, { id, rev }: { id: string; rev: number }) =>
      caller.post(`/v1/organizations/${id}/close`, { rev });
    expect(codeOf(await close(manager, customer))).toEqual([403, 'forbidden']);
    expect(codeOf(await close(distributing, reseller))).toEqual([409, 'organization-in-use']);
    expect((await close(reselling, customer)).body).toMatchObject({ closedAt: day(1), rev: 2 });
    expect((await close(distributing, reseller)).body.closedAt).toBe(day(1));
    expect(codeOf(await close(distributing, { ...reseller, rev: 2 }))).toEqual([409, 'organization-closed']);
    expect(codeOf(await reselling.post('/v1/organizations', { name: 'X', kinds: ['customer'] }))).toEqual([
      409,
      'organization-closed',
    ]);
    const settings = { name: 'X', zone: 'UTC', invoicePrefix: null, taxPercent: null, rev: 2 };
    expect(codeOf(await reselling.put(`/v1/organizations/${reseller.id}`, settings))).toEqual([
      409,
      'organization-closed',
    ]);
    expect(codeOf(await close(admin, { id: platformId, rev: 1 }))).toEqual([422, 'organization-misplaced']);
  });
});
