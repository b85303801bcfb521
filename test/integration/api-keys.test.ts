import { createKeyUses } from '../../api/identity/key-uses';
import { createKeyUseIntake } from '../../db/identity/key-use-intake';
import { activeKeysMax } from '../../domain/identity/api-key';
import type { Grant } from '../../domain/identity/permission';
import { createLogger } from '../../platform/logger';
import type { Caller } from '../support/api';
import { day, insertMarket, insertUser } from '../support/builders';
import { useDatabase } from '../support/database';
import { useServedBooks } from '../support/served-books';

describe('API keys', () => {
  const database = useDatabase();
  const { knex } = database;
  let at = day(1);
  const now = (): string => at;
  const uses = createKeyUses({
    intake: createKeyUseIntake(knex),
    log: createLogger({ level: 'silent', name: 'test' }),
    now,
  });
  // Two processes: what one has done, the other finds in the database alone.
  const one = useServedBooks(database, now, { believeMs: -1, used: (keyId) => uses.note(keyId) });
  const other = useServedBooks(database, now, { believeMs: -1 });
  let customerId = '';
  let projectId = '';

  beforeAll(async () => {
    ({ customerId, projectId } = await insertMarket(knex));
    await knex('organizations').where({ id: customerId }).update({ sandbox: true });
  });
  beforeEach(() => {
    at = day(1);
  });

  const person = async (...grants: readonly Grant[]) => {
    const { id, key } = await insertUser(knex, grants);
    return { id, api: one.callerOf(key) };
  };
  const owner = () => person({ role: 'owner', scope: 'organization', scopeId: customerId });
  const admin = () => person({ role: 'platform.admin', scope: 'platform', scopeId: null });
  const create = async (api: Caller, body: object = {}) => {
    const answer = await api.post('/v1/api-keys', { name: 'ERP', ...body });
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
    return answer.body as { id: string; key: string; prefix: string };
  };
  const statusOf = async (key: string): Promise<number> => (await other.callerOf(key).get('/v1/me')).status;
  const typeOf = ({ body }: { readonly body: { readonly type: string } }): string => body.type.replace(/.*\//, '');

  it('are shown once, known by their prefix, and stored as a hash', async () => {
    const { id: userId, api } = await owner();
    const { id, key, prefix } = await create(api, { expiresAt: day(9) });
    expect(key.startsWith(prefix)).toBe(true);
    const shown = [(await api.get(`/v1/api-keys/${id}`)).body, (await api.get('/v1/api-keys')).body];
    expect(JSON.stringify(shown)).not.toContain(key);
    expect(shown[0]).toMatchObject({ id, userId, name: 'ERP', prefix, state: 'active', expiresAt: day(9) });
    const row = await knex('api_keys').where({ id }).first();
    expect(JSON.stringify(row)).not.toContain(key.slice(prefix.length));
    expect((await other.callerOf(key).get('/v1/me')).body).toMatchObject({ userId, credential: { keyId: id, prefix } });
  });

  it('end at the instant of their expiry', async () => {
    const { api } = await owner();
    const { key } = await create(api, { expiresAt: day(5) });
    at = day(4);
    expect(await statusOf(key)).toBe(200);
    at = day(5);
    expect(await statusOf(key)).toBe(401);
    at = day(1);
    const past = await api.post('/v1/api-keys', { name: 'ERP', expiresAt: day(1) });
    expect([past.status, past.body.errors[0].pointer]).toEqual([400, '/expiresAt']);
  });

  it('end when they are revoked, in other processes as well, and can be revoked twice', async () => {
    const { api } = await owner();
    const { id, key } = await create(api);
    expect(await statusOf(key)).toBe(200);
    expect((await api.post(`/v1/api-keys/${id}/revoke`, undefined)).body).toMatchObject({ state: 'revoked' });
    expect(await statusOf(key)).toBe(401);
    at = day(2);
    expect((await api.post(`/v1/api-keys/${id}/revoke`, undefined)).body).toMatchObject({ revokedAt: day(1) });
  });

  it('do nothing that they are not for', async () => {
    const { api } = await owner();
    const { key } = await create(api, { permissions: ['order.read'] });
    const limited = other.callerOf(key);
    expect((await limited.get('/v1/me')).body.permissions).toEqual(['order.read']);
    const clock = { name: 'C', organizationId: customerId };
    const refused = await limited.post('/v1/test-clocks', clock);
    expect((await api.post('/v1/test-clocks', clock)).status).toBe(201);
    expect([refused.status, refused.body.details]).toEqual([403, { permission: 'test-clock.write' }]);
  });

  it('count the roles on their scopes alone, and act for the organization of these', async () => {
    const { api } = await person(
      { role: 'owner', scope: 'organization', scopeId: customerId },
      { role: 'project.member', scope: 'project', scopeId: projectId },
      { role: 'platform.support', scope: 'platform', scopeId: null },
    );
    expect((await api.get('/v1/me')).body.organizationId).toBeNull();
    const { key } = await create(api, { scopeIds: [projectId] });
    expect((await other.callerOf(key).get('/v1/me')).body).toMatchObject({
      organizationId: customerId,
      grants: [{ role: 'project.member', scope: 'project', scopeId: projectId }],
    });
  });

  it('lose what their owner loses', async () => {
    const { id, api } = await owner();
    const { key } = await create(api, { permissions: ['order.read'] });
    await knex('members').where({ user_id: id }).delete();
    expect((await other.callerOf(key).get('/v1/me')).body.grants).toEqual([]);
  });

  it('have no more than their owner', async () => {
    const { api } = await person({ role: 'viewer', scope: 'organization', scopeId: customerId });
    const refused = await api.post('/v1/api-keys', {
      ...{ name: 'X', permissions: ['order.read', 'coupon.write'], scopeIds: [projectId] },
    });
    expect([refused.status, typeOf(refused)]).toEqual([422, 'api-key-beyond-owner']);
    expect(refused.body.errors.map(({ pointer }: { readonly pointer: string }) => pointer)).toEqual([
      '/permissions/1',
      '/scopeIds/0',
    ]);
  });

  it('with limits make and manage no others, but rotate and revoke themselves', async () => {
    const { api } = await owner();
    const whole = await create(api);
    const { id, key } = await create(api, { permissions: ['order.read'] });
    const limited = one.callerOf(key);
    for (const path of ['/v1/api-keys', `/v1/api-keys/${whole.id}/rotate`, `/v1/api-keys/${whole.id}/revoke`]) {
      const refused = await limited.post(path, path.endsWith('keys') ? { name: 'More' } : {});
      expect([refused.status, typeOf(refused)]).toEqual([403, 'api-key-limited']);
    }
    const next = await limited.post(`/v1/api-keys/${id}/rotate`, {});
    expect(next.body).toMatchObject({ permissions: ['order.read'], replaces: id });
    expect((await one.callerOf(next.body.key).post(`/v1/api-keys/${next.body.id}/revoke`, undefined)).status).toBe(200);
  });

  it('are rotated with an overlap, in which both work', async () => {
    const { api } = await owner();
    const old = await create(api, { expiresAt: day(20) });
    at = day(2);
    const rotated = await api.post(`/v1/api-keys/${old.id}/rotate`, { oldKeyUntil: day(5) });
    expect(rotated.body).toMatchObject({ name: 'ERP', replaces: old.id, expiresAt: day(21) });
    at = day(4);
    expect([await statusOf(old.key), await statusOf(rotated.body.key)]).toEqual([200, 200]);
    at = day(5);
    expect([await statusOf(old.key), await statusOf(rotated.body.key)]).toEqual([401, 200]);
    const again = await api.post(`/v1/api-keys/${old.id}/rotate`, {});
    expect([again.status, typeOf(again)]).toEqual([409, 'api-key-ended']);
  });

  it("of others are not there, but for the platform's administrators, who may end them", async () => {
    const { id: userId, api } = await owner();
    const { id, key } = await create(api);
    const { api: stranger } = await owner();
    for (const answer of [
      await stranger.get(`/v1/api-keys/${id}`),
      await stranger.post(`/v1/api-keys/${id}/revoke`, {}),
    ])
      expect(answer.status).toBe(404);
    expect((await stranger.get(`/v1/api-keys?userId=${userId}`)).body.items).toEqual([]);
    const { api: platform } = await admin();
    expect((await platform.get(`/v1/api-keys?userId=${userId}`)).body.items).toHaveLength(2);
    expect((await platform.post(`/v1/api-keys/${id}/rotate`, {})).status).toBe(403);
    expect((await platform.post(`/v1/api-keys/${id}/revoke`, undefined)).status).toBe(200);
    expect(await statusOf(key)).toBe(401);
  });

  it('tell when they were last used, and never an earlier instant', async () => {
    const { api } = await owner();
    const { id, key } = await create(api);
    at = day(3);
    await one.callerOf(key).get('/v1/me');
    await uses.close();
    await createKeyUseIntake(knex).note([{ keyId: id, at: day(2) }]);
    expect((await api.get(`/v1/api-keys/${id}`)).body.lastUsedAt).toBe(day(3));
  });

  it('are as many as one may have, whatever comes at once', async () => {
    const { id: userId, api } = await owner();
    const rest = activeKeysMax - 1;
    const answers = await Promise.all(Array.from({ length: rest + 6 }, () => api.post('/v1/api-keys', { name: 'K' })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(rest);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(typeOf))).toEqual(new Set(['api-keys-too-many']));
    expect(await knex('api_keys').where({ user_id: userId })).toHaveLength(activeKeysMax);
  });
});
