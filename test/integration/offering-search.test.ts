import { catalogRoutes } from '../../api/catalog/routes';
import { categoryRoutes } from '../../api/catalog/category-routes';
import { importRoutes } from '../../api/catalog/import-routes';
import type { OfferingEntry } from '../../domain/catalog/catalog-file';
import type { Caller } from '../support/api';
import { day, insertOrganization } from '../support/builders';
import { offeringEntry, planEntry } from '../support/catalog-files';
import { useDatabase } from '../support/database';
import { useServer } from '../support/served';

const options = ['eu', 'us'].map((key) => ({ key, title: key === 'eu' ? 'Europe' : 'America' }));
const categories = [
  {
    ...{ key: 'compute', title: 'Computing power', texts: { de: { title: 'Rechenleistung' } } },
    attributes: [{ key: 'cpu', title: 'CPUs', kind: 'number', default: '1', filterable: true }],
  },
  {
    ...{ key: 'machines', parent: 'compute', title: 'Machines' },
    attributes: [
      { key: 'region', title: 'Region', kind: 'choice', options, filterable: true },
      { key: 'zones', title: 'Zones', kind: 'choices', options, filterable: true },
      { key: 'gpu', title: 'GPU', kind: 'boolean', filterable: true },
      { key: 'note', title: 'Note', kind: 'text' },
    ],
  },
  { key: 'crm', title: 'Customers' },
];
const groups = [{ key: 'start', title: 'To begin with', categories: ['compute'] }];

describe('the search of offerings', () => {
  const { knex } = useDatabase();
  const served = useServer(knex, day(1), (deps) =>
    [catalogRoutes, categoryRoutes, importRoutes].flatMap((routesOf) => routesOf(deps)),
  );
  let admin: Caller;
  let buyer: Caller;
  let vendorId = '';
  let vendor: Caller;

  const names = async (query: string): Promise<string[]> => {
    const { status, body } = await buyer.get(`/v1/offerings?${query}`);
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
    return body.items.map(({ name }: { readonly name: string }) => name);
  };
  const offering = (key: string, fields: Partial<OfferingEntry>): OfferingEntry =>
    offeringEntry({
      key: key.replace(' ', '-'),
      name: key,
      description: `About ${key}`,
      category: 'machines',
      ...fields,
    });

  beforeAll(async () => {
    admin = await served.as({ role: 'platform.admin', scope: 'platform', scopeId: null });
    buyer = await served.ownerOf(await insertOrganization(knex));
    vendorId = await insertOrganization(knex, { kinds: ['vendor'] });
    vendor = await served.ownerOf(vendorId);
    expect((await admin.post('/v1/categories/import', { categories, groups })).status).toBe(200);
    const offerings = [
      offering('Small', { category: 'compute', tags: ['cheap stuff'] }),
      offering('Medium', { attributes: { cpu: '8.0', region: 'eu', zones: ['eu', 'us'], gpu: false } }),
      offering('Large', {
        attributes: { cpu: '64', region: 'us', zones: ['us'], gpu: true, note: 'Quick as lightning' },
        plans: [planEntry({ currency: 'USD' })],
        plugin: 'manual',
      }),
      offering('Address book', { category: 'crm', description: 'Runs on a small machine' }),
    ];
    expect((await vendor.post('/v1/catalog/import', { offerings })).body).toMatchObject({ dryRun: false });
  });

  const sell = async (one: OfferingEntry): Promise<void> => {
    const { status, body } = await vendor.post('/v1/catalog/import', { offerings: [one] });
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
  };

  it.each([
    ['beginnings of a name', 'search=med', ['Medium']],
    ['a tag', 'search=cheap', ['Small']],
    ['a title of a category', 'search=machi', ['Large', 'Medium', 'Address book']],
    ['a title above, in another language', 'search=rechenl', ['Large', 'Medium', 'Small']],
    ['the title of a choice', 'search=europ', ['Medium']],
    ['text that is told', 'search=lightn', ['Large']],
    ['a letter, whole alone', 'search=m', []],
    ['words of several places', 'search=america+larg', ['Large']],
  ])('finds by %s', async (_, query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('tells first what has the words in its name, tags or category, each in the order of names, page by page', async () => {
    expect(await names('search=small')).toEqual(['Small', 'Address book']);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await buyer.get(`/v1/offerings?search=ma&limit=1${query}`);
      seen.push(...body.items.map(({ name }: { readonly name: string }) => name));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(['Large', 'Medium', 'Address book']);
  });

  it.each([
    ['a category with all below it', 'category=compute', ['Large', 'Medium', 'Small']],
    ['a group of categories', 'group=start', ['Large', 'Medium', 'Small']],
    ['a category that is not there', 'category=nowhere', []],
    ['a tag, whole', `tag=${encodeURIComponent('cheap stuff')}`, ['Small']],
    ['the beginning of a tag', 'tag=cheap', []],
    ['a currency', 'currency=USD', ['Large']],
    ['a plugin', 'plugin=manual', ['Large']],
    ['a number, however it is written', 'attribute=cpu:8', ['Medium']],
    ['a number with other digits', 'attribute=cpu:8.00', ['Medium']],
    ['a default', 'attribute=cpu:1', ['Small']],
    ['a range of numbers', 'attribute=cpu:1..8', ['Medium', 'Small']],
    ['a range with one bound', 'attribute=cpu:7.5..', ['Large', 'Medium']],
    ['a range of what is no number', 'attribute=region:1..8', []],
    ['a choice', 'attribute=region:eu', ['Medium']],
    ['one of several', 'attribute=region:eu,us', ['Large', 'Medium']],
    ['one of its choices', 'attribute=zones:eu', ['Medium']],
    ['true or false', 'attribute=gpu:true', ['Large']],
    ['all of several attributes', 'attribute=zones:us&attribute=cpu:8..9', ['Medium']],
    ['what is not filterable', 'attribute=note:Quick%20as%20lightning', []],
  ])('keeps to %s', async (_, query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it.each(['attribute=cpu', 'attribute=cpu:..', 'attribute=:8', 'currency=eur', 'category=%27%3B--'])(
    'refuses %s',
    async (query) => {
      expect((await buyer.get(`/v1/offerings?${query}`)).status).toBe(400);
    },
  );

  it('counts what each further condition would leave: categories with all below them, and values of attributes', async () => {
    const facets = async (query: string) => (await buyer.get(`/v1/offerings/facets?${query}`)).body;
    expect((await facets('')).categories).toEqual([
      { category: 'compute', offerings: 3 },
      { category: 'machines', offerings: 2 },
      { category: 'crm', offerings: 1 },
    ]);
    const one = (value: string, offerings = 1) => ({ value, offerings });
    const { attributes } = await facets('category=machines');
    expect(attributes).toEqual([
      { attribute: 'cpu', values: [one('64'), one('8.0')] },
      { attribute: 'gpu', values: [one('false'), one('true')] },
      { attribute: 'region', values: [one('eu'), one('us')] },
      { attribute: 'zones', values: [one('us', 2), one('eu')] },
    ]);
    const chosen = await facets('category=machines&attribute=region:eu');
    expect(chosen.attributes).toContainEqual({ attribute: 'region', values: [one('eu'), one('us')] });
    expect(chosen.attributes).toContainEqual({ attribute: 'cpu', values: [one('8.0')] });
    expect((await facets('')).attributes).toEqual([]);
    expect((await facets('attribute=gpu:true')).vendors).toMatchObject([{ vendorId, offerings: 1 }]);
  });

  it('counts currencies, and an offering in each that it is priced in', async () => {
    const facets = async (query: string) => (await buyer.get(`/v1/offerings/facets?${query}`)).body.currencies;
    const both = [
      { currency: 'EUR', offerings: 3 },
      { currency: 'USD', offerings: 1 },
    ];
    expect(await facets('')).toEqual(both);
    expect(await facets('currency=USD')).toEqual(both);
    expect(await facets('category=crm')).toEqual([{ currency: 'EUR', offerings: 1 }]);
    const plan = planEntry();
    const components = plan.components.map((component) => ({
      ...component,
      currencies: { CHF: { price: component.price } },
    }));
    const priced = offering('Small', { category: 'compute', tags: ['cheap stuff'] });
    await sell({ ...priced, plans: [{ ...plan, components }] });
    expect(await facets('category=compute')).toContainEqual({ currency: 'CHF', offerings: 1 });
    expect(await names('currency=CHF')).toEqual(['Small']);
    await sell(priced);
    expect(await names('currency=CHF')).toEqual([]);
    await sell({ ...priced, plans: [planEntry({ key: 'yen', currency: 'JPY' })] });
    expect([await names('currency=JPY'), await names('currency=EUR')]).toEqual([['Small'], ['Address book', 'Medium']]);
    await sell(priced);
  });

  it('counts anew at once whatever changes what is counted', async () => {
    const count = async (query: string) =>
      (await buyer.get(`/v1/offerings/facets?${query}`)).body.categories.map(
        ({ category, offerings }: { readonly category: string; readonly offerings: number }) =>
          `${category} ${offerings}`,
      );
    const book = offering('Address book', { category: 'crm', description: 'Runs on a small machine' });
    const one = ['compute 3', 'machines 2', 'crm 1'];
    expect(await count('')).toEqual(one);
    await sell({ ...book, state: 'paused' });
    expect(await count('')).toEqual(['compute 3', 'machines 2']);
    await sell({ ...book, category: 'machines' });
    expect(await count('')).toEqual(['compute 4', 'machines 3']);
    expect(await count('group=start&search=address')).toEqual(['compute 1', 'machines 1']);
    await sell(book);
    expect(await count('')).toEqual(one);
    expect(await count('group=start&search=address')).toEqual(['crm 1']);
    const { body } = await buyer.get('/v1/offerings/facets?group=start');
    const moved = [{ ...groups[0], categories: ['crm'] }];
    expect((await admin.post('/v1/categories/import', { categories, groups: moved })).status).toBe(200);
    const { body: after } = await buyer.get('/v1/offerings/facets?group=start');
    expect([body.vendors[0].offerings, after.vendors[0].offerings]).toEqual([3, 1]);
    expect((await admin.post('/v1/categories/import', { categories, groups })).status).toBe(200);
  });

  it('follows a category when this is named anew', async () => {
    const renamed = categories.map((one) => (one.key === 'compute' ? { ...one, title: 'Abacus' } : one));
    expect((await admin.post('/v1/categories/import', { categories: renamed, groups })).status).toBe(200);
    expect(await names('search=abacus')).toEqual(['Large', 'Medium', 'Small']);
    expect(await names('search=computing')).toEqual([]);
  });
});
