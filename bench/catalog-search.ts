import { createOfferingView } from '../db/catalog/offering-view';
import type { OfferingFilter } from '../db/catalog/offering-filter';
import type { Reach } from '../domain/identity/permission';
import { print } from './figure';
import { closedLoop, inTurns, round } from './load';
import { makeManyOfferings } from './many-offerings';
import type { Stack } from './stack';
import { statementOf } from './statement';

const callers = 2;
const turns = 2;
const secondsATurn = 0.7;
const warmUpSeconds = 0.2;
const limit = 20;

/** What a customer looks for; the query says the same as the filter. */
const searches: readonly { readonly name: string; readonly query: string; readonly filter: OfferingFilter }[] = [
  { name: 'all', query: '', filter: {} },
  { name: 'frequent word', query: 'search=cloud', filter: { search: 'cloud' } },
  { name: 'beginning', query: 'search=se', filter: { search: 'se' } },
  { name: 'one letter', query: 'search=w', filter: { search: 'w' } },
  { name: 'two words', query: 'search=team+word77', filter: { search: 'team word77' } },
  { name: 'rare word', query: 'search=word4321', filter: { search: 'word4321' } },
  { name: 'no find', query: 'search=nothing', filter: { search: 'nothing' } },
  { name: 'category', query: 'category=area-7', filter: { category: 'area-7' } },
  { name: 'word in category', query: 'search=mail&category=area-7', filter: { search: 'mail', category: 'area-7' } },
  { name: 'tag', query: 'tag=tag-7', filter: { tag: 'tag-7' } },
  { name: 'rare currency', query: 'currency=CHF', filter: { currency: 'CHF' } },
  {
    name: 'attribute',
    query: 'attribute=cpu:64',
    filter: { attributes: [{ key: 'cpu', values: ['64'], from: null, to: null }] },
  },
  {
    name: 'range in category',
    query: 'category=area-9&attribute=cpu:8..16',
    filter: { category: 'area-9', attributes: [{ key: 'cpu', values: [], from: '8', to: '16' }] },
  },
];

/** A page of what a customer finds among 50,000 offerings, beside the same statement asked by `pg` alone. */
export const catalogSearch = async (stack: Stack): Promise<void> => {
  await makeManyOfferings(stack.pool);
  const { keys, customerId } = stack.market;
  const reach = { all: false, organizationIds: [customerId], projectIds: [] };
  for (const search of searches) await measure(stack, keys.approver, reach, search);
  await measureFacets(stack, keys.approver);
};

const measure = async (
  { api, pool, env }: Stack,
  key: string,
  reach: Reach,
  { name, query, filter }: (typeof searches)[number],
): Promise<void> => {
  const statement = await statementOf(env['DATABASE_URL'] ?? '', (knex) =>
    createOfferingView(knex).list(filter, reach, { limit, cursor: null }),
  );
  const path = `/v1/offerings?limit=${limit}&${query}`;
  const loads = await inTurns(
    turns,
    () => closedLoop(callers, secondsATurn, () => pool.query(statement), warmUpSeconds),
    () => closedLoop(callers, secondsATurn, () => api.get(key, path), warmUpSeconds),
  );
  const ofFloor = round(loads.ours.perSecond / loads.floor.perSecond, 2);
  print({ bench: 'catalog-search', search: name, callers, ...loads.ours, floor: loads.floor, ofFloor });
};

/** Counts go through all that is found; several statements at once have no one statement as their floor. */
const measureFacets = async ({ api, pool }: Stack, key: string): Promise<void> => {
  const count = 'select category, count(*) from offerings group by category';
  for (const query of ['', 'category=area-7', 'search=cloud']) {
    const loads = await inTurns(
      turns,
      () => closedLoop(1, secondsATurn, () => pool.query(count), warmUpSeconds),
      () => closedLoop(1, secondsATurn, () => api.get(key, `/v1/offerings/facets?${query}`), warmUpSeconds),
    );
    print({ bench: 'catalog-search', facets: query, callers: 1, ...loads.ours, floor: loads.floor });
  }
};
