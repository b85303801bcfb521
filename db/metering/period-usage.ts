import type { Knex } from 'knex';
import type { Aggregation } from '../../domain/metering/aggregate';
import type { MeasuredRows, Measurement } from '../../domain/metering/measurement';
import { measurementOf } from '../../domain/metering/measurement';
import { fraction } from '../../domain/fraction';
import type { SharedUsage } from '../../domain/pricing/stretch';
import type { Usage } from '../../domain/pricing/rate';
import type { SoldComponent } from '../../domain/pricing/terms';
import type { PeriodUsage } from '../../domain/proceeds/proceeds';
import { endless } from '../../domain/subscriptions/calendar';
import type { Period } from '../../domain/time';
import { rowsOf } from '../rows';
import { aggregates } from './aggregate-sql';

/** Whose usage is read: of a whole period, up to an instant within it. */
export interface MeteredPeriod {
  readonly subscriptionId: string;
  readonly components: readonly SoldComponent[];
  readonly period: Period;
  readonly until: string;
}

/**
 * What was used of each component, as its price model reads it. Postgres aggregates: a period may have a million records,
 * and only single events come here one by one. What is carried over from earlier periods is read from their records, which
 * nobody can add to any more: a second place to keep it could only be wrong.
 */
export const periodUsage = async (knex: Knex, metered: MeteredPeriod): Promise<PeriodUsage> => {
  if (metered.until <= metered.period.start) return {};
  const used = metered.components.filter(({ charge }) => charge === 'usage');
  const each = used.map(({ key, prices, aggregation }) => ({
    key,
    measurement: measurementOf({ price: prices.vendorCost, ...(aggregation === undefined ? {} : { aggregation }) }),
  }));
  const sums = each.some(({ measurement }) => measurement.kind === 'sum') ? await sumsOf(knex, metered) : {};
  const usage: Record<string, Usage | SharedUsage> = {};
  for (const { key, measurement } of each) usage[key] = await usageOf(knex, metered, key, measurement, sums);
  return usage;
};

const usageOf = async (
  knex: Knex,
  metered: MeteredPeriod,
  component: string,
  measurement: Measurement,
  sums: Readonly<Record<string, string>>,
): Promise<Usage | SharedUsage> => {
  switch (measurement.kind) {
    case 'sum':
      return Object.hasOwn(sums, component) ? (sums[component] ?? '0') : '0';
    case 'events':
      return { events: await eventsOf(knex, metered, component) };
    case 'aggregate':
      return aggregateOf(knex, metered, component, measurement);
  }
};

const sumsOf = async (
  knex: Knex,
  { subscriptionId, period, until }: MeteredPeriod,
): Promise<Readonly<Record<string, string>>> => {
  const rows = await rowsOf<{ component: string; quantity: string }>(knex, sums, [subscriptionId, period.start, until]);
  return Object.fromEntries(rows.map(({ component, quantity }) => [component, quantity]));
};

const eventsOf = async (
  knex: Knex,
  { subscriptionId, period, until }: MeteredPeriod,
  component: string,
): Promise<readonly string[]> => {
  const values = [subscriptionId, period.start, until, component];
  const rows = await rowsOf<{ quantity: string }>(knex, events, values);
  return rows.map(({ quantity }) => quantity);
};

const aggregateOf = async (
  knex: Knex,
  { subscriptionId, period, until }: MeteredPeriod,
  component: string,
  { aggregation, rows }: { readonly aggregation: Aggregation; readonly rows: MeasuredRows },
): Promise<Usage | SharedUsage> => {
  const found = await rowsOf<{ place: string; quantity: string }>(knex, aggregates(aggregation, rows.names.length), {
    ...Object.fromEntries(rows.names.map((name, at) => [`name${at}`, name])),
    ...{ subscriptionId, component, start: period.start, until, rows: JSON.stringify(rows.values) },
  });
  const usage = rows.names.length === 0 ? (found[0]?.quantity ?? '0') : { parts: found.map(partOf(rows)) };
  return aggregation.kind === 'time-weighted-average'
    ? { usage, share: fraction(1, averagedMs(period, until)) }
    : usage;
};

const partOf =
  ({ names, values }: MeasuredRows) =>
  ({ place, quantity }: { readonly place: string; readonly quantity: string }) => {
    const row = values[Number(place) - 1];
    const dimensions = row === undefined ? {} : Object.fromEntries(names.map((name, at) => [name, row[at] ?? '']));
    return { dimensions, quantity };
  };

/** A level is nothing after an end: of a period that ends early, the average is still that of the whole one. */
const averagedMs = ({ start, end }: Period, until: string): number =>
  Date.parse(end === endless ? until : end) - Date.parse(start);

const sums = `
  select u.component, sum(u.quantity) as quantity from usage_records u
  where u.subscription_id = ? and u.occurred_at >= ? and u.occurred_at < ? group by u.component`;

const events = `
  select u.quantity from usage_records u
  where u.subscription_id = ? and u.occurred_at >= ? and u.occurred_at < ? and u.component = ?
  order by u.occurred_at, u.seq`;
