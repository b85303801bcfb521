import { catalogRoutes } from '../../api/catalog/routes';
import { importRoutes } from '../../api/catalog/import-routes';
import type { Caller } from '../support/api';
import { day, insertOrganization } from '../support/builders';
import { offeringEntry, planEntry } from '../support/catalog-files';
import { useDatabase } from '../support/database';
import { field } from '../support/forms';
import { useServer } from '../support/served';

const entry = offeringEntry({
  ...{ key: 'desk', name: 'Desk', description: 'A desk for a day', category: '', state: 'draft' },
  language: 'en',
  texts: { de: { name: 'Schreibtisch', description: 'Ein Tisch für einen Tag' }, 'pt-BR': { name: 'Mesa' } },
  orderForm: [field({ key: 'floor', label: 'Floor', texts: { de: { label: 'Stockwerk' } } })],
  plans: [
    planEntry({ texts: { de: { name: 'Monatlich', components: { seats: { name: 'Plätze', unit: 'Platz' } } } } }),
  ],
});

describe('an offering in several languages', () => {
  const { knex } = useDatabase();
  const served = useServer(knex, day(1), (deps) => [catalogRoutes, importRoutes].flatMap((routesOf) => routesOf(deps)));
  let vendor: Caller;
  let offeringId = '';

  const importing = (offering: object, dryRun = false) =>
    vendor.post(`/v1/catalog/import?dryRun=${dryRun}`, { offerings: [offering] });
  const read = (languages: string) => vendor.get(`/v1/offerings/${offeringId}`, { 'accept-language': languages });

  beforeAll(async () => {
    vendor = await served.ownerOf(await insertOrganization(knex, { kinds: ['vendor'] }));
    const { status, body } = await importing(entry);
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
    offeringId = (await knex('offerings').where({ key: 'desk' }).first()).id;
  });

  it('is told in the best one that is asked for, and says which that is', async () => {
    const { headers, body } = await read('it, de-CH;q=0.9, pt-BR;q=0.5');
    expect(headers.get('content-language')).toBe('de');
    expect(headers.get('vary')).toBe('accept-language');
    expect(body).toMatchObject({ name: 'Schreibtisch', language: 'de', languages: ['en', 'de', 'pt-BR'] });
    expect(body.plans).toMatchObject([{ name: 'Monatlich', components: [{ name: 'Plätze', unit: 'Platz' }] }]);
    expect(body.orderForm).toMatchObject([{ label: 'Stockwerk' }]);
    for (const part of [body, body.plans[0], body.orderForm[0]]) expect(part).not.toHaveProperty('texts');
  });

  it.each([
    ['', 'en', 'Desk'],
    ['*', 'en', 'Desk'],
    ['fr', 'en', 'Desk'],
    ['de;q=0, fr', 'en', 'Desk'],
    ['pt-br', 'pt-BR', 'Mesa'],
    [';;,=q,\u00e9;q=x', 'en', 'Desk'],
    ['x-'.repeat(3000), 'en', 'Desk'],
  ])('answers whoever asks for “%.20s” in %s', async (languages, language, name) => {
    const { status, headers, body } = await read(languages);
    expect({ status, language: headers.get('content-language'), name: body.name }).toEqual({
      ...{ status: 200, language, name },
    });
  });

  it('is listed in it too, and found by words of each', async () => {
    const list = (query: string) => vendor.get(`/v1/offerings?${query}`, { 'accept-language': 'pt-BR' });
    const { headers, body } = await list('');
    expect(headers.get('content-language')).toBe('pt-BR');
    expect(body.items).toMatchObject([{ name: 'Mesa', description: 'A desk for a day', language: 'pt-BR' }]);
    for (const search of ['desk', 'schreibt', 'mesa', 'tag']) {
      expect((await list(`search=${search}`)).body.items).toMatchObject([{ id: offeringId }]);
    }
    expect((await list('search=stuhl')).body.items).toEqual([]);
  });

  it('is exported with all of them, and importing that changes nothing', async () => {
    const { body: file } = await vendor.get('/v1/catalog/export');
    expect(file.offerings).toMatchObject([
      { language: 'en', texts: entry.texts, plans: [{ texts: entry.plans[0]?.texts }] },
    ]);
    expect((await vendor.post('/v1/catalog/import', file)).body.changes).toEqual([]);
  });

  it('is translated anew without another version of its prices', async () => {
    const plans = entry.plans.map((plan) => ({ ...plan, texts: { de: { name: 'Je Monat' } } }));
    const { body } = await importing({ ...entry, plans }, true);
    expect(body.changes).toMatchObject([{ kind: 'update-plan', fields: [{ field: 'texts' }] }]);
    expect(body.changes).toHaveLength(1);
  });

  it.each([
    ['tags of no language', { texts: { 'de--': {} } }],
    ['tags in another form', { texts: { DE: {} } }],
    ['unknown words', { texts: { de: { title: 'x' } } }],
    [
      'more than can be searched',
      {
        texts: Object.fromEntries(
          ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg', 'hh', 'ii', 'jj', 'kk'].map((tag) => [
            tag,
            { description: 'x'.repeat(9999) },
          ]),
        ),
      },
    ],
  ])('takes no %s', async (_, given) => {
    expect((await importing({ ...entry, ...given })).status).toBe(400);
  });
});
