import type { Aggregation } from '../../domain/metering/aggregate';

/**
 * A statement that aggregates the records of one component within a period as the domain does, by the row of its price that
 * their dimensions name (1, 2…; 0 for all that name none): `place` and `quantity`, which of an average is the level times
 * milliseconds. Bindings: subscriptionId, component, start, until, rows (their values), and the dimensions name0, name1…
 */
export const aggregates = (aggregation: Aggregation, names: number): string => `
  with priced as (select "values", place from jsonb_array_elements(cast(:rows as jsonb)) with ordinality as r ("values", place)),
  used as (${records(names, 'u.occurred_at >= cast(:start as timestamptz) and u.occurred_at < cast(:until as timestamptz)')}),
  found as (${found(aggregation, names)})
  select place, greatest(quantity, 0) as quantity from found order by place`;

const records = (names: number, times: string): string => `
  select u.quantity, u.unique_key, u.occurred_at, u.seq, coalesce(priced.place, 0) as place
  from usage_records u
  left join priced on priced."values" = jsonb_build_array(${valuesOf(names)})
  where u.subscription_id = :subscriptionId and u.component = :component and ${times}`;

const valuesOf = (names: number): string =>
  Array.from({ length: names }, (_, at) => `u.dimensions -> cast(:name${at} as text)`).join(', ');

const before = 'u.occurred_at < cast(:start as timestamptz)';

const found = (aggregation: Aggregation, names: number): string => {
  switch (aggregation.kind) {
    case 'sum':
      return 'select place, sum(quantity) as quantity from used group by place';
    case 'max':
      return 'select place, max(quantity) as quantity from used group by place';
    case 'last':
      return 'select distinct on (place) place, quantity from used order by place, occurred_at desc, seq desc';
    case 'unique-count':
      return 'select place, count(distinct unique_key) as quantity from used group by place';
    case 'counter-increase':
      return increase(names);
    case 'time-weighted-average':
      return aggregation.values === 'level' ? averageLevel(names) : averageChange(names);
  }
};

/** The last record of each place before the period. */
const last = (names: number): string =>
  names === 0
    ? `(${records(0, before)} order by u.occurred_at desc, u.seq desc limit 1)`
    : `select distinct on (place) * from (${records(names, before)}) earlier order by place, occurred_at desc, seq desc`;

// A reading below the one before is a counter that began again at zero; the first reading of all is only a base.
const increase = (names: number): string => `
  select place, sum(case when earlier is null then 0 when quantity < earlier then quantity else quantity - earlier end) as quantity
  from (
    select place, quantity, lag(quantity) over (partition by place order by occurred_at, seq) as earlier, is_base
    from (select place, quantity, occurred_at, seq, false as is_base from used
      union all select place, quantity, occurred_at, seq, true from (${last(names)}) base) readings
  ) steps
  where not is_base group by place`;

const ms = (from: string, until: string): string => `(extract(epoch from ${until} - ${from}) * 1000)`;

/** Each level lasts until the next one; the one before the period lasts from its start. */
const averageLevel = (names: number): string => `
  select place, sum(quantity * ${ms('occurred_at', 'next_at')}) as quantity
  from (
    select place, quantity, occurred_at,
      lead(occurred_at, 1, cast(:until as timestamptz)) over (partition by place order by occurred_at, seq) as next_at
    from (select place, quantity, occurred_at, seq from used
      union all select place, quantity, cast(:start as timestamptz), 0 from (${last(names)}) base) levels
  ) lasting
  group by place`;

/** Each change lasts until the end; all earlier ones make the level at the start. */
const averageChange = (names: number): string => `
  select place, sum(quantity * ${ms('greatest(occurred_at, cast(:start as timestamptz))', 'cast(:until as timestamptz)')}) as quantity
  from (select place, quantity, occurred_at from used
    union all select place, sum(quantity), cast(:start as timestamptz) from (${records(names, before)}) earlier group by place) changes
  group by place`;
