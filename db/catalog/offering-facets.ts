import type { Knex } from 'knex';
import { lineOf } from '../../domain/catalog/category';
import { rowsOf } from '../rows';
import type { AttributeFacet } from './attribute-facets';
import { countAttributes, facetsMost } from './attribute-facets';
import type { OfferingFilter } from './offering-filter';
import type { Count, Counting } from './offering-found';

/** How many offerings a filter would leave with one more condition, the most first. */
export interface OfferingFacets {
  /** A category counts what is listed below it as well. */
  readonly categories: readonly { readonly category: string; readonly offerings: number }[];
  readonly vendors: readonly { readonly vendorId: string; readonly name: string; readonly offerings: number }[];
  readonly currencies: readonly { readonly currency: string; readonly offerings: number }[];
  /** Of the attributes of a category that is asked for. */
  readonly attributes: readonly AttributeFacet[];
}

/** Each facet leaves its own condition out, so that others of its kind can be chosen. */
export const countFacets = async (knex: Knex, count: Count, filter: OfferingFilter): Promise<OfferingFacets> => {
  const [{ categories, vendors, currencies }, attributes] = await Promise.all([
    countColumns(count, filter),
    filter.category === undefined && filter.group === undefined ? [] : countAttributes(count, filter),
  ]);
  return {
    categories: await withTheirUpper(knex, categories),
    vendors: await withNames(knex, vendors),
    currencies: mostOf(
      sumOf(currencies.flatMap(({ values, offerings }) => values.map((key) => ({ key, offerings })))),
    ).map(({ key: currency, offerings }) => ({ currency, offerings })),
    attributes,
  };
};

interface Counted {
  readonly key: string;
  readonly offerings: number;
}

interface Counts {
  readonly categories: readonly Counted[];
  readonly vendors: readonly Counted[];
  /** Of each combination. */
  readonly currencies: readonly { readonly values: readonly string[]; readonly offerings: number }[];
}

const columns = { category: 'category', vendor: 'vendor_id', currency: 'currencies' } as const;
type Facet = keyof typeof columns;

/** The filter without the condition that a facet has choices of. */
const openFor = (facet: Facet, { category, group, vendorId, currency, ...rest }: OfferingFilter): OfferingFilter => ({
  ...rest,
  ...(facet === 'category' ? {} : { category, group }),
  ...(facet === 'vendor' ? {} : { vendorId }),
  ...(facet === 'currency' ? {} : { currency }),
});

/** Facets that leave the same conditions count what one pass finds. */
const countColumns = async (count: Count, filter: OfferingFilter): Promise<Counts> => {
  const passes = new Map<string, { readonly filter: OfferingFilter; readonly facets: Facet[] }>();
  for (const facet of Object.keys(columns) as Facet[]) {
    const open = openFor(facet, filter);
    const pass = passes.get(JSON.stringify(open)) ?? { filter: open, facets: [] };
    pass.facets.push(facet);
    passes.set(JSON.stringify(open), pass);
  }
  const counted = [...passes.values()].map((pass) => count<CountRow>(countingOf(pass.facets), pass.filter));
  const rows = (await Promise.all(counted)).flat();
  return {
    categories: rows.flatMap(({ category, offerings }) => (category === null ? [] : [{ key: category, offerings }])),
    vendors: rows.flatMap(({ vendor, offerings }) => (vendor === null ? [] : [{ key: vendor, offerings }])),
    currencies: rows.flatMap(({ currency, offerings }) => (currency === null ? [] : [{ values: currency, offerings }])),
  };
};

/** One of its facets has a value, the others are null. */
interface CountRow {
  readonly category: string | null;
  readonly vendor: string | null;
  readonly currency: readonly string[] | null;
  readonly offerings: number;
}

const countingOf = (facets: readonly Facet[]): Counting => {
  const told = (Object.keys(columns) as Facet[]).map(
    (facet) => `${facets.includes(facet) ? `found.${columns[facet]}` : 'null'} as ${facet}`,
  );
  const sets = facets.map((facet) => `(found.${columns[facet]})`).join(', ');
  return {
    columns: facets.map((facet) => columns[facet]),
    statement: ({ sql, values }) => ({
      sql: `select ${told.join(', ')}, cast(count(*) as integer) as offerings from (${sql}) found group by grouping sets (${sets})`,
      values,
    }),
  };
};

const sumOf = (counts: readonly Counted[]): Counted[] => {
  const sums = new Map<string, number>();
  for (const { key, offerings } of counts) sums.set(key, (sums.get(key) ?? 0) + offerings);
  return [...sums].map(([key, offerings]) => ({ key, offerings }));
};

const mostOf = (counts: readonly Counted[]): Counted[] =>
  [...counts].sort((a, b) => b.offerings - a.offerings || (a.key < b.key ? -1 : 1)).slice(0, facetsMost);

const withTheirUpper = async (knex: Knex, counts: readonly Counted[]): Promise<OfferingFacets['categories']> => {
  const tree = await rowsOf<{ readonly key: string; readonly parent: string | null }>(
    knex,
    'select key, parent from categories',
  );
  const known = new Map(tree.map((category) => [category.key, category]));
  const all = counts.flatMap(({ key: own, offerings }) => lineOf(known, own).map(({ key }) => ({ key, offerings })));
  return mostOf(sumOf(all)).map(({ key: category, offerings }) => ({ category, offerings }));
};

const withNames = async (knex: Knex, counts: readonly Counted[]): Promise<OfferingFacets['vendors']> => {
  const most = mostOf(sumOf(counts));
  const rows = await rowsOf<{ readonly id: string; readonly name: string }>(
    knex,
    'select id, name from organizations where id = any (cast(? as uuid[]))',
    [most.map(({ key }) => key)],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const named = most.map(({ key: vendorId, offerings }) => ({ vendorId, name: names.get(vendorId) ?? '', offerings }));
  return named.sort((a, b) => b.offerings - a.offerings || (a.name < b.name ? -1 : Number(a.name > b.name)));
};
