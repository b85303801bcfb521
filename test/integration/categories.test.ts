import { categoryRoutes } from '../../api/catalog/category-routes';
import { importRoutes } from '../../api/catalog/import-routes';
import * as categories from '../../db/migrations/20261125110000_categories';
import * as search from '../../db/migrations/20261125110400_search_of_offerings';
import * as counts from '../../db/migrations/20261125121000_counts_of_offerings';
import { day, insertOffering, insertOrganization } from '../support/builders';
import { offeringEntry } from '../support/catalog-files';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';
import type { Caller } from '../support/api';

const cpu = { key: 'cpu', title: 'CPUs', kind: 'number', required: true, filterable: true };
const machines = { title: 'Machines', parent: 'compute' };

describe('categories', () => {
  const { knex } = useDatabase();
  const served = useServer(knex, day(1), (deps) => [...categoryRoutes(deps), ...importRoutes(deps)]);
  let admin: Caller;
  let vendor: Caller;

  beforeAll(async () => {
    admin = await served.as({ role: 'platform.admin', scope: 'platform', scopeId: null });
    vendor = await served.ownerOf(await insertOrganization(knex, { kinds: ['vendor'] }));
  });

  const tree = async () => (await vendor.get('/v1/categories')).body;
  const keys = async (): Promise<string[]> => (await tree()).categories.map(({ key }: { readonly key: string }) => key);
  const sell = (fields: Parameters<typeof offeringEntry>[0]) =>
    vendor.post('/v1/catalog/import', { offerings: [offeringEntry(fields)] });
  const pointers = ({ body }: { readonly body: { readonly errors: readonly { readonly pointer: string }[] } }) =>
    body.errors.map(({ pointer }) => pointer);

  it('are made one by one, in their order, and shown to everybody', async () => {
    expect((await admin.put('/v1/categories/compute', { title: 'Compute', order: 2, attributes: [cpu] })).status).toBe(
      200,
    );
    expect((await admin.put('/v1/categories/machines', { ...machines, order: -1 })).status).toBe(200);
    expect((await admin.put('/v1/categories/machines', { ...machines, order: 1 })).body.changes).toMatchObject([
      { kind: 'update', key: 'machines', fields: [{ field: 'order', from: '-1', to: '1' }] },
    ]);
    expect(await keys()).toEqual(['crm', 'machines', 'compute']);
    expect(
      (await admin.put('/v1/category-groups/start', { title: 'Start', categories: ['machines', 'crm'] })).status,
    ).toBe(200);
    expect((await tree()).groups).toMatchObject([{ key: 'start', categories: ['machines', 'crm'] }]);
  });

  it('are changed by administrators of the platform alone', async () => {
    const support = await served.as({ role: 'platform.support', scope: 'platform', scopeId: null });
    for (const caller of [vendor, support]) {
      expect((await caller.put('/v1/categories/mine', { title: 'Mine' })).status).toBe(403);
      expect((await caller.post('/v1/categories/crm/remove', undefined)).status).toBe(403);
      expect((await caller.post('/v1/categories/import', { categories: [] })).status).toBe(403);
    }
  });

  it('hold what offerings tell: each wrong value is refused by its place', async () => {
    const wrong = await sell({ category: 'machines', attributes: { cpu: 'many', colour: 'red' } });
    expect([wrong.status, wrong.body.type]).toEqual([422, '/problems/catalog-refused']);
    expect(pointers(wrong)).toEqual(['/offerings/0/attributes/cpu', '/offerings/0/attributes/colour']);
    expect(pointers(await sell({ category: 'machines' }))).toEqual(['/offerings/0/attributes/cpu']);
    expect(pointers(await sell({ category: 'nowhere' }))).toEqual(['/offerings/0/category']);
    expect((await sell({ category: 'machines', attributes: { cpu: '8' } })).status).toBe(200);
    expect((await sell({ category: 'machines', attributes: { cpu: '8' } })).body.changes).toEqual([]);
    expect((await vendor.get('/v1/catalog/export')).body.offerings).toMatchObject([{ attributes: { cpu: '8' } }]);
  });

  it('neither move nor go while offerings are listed in them', async () => {
    const refusals = [
      await admin.post('/v1/categories/machines/remove', undefined),
      await admin.post('/v1/categories/compute/remove', undefined),
      await admin.put('/v1/categories/machines', { ...machines, parent: 'crm' }),
    ];
    expect(refusals.map(({ body }) => body.type)).toEqual(Array(3).fill('/problems/categories-refused'));
    expect((await admin.post('/v1/categories/nothing/remove', undefined)).status).toBe(404);
    expect((await admin.post('/v1/category-groups/start/remove', undefined)).status).toBe(200);
    expect(await keys()).toContain('machines');
  });

  it('never lead round in a circle', async () => {
    const loop = await admin.put('/v1/categories/compute', { title: 'Compute', parent: 'machines', attributes: [cpu] });
    expect(loop.status).toBe(422);
  });

  it('come back as the file that was imported, and a dry run keeps nothing', async () => {
    const file = await tree();
    const renamed = structuredClone(file);
    renamed.categories[0].title = 'Renamed';
    const shown = await admin.post('/v1/categories/import?dryRun=true', renamed);
    expect(shown.body).toMatchObject({ dryRun: true, changes: [{ kind: 'update', of: 'category' }] });
    expect(await tree()).toEqual(file);
    expect((await admin.post('/v1/categories/import', renamed)).body.changes).toEqual(shown.body.changes);
    expect((await admin.post('/v1/categories/import', renamed)).body.changes).toEqual([]);
    expect(await tree()).toEqual(renamed);
    expect(await knex('category_changes').where({ changed_at: day(1) })).not.toEqual([]);
  });
});

describe('categories that offerings named before there were any', () => {
  const { knex } = useDatabase();

  it('become categories under keys made of their words', async () => {
    await counts.down(knex);
    await search.down(knex);
    await categories.down(knex);
    const vendor_id = await insertOrganization(knex, { kinds: ['vendor'] });
    for (const category of ['Business software', 'business  SOFTWARE!', '数据库', ' ', '', 'x'.repeat(80)])
      await insertOffering(knex, { vendor_id, category });
    await categories.up(knex);
    await search.up(knex);
    await counts.up(knex);
    const keys = (await knex('categories').orderBy('key')).map(({ key }) => key);
    expect(keys).toEqual(['business-software', expect.stringMatching(/^category-[\da-f]{8}$/), 'x'.repeat(64)]);
    const used = await knex('offerings').distinct('category').orderBy('category');
    expect(used.map(({ category }) => category)).toEqual(['', ...keys]);
  });
});
