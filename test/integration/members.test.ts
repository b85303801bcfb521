import { randomUUID } from 'node:crypto';
import { memberRoutes } from '../../api/identity/member-routes';
import { identityRoutes } from '../../api/identity/routes';
import { createRunView } from '../../db/syndication/run-view';
import { createActorView } from '../../db/identity/actor-view';
import { createOrderView } from '../../db/orders/order-view';
import { createSubscriptionView } from '../../db/subscriptions/subscription-view';
import { visible } from '../../api/access';
import { visibleLevels } from '../../domain/channel/visibility';
import type { Grant } from '../../domain/identity/permission';
import { reachOf } from '../../domain/identity/permission';
import type { Answer, Caller } from '../support/api';
import type { Market } from '../support/builders';
import { day, insertMarket, insertOffering, insertUser, openRun, placePurchase } from '../support/builders';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

const codeOf = ({ status, body }: Answer): [number, string | undefined] => [
  status,
  typeof body?.type === 'string' ? body.type.replace('/problems/', '') : undefined,
];

describe('members', () => {
  const { knex } = useDatabase();
  const served = useServer(knex, day(1), (deps) => [...memberRoutes(deps), ...identityRoutes()]);
  let market: Market;
  let owner: Caller;
  let ownerId = '';

  const onCustomer = (role: Grant['role']): Grant => ({ role, scope: 'organization', scopeId: market.customerId });
  const onProject = (role: Grant['role']): Grant => ({ role, scope: 'project', scopeId: market.projectId });
  const grant = (caller: Caller, userId: string, held: object) => caller.post('/v1/members/grant', { userId, ...held });
  const revoke = (caller: Caller, userId: string, held: object) =>
    caller.post('/v1/members/revoke', { userId, ...held });
  const list = (caller: Caller, scope: string, scopeId?: string, more = '') =>
    caller.get(`/v1/members?${scopeId === undefined ? '' : `${scope}Id=${scopeId}`}${more}`);
  const idOf = async (caller: Caller): Promise<string> => (await caller.get('/v1/me')).body.userId;

  beforeEach(async () => {
    market = await insertMarket(knex);
    owner = await served.as(onCustomer('owner'));
    ownerId = await idOf(owner);
  });

  it('are given roles by who may, once, and are found with who gave them', async () => {
    const { id } = await insertUser(knex, [onProject('project.member')]);
    const { role, ...place } = onCustomer('viewer');
    const answer = await grant(owner, id, { role, ...place });
    expect(answer.body).toMatchObject({ id, roles: [{ role, grantedBy: ownerId, grantedAt: day(1) }] });
    expect((await grant(owner, id, { role, ...place })).body).toEqual(answer.body);
    const listed = (await list(owner, 'organization', market.customerId)).body.items;
    expect(listed.map((member: { readonly id: string }) => member.id).sort()).toEqual([id, ownerId].sort());
    const first = (await list(owner, 'organization', market.customerId, '&limit=1')).body;
    const second = (await list(owner, 'organization', market.customerId, `&limit=1&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items]).toEqual(listed);
    expect(
      (await list(owner, 'project', market.projectId)).body.items.map((each: { id: string }) => each.id).sort(),
    ).toEqual([id, market.buyerId].sort());
  });

  it('are given no more than the giver holds, and lose no more', async () => {
    const manager = await served.as(onCustomer('manager'));
    const { id } = await insertUser(knex, [onCustomer('viewer')]);
    expect(codeOf(await grant(manager, id, onCustomer('owner')))).toEqual([403, 'role-beyond-yours']);
    expect(codeOf(await grant(manager, id, onCustomer('billing')))).toEqual([200, undefined]);
    expect(codeOf(await revoke(manager, ownerId, onCustomer('owner')))).toEqual([403, 'role-beyond-yours']);
    const projectManager = await served.as(onProject('project.manager'));
    expect(codeOf(await grant(projectManager, id, onProject('project.manager')))).toEqual([200, undefined]);
    const member = await served.as(onProject('project.member'));
    expect(codeOf(await grant(member, id, onProject('project.member')))).toEqual([403, 'forbidden']);
    const platform = { role: 'platform.admin', scope: 'platform' };
    expect(codeOf(await grant(owner, id, platform))).toEqual([403, 'forbidden']);
  });

  it('are looked for only where the caller sees something', async () => {
    const reseller = await served.ownerOf(market.resellerId);
    const foreign = await insertMarket(knex);
    expect(codeOf(await list(owner, 'organization', foreign.customerId))).toEqual([404, 'organization-not-found']);
    expect(codeOf(await list(owner, 'project', foreign.projectId))).toEqual([404, 'project-not-found']);
    expect(codeOf(await list(owner, 'offering', market.offeringId))).toEqual([404, 'offering-not-found']);
    expect(codeOf(await list(owner, 'platform'))).toEqual([403, 'forbidden']);
    // It sees its customer, not the people of its customer.
    expect(codeOf(await list(reseller, 'organization', market.customerId))).toEqual([403, 'forbidden']);
    expect(codeOf(await list(reseller, 'project', market.projectId))).toEqual([404, 'project-not-found']);
    for (const id of [randomUUID(), foreign.buyerId])
      expect(codeOf(await grant(owner, id, onCustomer('viewer')))).toEqual([404, 'user-not-found']);
    const admin = await served.as({ role: 'platform.admin', scope: 'platform', scopeId: null });
    expect(codeOf(await grant(admin, foreign.buyerId, onCustomer('viewer')))).toEqual([200, undefined]);
  });

  it.each([
    ['a role of another scope', { role: 'owner', scope: 'platform' }],
    ['no id of what it is on', { role: 'owner', scope: 'organization' }],
    ['an id of the platform', { role: 'platform.admin', scope: 'platform', scopeId: randomUUID() }],
    ['a role that is none', { role: 'root', scope: 'platform' }],
  ])('are not given %s', async (_, held) => {
    expect(codeOf(await grant(owner, ownerId, held))).toEqual([400, 'validation-failed']);
  });

  it('are listed of one scope at a time', async () => {
    const both = `&projectId=${market.projectId}`;
    expect(codeOf(await list(owner, 'organization', market.customerId, both))).toEqual([400, 'validation-failed']);
  });

  it('leave by themselves, except for the last owner', async () => {
    const viewer = await served.as(onCustomer('viewer'));
    expect((await revoke(viewer, await idOf(viewer), onCustomer('viewer'))).body).toEqual({ revoked: true });
    expect(codeOf(await revoke(owner, ownerId, onCustomer('owner')))).toEqual([409, 'role-last']);
    const other = await served.as(onCustomer('owner'));
    expect(codeOf(await revoke(other, ownerId, onCustomer('owner')))).toEqual([200, undefined]);
    expect((await knex('members').where({ scope_id: market.customerId, role: 'owner' })).length).toBe(1);
  });

  it('leave one owner behind, however many go at once', async () => {
    const owners = await Promise.all(Array.from({ length: 7 }, () => served.as(onCustomer('owner'))));
    const all = [owner, ...owners];
    const ids = await Promise.all(all.map(idOf));
    const answers = await Promise.all(all.map((caller, at) => revoke(caller, ids[at] ?? '', onCustomer('owner'))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
    expect((await knex('members').where({ scope_id: market.customerId, role: 'owner' })).length).toBe(1);
  });

  it('of an offering find what was sold of it, at the cost of its vendor, and nothing else', async () => {
    const order = await placePurchase(knex, market);
    const runId = await openRun(knex, order);
    const other = await insertOffering(knex, { vendor_id: market.vendorId });
    const offering = (scopeId: string): Grant => ({ role: 'offering.manager', scope: 'offering', scopeId });
    const actorOf = async (scopeId: string) => {
      const { hash } = await insertUser(knex, [offering(scopeId)]);
      const actor = await createActorView(knex).byKeyHash(hash, day(1));
      if (actor === undefined) throw new Error('who was made is there');
      expect(actor.organizationId).toBe(market.vendorId);
      return actor;
    };
    const page = { limit: 10, cursor: null };
    const found = async (scopeId: string) => {
      const actor = await actorOf(scopeId);
      const lists = await Promise.all([
        createOrderView(knex).list({}, reachOf(actor, 'order.read'), page),
        createSubscriptionView(knex).list({}, reachOf(actor, 'subscription.read'), page),
        createRunView(knex).list({}, reachOf(actor, 'subscription.read'), page),
      ]);
      return lists.map(({ items }) => items.map(({ id }) => id));
    };
    expect(await found(market.offeringId)).toEqual([[order.id], [order.subscriptionId], [runId]]);
    expect(await found(other)).toEqual([[], [], []]);
    const [mine, others] = [await actorOf(market.offeringId), await actorOf(other)];
    const run = await createRunView(knex).find(runId);
    expect(visible(mine, 'subscription.read', run, 'run-not-found').id).toBe(runId);
    expect(() => visible(others, 'subscription.read', run, 'run-not-found')).toThrow('there is no such run');
    expect(visibleLevels(mine, order)).toEqual(['vendorCost']);
    const vendor = await served.ownerOf(market.vendorId);
    const { id } = await insertUser(knex, [offering(other)]);
    expect(codeOf(await grant(vendor, id, offering(market.offeringId)))).toEqual([200, undefined]);
    const listed = (await list(vendor, 'offering', market.offeringId)).body.items;
    expect(listed.map((member: { readonly id: string }) => member.id)).toEqual(
      expect.arrayContaining([mine.userId, id]),
    );
    expect(listed).not.toContainEqual(expect.objectContaining({ id: others.userId }));
  });
});
