import type { DecimalText } from '../decimal';
import { Big, decimal } from '../decimal';
import { assert } from '../errors';
import type { Fraction } from '../fraction';
import { fraction, whole } from '../fraction';
import type { Instant, Period } from '../time';

/** How usage of a period becomes one quantity (`product.md` §9). */
export type Aggregation =
  | { readonly kind: 'sum' | 'max' | 'last' | 'unique-count' | 'counter-increase' }
  /** The mean of a level over time: an event sets it (`level`) or adds to it (`delta`). */
  | { readonly kind: 'time-weighted-average'; readonly values: 'level' | 'delta' };

/** One measured fact, as far as aggregation cares. Two of the same source and id are one. */
export interface MeterEvent {
  readonly source?: string;
  readonly id?: string;
  readonly at: Instant;
  readonly value?: DecimalText;
  /** What `unique-count` counts; compared as it is written. */
  readonly key?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

/** The quantity is `total × share`, kept apart since a decimal would round thirds too early; only averages share. */
export interface Aggregate {
  /** Never below zero. */
  readonly total: Big;
  readonly share: Fraction;
  /** Level or reading at the end, which the next period carries on from; `null` where nothing is carried. */
  readonly carriedOut: Big | null;
}

const zero = new Big('0');

/**
 * The quantity of a period. Events count by their own time, at its start but not at its end, in whatever order they came;
 * `carried` is the level at the start, or the last reading before it (`null`: the first reading is only a base).
 * @throws DomainError `decimal-invalid`
 */
export const aggregate = (
  aggregation: Aggregation,
  events: readonly MeterEvent[],
  period: Period,
  carried: DecimalText | null = null,
): Aggregate => {
  assert(period.start < period.end, 'a period has a length');
  const counted = eventsOf(events, period);
  const base = carried === null ? null : decimal(carried);
  switch (aggregation.kind) {
    case 'sum':
      return settled(values(counted).reduce((sum, value) => sum.plus(value), zero));
    case 'max':
      return settled(values(counted).reduce((most, value) => (value.gt(most) ? value : most), zero));
    case 'last':
      return settled(values(counted).at(-1) ?? zero);
    case 'unique-count':
      return settled(new Big(String(new Set(counted.map(({ key }) => key)).size)));
    case 'counter-increase':
      return increase(values(counted), base);
    case 'time-weighted-average':
      return average(aggregation.values, counted, period, base ?? zero);
  }
};

/**
 * The quantity of each value of a dimension; events without it count for the empty text.
 * @throws DomainError `decimal-invalid`
 */
export const aggregateBy = (
  dimension: string,
  aggregation: Aggregation,
  events: readonly MeterEvent[],
  period: Period,
  carried: ReadonlyMap<string, DecimalText> = new Map(),
): ReadonlyMap<string, Aggregate> => {
  const groups = groupsOf(events, dimension);
  const found = new Set([...carried.keys(), ...groups.keys()]);
  return new Map(
    [...found].map((value) => [
      value,
      aggregate(aggregation, groups.get(value) ?? [], period, carried.get(value) ?? null),
    ]),
  );
};

const groupsOf = (events: readonly MeterEvent[], dimension: string): ReadonlyMap<string, readonly MeterEvent[]> => {
  const groups = new Map<string, MeterEvent[]>();
  for (const event of events) {
    const { dimensions = {} } = event;
    const value = Object.hasOwn(dimensions, dimension) ? (dimensions[dimension] ?? '') : '';
    const group = groups.get(value) ?? [];
    groups.set(value, group);
    group.push(event);
  }
  return groups;
};

const settled = (total: Big, share = whole, carriedOut: Big | null = null): Aggregate => ({
  total: total.lt(zero) ? zero : total,
  share,
  carriedOut,
});

const values = (events: readonly MeterEvent[]): Big[] => events.map(({ value = '0' }) => decimal(value));

const eventsOf = (events: readonly MeterEvent[], { start, end }: Period): MeterEvent[] => {
  const seen = new Set<string>();
  const isNew = ({ source, id }: MeterEvent): boolean => {
    if (id === undefined) return true;
    const identity = JSON.stringify([source, id]);
    return !seen.has(identity) && seen.add(identity).has(identity);
  };
  return events
    .filter((event) => isNew(event) && event.at >= start && event.at < end)
    .sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1));
};

// A reading below the one before is a counter that began again at zero: all of it is an increase.
const increase = (readings: readonly Big[], base: Big | null): Aggregate => {
  let before = base ?? readings[0] ?? zero;
  let sum = zero;
  for (const reading of readings) {
    sum = sum.plus(reading.lt(before) ? reading : reading.minus(before));
    before = reading;
  }
  return settled(sum, whole, readings.length === 0 && base === null ? null : before);
};

const average = (mode: 'level' | 'delta', events: readonly MeterEvent[], { start, end }: Period, carried: Big) => {
  let level = carried;
  let since = Date.parse(start);
  let sum = zero;
  const passTo = (at: Instant): void => {
    sum = sum.plus(level.times(String(Date.parse(at) - since)));
    since = Date.parse(at);
  };
  for (const { at, value = '0' } of events) {
    passTo(at);
    level = mode === 'level' ? decimal(value) : level.plus(decimal(value));
  }
  passTo(end);
  return settled(sum, fraction(1, Date.parse(end) - Date.parse(start)), level);
};
