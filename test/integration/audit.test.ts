import { unaudited } from '../../db/audit/audited-tables';
import type { Grant } from '../../domain/identity/permission';
import { insertMarket, insertUser, day, insertOrganization } from '../support/builders';
import { useDatabase } from '../support/database';
import { useServedBooks } from '../support/served-books';

describe('the audit trail', () => {
  const database = useDatabase();
  const { knex } = database;
  let at = day(1);
  const api = useServedBooks(database, () => at, { believeMs: -1 });
  let customerId = '';

  beforeAll(async () => {
    ({ customerId } = await insertMarket(knex));
  });

  beforeEach(() => {
    at = day(1);
  });

  const person = async (...grants: readonly Grant[]) => {
    const { id, key } = await insertUser(knex, grants);
    return { id, key, ...api.callerOf(key) };
  };
  const ownerOf = (scopeId: string) => person({ role: 'owner', scope: 'organization', scopeId });
  const staff = (role: 'platform.admin' | 'platform.support') => person({ role, scope: 'platform', scopeId: null });
  type Person = Awaited<ReturnType<typeof person>>;
  const entriesOf = async (reader: Person, filter: Readonly<Record<string, string>> = {}) =>
    (await reader.get(`/v1/audit?${new URLSearchParams(filter).toString()}`)).body.items;

  it('tells who did what, from where and with which key', async () => {
    const owner = await ownerOf(customerId);
    const made = await owner.post('/v1/api-keys', { name: 'ERP' }, { 'x-request-id': 'trace-1' });
    const [entry, ...more] = await entriesOf(owner, { userId: owner.id });
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      ...{ operationId: 'createApiKey', outcome: 'done', errorCode: null, requestId: 'trace-1', at: day(1) },
      ...{ userId: owner.id, onBehalfOf: null, organizationId: customerId, keyPrefix: owner.key.slice(0, 8) },
    });
    expect(entry.address).toContain('127.0.0.1');
    expect(entry.objectIds).toContain(made.body.id);
  });

  it('tells what was before and after, and no secret', async () => {
    const owner = await ownerOf(customerId);
    const { id, key } = (await owner.post('/v1/api-keys', { name: 'ERP' })).body;
    at = day(2);
    await owner.post(`/v1/api-keys/${id}/revoke`, undefined);
    const [revoked, made] = await entriesOf(owner, { objectId: id });
    const changesOf = async (entry: { readonly id: string }) => (await owner.get(`/v1/audit/${entry.id}`)).body.changes;
    expect(await changesOf(made)).toMatchObject([
      { object: 'api_keys', kind: 'insert', before: null, after: { id, name: 'ERP', hash: '(hidden)' } },
    ]);
    expect(await changesOf(revoked)).toMatchObject([
      { kind: 'update', before: { revoked_at: null }, after: { id, revoked_by: owner.id } },
    ]);
    const hash = (await knex('api_keys').where({ id }).first()).hash.toString('hex');
    const stored = JSON.stringify(await knex('audit_changes'));
    expect([stored.includes(key), stored.includes(hash)]).toEqual([false, false]);
  });

  it('holds whatever writes, in a transaction or not, and nothing that was taken back', async () => {
    const admin = await staff('platform.admin');
    const parent = await insertOrganization(knex, { kinds: ['platform'] });
    const made = await admin.post('/v1/organizations', { name: 'New', kinds: ['reseller'], parentId: parent });
    expect(made.status).toBe(201);
    const [entry] = await entriesOf(admin, { objectId: made.body.id });
    const { changes } = (await admin.get(`/v1/audit/${entry.id}`)).body;
    expect(changes).toContainEqual(expect.objectContaining({ object: 'organizations', kind: 'insert' }));
    const before = await knex('audit_changes').where({ object: 'organizations' }).count();
    // Made by hand, on the same connections, and of nobody's doing.
    await insertOrganization(knex);
    expect(await knex('audit_changes').where({ object: 'organizations' }).count()).toEqual(before);
  });

  it('keeps each refusal of a write, with its reason', async () => {
    const viewer = await person({ role: 'viewer', scope: 'organization', scopeId: customerId });
    const owner = await ownerOf(customerId);
    await viewer.put('/v1/organization-groups/g', { name: 'G', organizationIds: [] });
    await viewer.post('/v1/api-keys', { name: '' });
    await viewer.post(`/v1/api-keys/${customerId}/revoke`, undefined);
    const refused = await entriesOf(owner, { userId: viewer.id, outcome: 'refused' });
    expect(
      refused.map((each: { operationId: string; errorCode: string }) => [each.operationId, each.errorCode]).sort(),
    ).toEqual([
      ['createApiKey', 'validation-failed'],
      ['revokeApiKey', 'api-key-not-found'],
      ['setOrganizationGroup', 'forbidden'],
    ]);
  });

  it('holds no reads, and nothing of who is not known', async () => {
    const [before] = await knex('audit_entries').count();
    const owner = await ownerOf(customerId);
    await owner.get('/v1/api-keys');
    await api.callerOf('ek_unknown_key').post('/v1/api-keys', { name: 'X' });
    expect(await knex('audit_entries').count()).toEqual([before]);
  });

  it('is read by owners of the organization and by staff, entry by entry and page by page', async () => {
    const owner = await ownerOf(customerId);
    const stranger = await ownerOf(await insertOrganization(knex));
    const viewer = await person({ role: 'viewer', scope: 'organization', scopeId: customerId });
    for (const nth of [1, 2, 3]) {
      at = day(nth + 1);
      await owner.post('/v1/api-keys', { name: `Key ${nth}` });
    }
    const mine = { userId: owner.id };
    const [newest] = await entriesOf(owner, mine);
    for (const reader of [stranger, viewer]) {
      expect(await entriesOf(reader, mine)).toEqual([]);
      expect((await reader.get(`/v1/audit/${newest.id}`)).status).toBe(404);
    }
    const support = await staff('platform.support');
    const first = (await support.get(`/v1/audit?userId=${owner.id}&limit=2`)).body;
    const rest = (await support.get(`/v1/audit?userId=${owner.id}&limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...rest.items].map(({ at: when }) => when)).toEqual([day(4), day(3), day(2)]);
    expect(await entriesOf(support, { ...mine, from: day(3), to: day(4) })).toHaveLength(1);
    expect(await entriesOf(support, { ...mine, operationId: 'revokeApiKey' })).toEqual([]);
  });

  it.each(['audit_entries', 'audit_changes'])('is only added to: %s', async (table) => {
    for (const statement of [`update ${table} set user_id = user_id`, `delete from ${table}`, `truncate ${table}`]) {
      await expect(knex.raw(statement)).rejects.toThrow(/permission denied|only added to/);
    }
    const held = await knex('information_schema.role_table_grants')
      .where({ table_name: table })
      .pluck('privilege_type');
    expect(held.filter((privilege: string) => ['UPDATE', 'DELETE', 'TRUNCATE'].includes(privilege))).toEqual([]);
  });

  it('is left by every table, but for those that are named with a reason', async () => {
    const tables = await knex('pg_tables').where({ schemaname: 'public' }).pluck('tablename');
    const audited = await knex('pg_trigger')
      .join('pg_class', 'pg_class.oid', 'tgrelid')
      .where({ tgname: 'audited' })
      .pluck('relname');
    const told = tables.filter((name: string) => !name.startsWith('knex_') && !(name in unaudited));
    expect(audited.sort()).toEqual(told.sort());
    expect(Object.keys(unaudited).filter((name) => !tables.includes(name))).toEqual([]);
  });
});
