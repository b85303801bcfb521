import type { AttributeFilter, OfferingFilter } from './offering-filter';
import type { Count, Counting } from './offering-found';

/** More than people choose from. */
export const facetsMost = 50;

/** Of an attribute how many offerings have each value, the most first. */
export interface AttributeFacet {
  readonly attribute: string;
  readonly values: readonly { readonly value: string; readonly offerings: number }[];
}

interface ValueRow {
  readonly attribute: string;
  readonly value: string;
  readonly offerings: number;
}

/** All that nothing is chosen of in one statement, and each other one without its own condition. */
export const countAttributes = async (count: Count, filter: OfferingFilter): Promise<AttributeFacet[]> => {
  const attributes = filter.attributes ?? [];
  const chosen = [...new Set(attributes.map(({ key }) => key))];
  const open = count<ValueRow>(valuesOf('<> all', chosen), filter);
  const own = chosen.map((key) =>
    count<ValueRow>(valuesOf('= any', [key]), { ...filter, attributes: without(attributes, key) }),
  );
  const rows = (await Promise.all([open, ...own])).flat();
  return [...new Set(rows.map(({ attribute }) => attribute))]
    .sort()
    .map((attribute) => ({ attribute, values: summed(rows.filter((row) => row.attribute === attribute)) }));
};

const without = (attributes: readonly AttributeFilter[], key: string): AttributeFilter[] =>
  attributes.filter((attribute) => attribute.key !== key);

const summed = (rows: readonly ValueRow[]): AttributeFacet['values'] => {
  const sums = new Map<string, number>();
  for (const { value, offerings } of rows) sums.set(value, (sums.get(value) ?? 0) + offerings);
  return [...sums]
    .map(([value, offerings]) => ({ value, offerings }))
    .sort((a, b) => b.offerings - a.offerings || (a.value < b.value ? -1 : 1))
    .slice(0, facetsMost);
};

const valuesOf = (areWanted: '= any' | '<> all', keys: readonly string[]): Counting => ({
  columns: ['facts'],
  statement: ({ sql, values }) => ({ sql: valueFacet(sql, areWanted), values: [...values, keys] }),
});

// Of values that hardly two offerings share, it is enough to have some.
const valuesMost = 1000;

// Many offerings tell the same of themselves: what they tell is taken apart once.
const valueFacet = (all: string, areWanted: string): string => `
  select attribute, value, cast(offerings as integer) as offerings from (
    select fact.key as attribute, single.value, sum(told.offerings) as offerings,
      row_number() over (partition by fact.key order by sum(told.offerings) desc, single.value) as place
    from (select found.facts, count(*) as offerings from (${all}) found group by found.facts) told
    cross join lateral jsonb_each(told.facts) fact
    cross join lateral jsonb_array_elements_text(
      case jsonb_typeof(fact.value) when 'array' then fact.value else jsonb_build_array(fact.value) end
    ) single (value)
    where fact.key ${areWanted} (cast(? as text[]))
    group by fact.key, single.value
  ) ranked
  where place <= ${valuesMost}`;
