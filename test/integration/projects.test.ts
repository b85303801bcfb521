import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { projectRoutes } from '../../api/identity/project-routes';
import { createOrderDesk } from '../../api/orders/order-desk';
import { pricingRoutes } from '../../api/pricing/routes';
import { createActorView } from '../../db/identity/actor-view';
import { createProjectView } from '../../db/identity/project-view';
import { createDelegationView } from '../../db/approvals/delegation-view';
import { createOrderView } from '../../db/orders/order-view';
import type { Answer, Caller } from '../support/api';
import type { Market } from '../support/builders';
import {
  activateSubscription,
  day,
  insertClock,
  insertMarket,
  insertOrganization,
  insertUser,
  placePurchase,
} from '../support/builders';
import { useDatabase } from '../support/database';
import { refusal } from '../support/refusals';
import { useServer } from '../support/served';

const codeOf = ({ status, body }: Answer): [number, string | undefined] => [
  status,
  typeof body?.type === 'string' ? body.type.replace('/problems/', '') : undefined,
];

describe('projects', () => {
  const { knex } = useDatabase();
  // Tested on the 20th of January, at half past eleven at night in Rome.
  const now = '2026-01-20T22:30:00.000Z';
  const served = useServer(knex, now, (deps) => [...projectRoutes(deps), ...pricingRoutes(deps)]);
  let market: Market;
  let owner: Caller;

  beforeEach(async () => {
    market = await insertMarket(knex);
    owner = await served.ownerOf(market.customerId);
  });

  const make = async (fields: object = {}): Promise<Answer['body']> => {
    const body = { organizationId: market.customerId, name: `A ${randomUUID()}`, ...fields };
    const answer = await owner.post('/v1/projects', body);
    expect(codeOf(answer)).toEqual([201, undefined]);
    expect((await owner.get(answer.headers.get('location') ?? '')).body).toEqual(answer.body);
    return answer.body;
  };
  const as = (role: 'project.manager' | 'project.member', scopeId: string) =>
    served.as({ role, scope: 'project', scopeId });
  const change = (caller: Caller, { id, name, rev }: Answer['body'], fields: object = {}) =>
    caller.put(`/v1/projects/${id}`, { name, rev, ...fields });
  const quoted = (projectId: string) =>
    owner.post('/v1/quotes', { projectId, planId: market.plan.id, quantities: { seats: '3' } });

  it('are made by who runs their organization, once by one name', async () => {
    const project = await make({ name: 'Sales', description: 'All of it' });
    expect(project).toMatchObject({ state: 'open', startsOn: null, endsOn: null, rev: 1, archivedAt: null });
    const body = { organizationId: market.customerId, name: 'Sales' };
    const again = await owner.post('/v1/projects', body);
    expect([again.status, again.body.details]).toEqual([409, { projectId: project.id }]);
    const names = Array.from({ length: 6 }, () => owner.post('/v1/projects', { ...body, name: 'Six at once' }));
    expect((await Promise.all(names)).filter(({ status }) => status === 201)).toHaveLength(1);
    const viewer = await served.as({ role: 'viewer', scope: 'organization', scopeId: market.customerId });
    expect(codeOf(await viewer.post('/v1/projects', body))).toEqual([403, 'forbidden']);
    const reseller = await served.ownerOf(market.resellerId);
    expect(codeOf(await reseller.post('/v1/projects', body))).toEqual([403, 'forbidden']);
    const stranger = await served.ownerOf(await insertOrganization(knex));
    expect(codeOf(await stranger.post('/v1/projects', body))).toEqual([404, 'organization-not-found']);
    await knex('organizations').where({ id: market.customerId }).update({ closed_at: now });
    expect(codeOf(await owner.post('/v1/projects', { ...body, name: 'New' }))).toEqual([409, 'organization-closed']);
  });

  it('are seen by their own people and those of their organization, not by who sells to it', async () => {
    const [first, second] = [await make({ name: 'First' }), await make({ name: 'Second' })];
    const member = await as('project.member', first.id);
    const ids = async (caller: Caller, query = '') =>
      (await caller.get(`/v1/projects?${query}`)).body.items.map(({ id }: { readonly id: string }) => id);
    expect(await ids(member)).toEqual([first.id]);
    expect(await ids(owner, `organizationId=${market.customerId}&archived=false`)).toEqual([
      market.projectId,
      first.id,
      second.id,
    ]);
    const page = (await owner.get('/v1/projects?limit=2')).body;
    expect((await owner.get(`/v1/projects?limit=2&cursor=${page.nextCursor}`)).body.items).toMatchObject([
      { id: second.id },
    ]);
    const reseller = await served.ownerOf(market.resellerId);
    expect(await ids(reseller)).toEqual([]);
    for (const caller of [reseller, member])
      expect(codeOf(await caller.get(`/v1/projects/${second.id}`))).toEqual([404, 'project-not-found']);
  });

  it('are changed by their managers and who runs their organization, upon what was read', async () => {
    const project = await make();
    expect(codeOf(await change(await as('project.member', project.id), project))).toEqual([403, 'forbidden']);
    const days = { startsOn: '2026-02-01', endsOn: '2026-02-28', description: 'Later' };
    const answer = await change(await as('project.manager', project.id), project, days);
    expect(answer.body).toMatchObject({ ...days, rev: 2, state: 'upcoming' });
    expect(codeOf(await change(owner, project))).toEqual([409, 'project-changed']);
    const wrong = await change(owner, answer.body, { startsOn: '2026-02-02', endsOn: '2026-02-01' });
    expect(codeOf(wrong)).toEqual([422, 'end-before-start']);
    expect(codeOf(await change(owner, answer.body, { endsOn: '2026-02-30' }))).toEqual([400, 'validation-failed']);
  });

  it('buy from their first day to their last one, in the zone of their organization', async () => {
    expect((await quoted((await make({ startsOn: '2026-01-20', endsOn: '2026-01-20' })).id)).status).toBe(200);
    for (const [days, state] of [
      [{ startsOn: '2026-01-21' }, 'upcoming'],
      [{ endsOn: '2026-01-19' }, 'ended'],
    ] as const) {
      const project = await make(days);
      expect(project.state).toBe(state);
      const refused = await quoted(project.id);
      expect([...codeOf(refused), refused.body.details.state]).toEqual([409, 'project-not-open', state]);
    }
  });

  it('buy by the days of a test clock where their organization lives on one', async () => {
    const project = await make({ startsOn: '2026-03-01' });
    const testClockId = await insertClock(knex, '2026-03-01T12:00:00.000Z');
    await knex('organizations').where({ id: market.customerId }).update({ sandbox: true, test_clock_id: testClockId });
    expect((await owner.get(`/v1/projects/${project.id}`)).body.state).toBe('open');
    expect((await quoted(project.id)).status).toBe(200);
  });

  it('buy nothing once their organization is closed', async () => {
    await knex('organizations').where({ id: market.customerId }).update({ closed_at: now });
    expect(codeOf(await quoted(market.projectId))).toEqual([409, 'organization-closed']);
  });

  it('have no purchase approved outside of their days; it can be rejected', async () => {
    const order = await placePurchase(knex, market);
    await knex('projects').where({ id: market.projectId }).update({ ends_on: '2026-01-19' });
    const { hash } = await insertUser(knex, [{ role: 'owner', scope: 'organization', scopeId: market.customerId }]);
    const approver = await createActorView(knex).byKeyHash(hash, now);
    if (approver === undefined) throw new Error('who was made is there');
    const reached = new Error('the workflow was asked');
    const client = {
      workflow: {
        getHandle: () => {
          throw reached;
        },
        withDeadline: () => {
          throw reached;
        },
      },
      withDeadline: () => {
        throw reached;
      },
    } as unknown as Client;
    const reads = {
      orders: createOrderView(knex),
      projects: createProjectView(knex),
      delegations: createDelegationView(knex),
    };
    const desk = createOrderDesk({ ...reads, client, businessTime: () => Promise.resolve(now) });
    await expect(desk.decide(approver, order.id, { verdict: 'approve' })).rejects.toThrow(refusal('project-not-open'));
    await expect(desk.decide(approver, order.id, { verdict: 'reject' })).rejects.toBe(reached);
    await knex('projects').where({ id: market.projectId }).update({ ends_on: '2026-01-20' });
    await expect(desk.decide(approver, order.id, { verdict: 'approve' })).rejects.toBe(reached);
  });

  it('are archived when nothing runs in them, and then buy nothing', async () => {
    const order = await activateSubscription(knex, market, day(2));
    const archive = (rev: number) => owner.post(`/v1/projects/${market.projectId}/archive`, { rev });
    expect((await archive(1)).body.details).toEqual({ subscriptions: 1, orders: 1 });
    await knex('orders').where({ id: order.id }).update({ state: 'done' });
    await knex('subscriptions').where({ id: order.subscriptionId }).update({ state: 'terminated' });
    const manager = await as('project.manager', market.projectId);
    expect(codeOf(await manager.post(`/v1/projects/${market.projectId}/archive`, { rev: 1 }))).toEqual([
      403,
      'forbidden',
    ]);
    expect((await archive(1)).body).toMatchObject({ state: 'archived', archivedAt: now, rev: 2 });
    expect(codeOf(await archive(2))).toEqual([409, 'project-not-open']);
    expect(codeOf(await quoted(market.projectId))).toEqual([409, 'project-not-open']);
    expect((await make({ name: 'A project' })).id).not.toBe(market.projectId);
  });
});
