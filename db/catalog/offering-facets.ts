import type { Knex } from 'knex';
import { lineOf } from '../../domain/catalog/category';
import type { Reach } from '../../domain/identity/permission';
import { rowsOf } from '../rows';
import type { Condition, OfferingFilter } from './offering-filter';
import { conditionsOf, meetsWords, whereOf } from './offering-filter';

/** How many offerings a filter would leave with one more condition, the most first. */
export interface OfferingFacets {
  /** A category counts what is listed below it as well. */
  readonly categories: readonly { readonly category: string; readonly offerings: number }[];
  readonly vendors: readonly { readonly vendorId: string; readonly name: string; readonly offerings: number }[];
  /** Of the attributes of a category that is asked for. */
  readonly attributes: readonly {
    readonly attribute: string;
    readonly values: readonly { readonly value: string; readonly offerings: number }[];
  }[];
}

/** Each facet leaves its own condition out, so that others of its kind can be chosen. */
export const countFacets = async (knex: Knex, filter: OfferingFilter, of: Reach): Promise<OfferingFacets> => {
  const { category, vendorId, group, ...rest } = filter;
  const [categories, vendors, attributes] = await Promise.all([
    countCategories(knex, partOf({ ...rest, vendorId }, of)),
    counted<OfferingFacets['vendors'][number]>(knex, vendorFacet, partOf({ ...rest, category, group }, of)),
    category === undefined && group === undefined ? [] : countAttributes(knex, filter, of),
  ]);
  return { categories, vendors, attributes };
};

type Part = ReturnType<typeof whereOf>;

const partOf = (filter: OfferingFilter, of: Reach, ...more: readonly Condition[]): Part =>
  whereOf([...conditionsOf(filter, of), ...meetsWords(filter.search), ...more]);

const counted = <T>(knex: Knex, statement: (where: string) => string, { where, values }: Part): Promise<T[]> =>
  rowsOf<T>(knex, statement(where), values);

// More than people choose from.
const facetsMost = 50;

const countCategories = async (knex: Knex, part: Part): Promise<OfferingFacets['categories']> => {
  const own = await counted<OfferingFacets['categories'][number]>(knex, categoryFacet, part);
  const tree = await rowsOf<{ readonly key: string; readonly parent: string | null }>(
    knex,
    'select key, parent from categories',
  );
  const known = new Map(tree.map((category) => [category.key, category]));
  const sums = new Map<string, number>();
  for (const { category, offerings } of own)
    for (const { key } of lineOf(known, category)) sums.set(key, (sums.get(key) ?? 0) + offerings);
  return [...sums]
    .map(([category, offerings]) => ({ category, offerings }))
    .sort((a, b) => b.offerings - a.offerings || (a.category < b.category ? -1 : 1))
    .slice(0, facetsMost);
};

const categoryFacet = (where: string): string => `
  select category, cast(count(*) as integer) as offerings from offerings o ${where} group by category`;

const vendorFacet = (where: string): string => `
  select vendor.id as "vendorId", vendor.name, counted.offerings
  from (
    select vendor_id, cast(count(*) as integer) as offerings from offerings o ${where}
    group by vendor_id order by count(*) desc, vendor_id limit ${facetsMost}
  ) counted
  join organizations vendor on vendor.id = counted.vendor_id
  order by counted.offerings desc, vendor.name, vendor.id`;

interface ValueRow {
  readonly attribute: string;
  readonly value: string;
  readonly offerings: number;
}

/** All that nothing is chosen of in one statement, and each other one without its own condition. */
const countAttributes = async (
  knex: Knex,
  filter: OfferingFilter,
  of: Reach,
): Promise<OfferingFacets['attributes']> => {
  const chosen = [...new Set((filter.attributes ?? []).map(({ key }) => key))];
  const open = counted<ValueRow>(knex, attributeFacet('key <> all (cast(? as text[]))'), withKeys(chosen, filter, of));
  const own = chosen.map((key) => {
    const others = filter.attributes?.filter((attribute) => attribute.key !== key);
    return counted<ValueRow>(
      knex,
      attributeFacet('key = any (cast(? as text[]))'),
      withKeys([key], { ...filter, attributes: others }, of),
    );
  });
  const rows = (await Promise.all([open, ...own])).flat();
  return [...new Set(rows.map(({ attribute }) => attribute))].sort().map((attribute) => ({
    attribute,
    values: rows.flatMap(({ attribute: key, value, offerings }) => (key === attribute ? [{ value, offerings }] : [])),
  }));
};

/** The keys come first in the statement. */
const withKeys = (keys: readonly string[], filter: OfferingFilter, of: Reach): Part => {
  const { where, values } = partOf(filter, of);
  return { where, values: [keys, ...values] };
};

const attributeFacet =
  (isWanted: string) =>
  (where: string): string => `
  select attribute, value, offerings from (
    select fact.key as attribute, single.value, cast(count(*) as integer) as offerings,
      row_number() over (partition by fact.key order by count(*) desc, single.value) as place
    from (select (select jsonb_object_agg(key, value) from jsonb_each(o.facts) where ${isWanted}) as facts from offerings o ${where}) found
    cross join lateral jsonb_each(found.facts) fact
    cross join lateral jsonb_array_elements_text(
      case jsonb_typeof(fact.value) when 'array' then fact.value else jsonb_build_array(fact.value) end
    ) single (value)
    group by fact.key, single.value
  ) ranked
  where place <= ${facetsMost} order by attribute, place`;
