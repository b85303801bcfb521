/** Of an attribute one of several values, or a number between two. */
export interface AttributeFilter {
  readonly key: string;
  readonly values: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
}

export interface OfferingFilter {
  /** Beginnings of words. */
  readonly search?: string | undefined;
  /** With all below it. */
  readonly category?: string | undefined;
  /** Its categories with all below them. */
  readonly group?: string | undefined;
  readonly vendorId?: string | undefined;
  readonly tag?: string | undefined;
  readonly plugin?: string | undefined;
  /** That a plan which is sold is priced in. */
  readonly currency?: string | undefined;
  readonly attributes?: readonly AttributeFilter[] | undefined;
}

export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number | readonly string[])[];
}

export const whereOf = (conditions: readonly Condition[]) => ({
  where: conditions.length === 0 ? '' : `where ${conditions.map(({ sql }) => sql).join(' and ')}`,
  values: conditions.flatMap(({ values }) => values),
});

/** All conditions of a filter but its words, whose finds have an order of their own. */
export const conditionsOf = (filter: OfferingFilter): Condition[] => [
  ...given(filter.category, categoriesBelow('key = ?')),
  ...given(filter.group, categoriesBelow('key in (select category from category_group_members where group_key = ?)')),
  ...given(filter.vendorId, 'o.vendor_id = ?'),
  ...given(filter.tag && JSON.stringify([filter.tag]), `o.details -> 'tags' @> cast(? as jsonb)`),
  ...given(filter.plugin, 'o.plugin = ?'),
  ...given(filter.currency, 'o.currencies @> array[cast(? as text)]'),
  ...(filter.attributes ?? []).map(attributeCondition),
];

const given = (value: string | undefined, sql: string): Condition[] =>
  value === undefined ? [] : [{ sql, values: [value] }];

const categoriesBelow = (first: string): string => `o.category = any (array(
  with recursive below as (
    select key from categories where ${first}
    union
    select lower.key from categories lower join below on lower.parent = below.key
  )
  select key from below
))`;

const attributeCondition = ({ key, values, from, to }: AttributeFilter): Condition =>
  values.length > 0 ? oneOf(key, values) : between(key, from, to);

/** The index knows what is contained; a text may stand for a number, for true or false, or for one of several choices. */
const oneOf = (key: string, values: readonly string[]): Condition => {
  const facts = values
    .flatMap((value) => [JSON.stringify(value), JSON.stringify([value]), ...(isPlain(value) ? [value] : [])])
    .map((fact) => `{${JSON.stringify(key)}:${fact}}`);
  return { sql: `(${facts.map(() => 'o.facts @> cast(? as jsonb)').join(' or ')})`, values: facts };
};

/** What JSON reads as a number, true or false. */
const isPlain = (value: string): boolean => /^(true|false|-?(0|[1-9]\d{0,19})(\.\d{1,10})?)$/.test(value);

const between = (key: string, from: string | null, to: string | null): Condition => {
  const bounds = [
    ...(from === null ? [] : [{ sql: '>=', value: from }]),
    ...(to === null ? [] : [{ sql: '<=', value: to }]),
  ];
  // A case is never evaluated ahead of its test: what is no number is not read as one.
  const number = `case when jsonb_typeof(o.facts -> ?) = 'number' then cast(o.facts ->> ? as numeric)`;
  return {
    sql: `(${bounds.map(({ sql }) => `${number} ${sql} cast(? as numeric) else false end`).join(' and ')})`,
    values: bounds.flatMap(({ value }) => [key, key, value]),
  };
};

/** How well words are met: by name, tags and category, which come first, or by anything that is told. */
export const meetings = (search: string | undefined): readonly Condition[][] => {
  if (search === undefined) return [[]];
  const [near, any] = [queryOf(search, 'AB'), queryOf(search, '')];
  const meets = `o.words @@ to_tsquery('simple', ?)`;
  return [
    [{ sql: meets, values: [near] }],
    [
      { sql: meets, values: [any] },
      { sql: `not ${meets}`, values: [near] },
    ],
  ];
};

/** Met in any way. */
export const meetsWords = (search: string | undefined): Condition[] =>
  given(search && queryOf(search, ''), `o.words @@ to_tsquery('simple', ?)`);

/** `team cr` finds “Team CRM”. Words are letters and digits alone, so nothing in them is an operator. */
const queryOf = (search: string, weights: string): string =>
  (search.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `'${word}':${isLetter(word) ? '' : '*'}${weights}`).join(' & ');

/** Half of all words begin with one letter of a few: it only finds itself. */
const isLetter = (word: string): boolean => /^[a-z\d]$/i.test(word);
