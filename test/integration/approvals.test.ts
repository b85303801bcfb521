import { randomUUID } from 'node:crypto';
import { approvalRoutes } from '../../api/approvals/routes';
import { createBusinessTime } from '../../api/business-time';
import { createApprovalView } from '../../db/approvals/approval-view';
import { createOrderStore } from '../../db/orders/order-store';
import { createPolicyView } from '../../db/approvals/policy-view';
import { changedAsks } from '../../domain/approvals/asks';
import { decide } from '../../domain/approvals/decide';
import { firstApproval } from '../../domain/orders/approval';
import { underPolicies } from '../../domain/orders/under-policies';
import { day, insertMarket, insertUser, placePurchase, purchaseOf } from '../support/builders';
import { createCaller } from '../support/api';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

const now = day(10);
const approvers = [{ kind: 'approvers' }];
const document = (name: string, more = {}) => ({ name, steps: [{ name: 'Lead', approvers, ...more }] });

describe('approvals over HTTP', () => {
  const { knex } = useDatabase();
  const served = useServer(knex, now, (deps) =>
    approvalRoutes({ ...deps, businessTime: createBusinessTime({ clocks: deps.clocks, now: deps.now }) }),
  );
  const platform = () => served.as({ role: 'platform.admin', scope: 'platform', scopeId: null });
  const approverOf = (scopeId: string) => served.as({ role: 'approver', scope: 'organization', scopeId });
  const put = async (owner: Awaited<ReturnType<typeof platform>>, id: string, body: object) =>
    owner.put(`/v1/approval-policies/${id}`, body);

  it('keep policies in versions, each change a new one', async () => {
    const { customerId } = await insertMarket(knex);
    const owner = await served.ownerOf(customerId);
    const id = randomUUID();
    const body = { organizationId: customerId, scope: 'organization', scopeId: customerId, policy: document('A') };
    const first = await put(owner, id, body);
    expect([first.status, first.body.version, first.body.policy.steps[0].quorum]).toEqual([200, 1, 1]);
    expect((await put(owner, id, body)).body.version).toBe(1);
    const changed = { ...body, from: 1, policy: document('B') };
    expect((await put(owner, id, changed)).body.version).toBe(2);
    expect(await put(owner, id, { ...changed, policy: document('C') })).toMatchObject({ status: 409 });
    expect((await owner.get(`/v1/approval-policies/${id}`)).body.policy.name).toBe('B');
    expect((await owner.get('/v1/approval-policies')).body.items).toMatchObject([{ id, version: 2 }]);
    const second = await put(owner, randomUUID(), body);
    expect([second.status, second.body.type]).toEqual([409, expect.stringContaining('approval-policy-taken')]);
    expect((await put(owner, randomUUID(), { ...body, isActive: false })).status).toBe(200);
  });

  it("are for the people of their organization, and the platform's own for the platform to write", async () => {
    const [{ customerId, projectId }, other] = [await insertMarket(knex), await insertMarket(knex)];
    const [owner, stranger] = [await served.ownerOf(customerId), await served.ownerOf(other.customerId)];
    const [approver, nobody] = [await approverOf(customerId), await served.as()];
    const id = randomUUID();
    const body = { organizationId: customerId, scope: 'project', scopeId: projectId, policy: document('A') };
    expect((await put(stranger, id, body)).status).toBe(403);
    expect((await put(approver, id, body)).status).toBe(403);
    expect((await put(owner, id, body)).status).toBe(200);
    expect((await put(owner, id, { ...body, organizationId: null, scope: 'platform', scopeId: null })).status).toBe(
      403,
    );
    const taken = { ...body, organizationId: other.customerId, scopeId: other.projectId };
    expect((await put(stranger, id, taken)).status).toBe(404);
    expect((await approver.get(`/v1/approval-policies/${id}`)).status).toBe(200);
    expect((await stranger.get(`/v1/approval-policies/${id}`)).status).toBe(404);
    expect((await nobody.get('/v1/approval-policies')).status).toBe(403);
    const everybody = { organizationId: null, scope: 'platform', scopeId: null, policy: document('All') };
    const ofAll = randomUUID();
    expect((await put(await platform(), ofAll, everybody)).status).toBe(200);
    expect((await stranger.get(`/v1/approval-policies/${ofAll}`)).status).toBe(200);
    await put(await platform(), ofAll, { ...everybody, isActive: false });
  });

  it('refuse policies that could not work, and point at every place', async () => {
    const { customerId } = await insertMarket(knex);
    const [owner, other] = [await served.ownerOf(customerId), await insertMarket(knex)];
    const body = { organizationId: customerId, scope: 'project', scopeId: other.projectId, policy: document('A') };
    const foreign = await put(owner, randomUUID(), body);
    expect([foreign.status, foreign.body.errors]).toMatchObject([422, [{ pointer: '/scopeId' }]]);
    const deadline = { count: 300, unit: 'working-days' };
    const wrong = { ...body, policy: { ...document('A', { deadline }), calendar: { zone: 'Mars/Olympus' } } };
    const answer = await put(owner, randomUUID(), wrong);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      ...['/policy/calendar/zone', '/policy/steps/0/deadline/count'],
    ]);
  });

  it('are simulated as they would be asked, and store nothing', async () => {
    const { customerId, projectId, plan } = await insertMarket(knex);
    const planId = plan.id;
    const owner = await served.ownerOf(customerId);
    const ask = (more: object) => owner.post('/v1/approval-policies/simulate', { projectId, planId, ...more });
    const byDefault = (await ask({ placedAt: day(1) })).body;
    expect(byDefault).toMatchObject({ policies: [{ id: null, name: 'Default' }], needsDecision: false });
    expect(byDefault.facts.map(({ type, at }: { type: string; at: string }) => [type, at])).toEqual([
      ['asked', day(1)],
      ['deadline-expired', day(31)],
    ]);
    const id = randomUUID();
    const above = { currency: 'EUR', minor: '100000' };
    const deadline = { count: 2, unit: 'days' };
    const policy = { ...document('Big', { above, deadline, onDeadline: 'approve' }), asksApprovers: true };
    await put(owner, id, { organizationId: customerId, scope: 'project', scopeId: projectId, policy });
    const amount = (minor: string) => ({ placedAt: day(1), amount: { currency: 'EUR', minor } });
    expect((await ask(amount('100000'))).body).toMatchObject({ needsDecision: false, facts: [{ type: 'skipped' }] });
    const big = (await ask(amount('100001'))).body;
    expect(big).toMatchObject({ policies: [{ id, version: 1 }], needsDecision: true, outcome: 'approved' });
    expect(big.facts.at(-1)).toMatchObject({ type: 'deadline-approved', at: day(3) });
    expect((await ask({ policy: document('Draft') })).body.policies).toEqual([
      { id: null, version: null, name: 'Draft' },
    ]);
    expect(await knex('orders').where({ project_id: projectId })).toEqual([]);
  });

  it('count in the order of their scopes for an order, and stay what they were when it was placed', async () => {
    const market = await insertMarket(knex);
    const owner = await served.ownerOf(market.customerId);
    const { customerId: organizationId, projectId, plan } = market;
    const adds = { ...document('Project'), adds: true };
    const of = (scope: string, scopeId: string, policy: object) =>
      put(owner, randomUUID(), { organizationId, scope, scopeId, policy });
    await of('organization', organizationId, document('Organization'));
    await of('project', projectId, adds);
    const order = purchaseOf(market);
    const attached = await createPolicyView(knex).attachedTo(order);
    expect(attached).toHaveLength(2);
    const placed = underPolicies(order, attached);
    expect(placed.approval?.run.steps).toHaveLength(2);
    expect(placed.policies).toHaveLength(2);
    await of('plan', plan.id, document('Plan'));
    expect(underPolicies(order, await createPolicyView(knex).attachedTo(order)).policies).toHaveLength(1);
    expect(placed.deadlineAt).toBeNull();
  });

  it('are found by those who are asked, the oldest first, and by their deputies while they stand in', async () => {
    const market = await insertMarket(knex);
    const { customerId, projectId } = market;
    const placed = [];
    for (const date of [3, 1, 2]) placed.push(await placePurchase(knex, market, { placedAt: day(date) }));
    const ids = [placed[1]?.id, placed[2]?.id, placed[0]?.id];
    const manager = await insertUser(knex, [{ role: 'project.manager', scope: 'project', scopeId: projectId }]);
    const deputy = await insertUser(knex);
    const viewer = await served.as({ role: 'viewer', scope: 'organization', scopeId: customerId });
    const url = served.urlOf();
    const [asManager, asDeputy] = [createCaller(url, manager.key), createCaller(url, deputy.key)];
    const inboxOf = async (caller: typeof asManager): Promise<string[]> => {
      const found: string[] = [];
      for (let query = '?limit=2'; ;) {
        const { body } = await caller.get(`/v1/approvals${query}`);
        found.push(...body.items.map(({ orderId }: { orderId: string }) => orderId));
        if (body.nextCursor === null) return found;
        query = `?limit=2&cursor=${body.nextCursor}`;
      }
    };
    expect(await inboxOf(await approverOf(customerId))).toEqual(ids);
    expect(await inboxOf(asManager)).toEqual(ids);
    expect([await inboxOf(viewer), await inboxOf(asDeputy)]).toEqual([[], []]);
    const delegation = (startsAt: string, endsAt: string) => ({ deputyId: deputy.id, startsAt, endsAt });
    const address = `/v1/delegations/${randomUUID()}`;
    expect((await asManager.put(address, delegation(day(11), day(20)))).status).toBe(200);
    expect(await inboxOf(asDeputy)).toEqual([]);
    expect((await asManager.put(address, delegation(day(10), day(20)))).status).toBe(200);
    expect(await inboxOf(asDeputy)).toEqual(ids);
    expect((await asDeputy.put(address, { ...delegation(day(1), day(2)), deputyId: manager.id })).status).toBe(404);
    expect((await asManager.get('/v1/delegations')).body.items).toHaveLength(1);
  });

  it('leave the inbox when they are over; the timeline says what happened and what comes next', async () => {
    const market = await insertMarket(knex);
    const order = await placePurchase(knex, market, { placedAt: day(1), deadlineAt: day(31) });
    const approver = await approverOf(market.customerId);
    const before = (await approver.get(`/v1/orders/${order.id}/timeline`)).body;
    expect(before).toMatchObject({ facts: [{ type: 'asked', until: day(31) }], outcome: null });
    expect(before.next).toMatchObject([{ type: 'deadline-expired', at: day(31) }]);
    const { run } = firstApproval(order);
    const decider = { userId: market.buyerId, grants: [], standsInFor: [] };
    const holder = {
      ...decider,
      grants: [{ role: 'owner', scope: 'organization', scopeId: market.customerId } as const],
    };
    const decision = { decisionId: 'd', verdict: 'approve', comment: 'yes', at: day(5) } as const;
    const moved = decide({ ...run, createdBy: randomUUID() }, holder, decision);
    const approval = { ...moved, asks: changedAsks(run, moved.run, day(5)) };
    const step = { orderId: order.id, rev: 2, type: 'order-approved', at: day(5), actorId: market.buyerId };
    const change = { ...step, state: 'executing', nextDueAt: null, approval } as const;
    const store = createOrderStore(knex);
    expect([await store.advance(change), await store.advance(change)]).toEqual([null, null]);
    expect((await approver.get('/v1/approvals')).body.items).toEqual([]);
    const after = (await approver.get(`/v1/orders/${order.id}/timeline`)).body;
    expect(after.facts.map(({ type }: { type: string }) => type)).toEqual(['asked', 'approval-given', 'step-approved']);
    expect(after).toMatchObject({ next: [], outcome: 'approved' });
    const vendor = await served.ownerOf(market.vendorId);
    expect((await vendor.get(`/v1/orders/${order.id}/timeline`)).status).toBe(403);
    const stranger = await served.ownerOf((await insertMarket(knex)).customerId);
    expect((await stranger.get(`/v1/orders/${order.id}/timeline`)).status).toBe(404);
  });

  it('are read from the index of an audience, however many others wait', async () => {
    const market = await insertMarket(knex);
    const order = await placePurchase(knex, market, { placedAt: day(1) });
    // As many again for others as an installation may have: the plan must not read them.
    await knex.raw(
      `insert into approvals (id, order_id, ask, step, name, state, asked, asked_at, reminders, has_question, given_by)
       select gen_random_uuid(), ?, n, 0, 'Many', 'asked', '[]', cast(? as timestamptz) + n * interval '1 second', 0, false, '[]'
       from generate_series(1000, 21000) as n`,
      [order.id, day(1)],
    );
    await knex.raw(
      `insert into approval_audiences (approval_id, audience, asked_at)
       select id, 'approvers@crowd-' || ask % 4, asked_at from approvals where name = 'Many'`,
    );
    await knex.raw('analyze approvals, approval_audiences');
    const seen: string[] = [];
    const spying = knex.withUserParams({});
    const [key] = ['approvers@crowd-1'];
    spying.on('query', ({ sql }: { sql: string }) => seen.push(sql));
    const page = await createApprovalView(spying).inbox([key], randomUUID(), { limit: 50, cursor: null });
    expect(page.items).toHaveLength(50);
    const values = [key, randomUUID(), '"x"', 51, 51];
    const explained = await knex.raw(`explain (analyze, format json) ${inKnexPlaces(seen[0] ?? '')}`, values);
    const plan = JSON.stringify(explained.rows[0]['QUERY PLAN']);
    expect(plan).toContain('approval_audiences_pkey');
    expect(plan).not.toMatch(
      /"Node Type":"Seq Scan","Parent Relationship":"\w+","Parallel Aware":\w+,"Async Capable":\w+,"Relation Name":"approval/,
    );
    const scanned = [...plan.matchAll(/"Actual Rows":(\d+)/g)].map(([, rows]) => Number(rows));
    expect(Math.max(...scanned)).toBeLessThanOrEqual(60);
  });
});

const inKnexPlaces = (sql: string): string => sql.replace(/\$\d+/g, '?');
