import type { Knex } from 'knex';
import type { LimitPeriod, UsedSoFar } from '../../domain/metering/usage-limits';
import { limitWindow, withRecord } from '../../domain/metering/usage-limits';
import type { UsageRecord } from '../../domain/metering/usage-record';
import { rowsOf } from '../rows';

/** A total that records count towards: of the open period, or of the limit period that they lie in. */
export interface Span {
  readonly span: 'period' | 'limit';
  readonly since: string;
  readonly until: string | null;
}

/** Whose records are counted, and by which calendar. */
interface Counted {
  readonly activatedAt: string | null;
  readonly meteredUntil: string | null;
  readonly zone: string;
}

/** The totals that a record counts towards; those of what cannot be recorded are none. */
export const spansOf = (
  { activatedAt, meteredUntil, zone }: Counted,
  { limitPeriod }: { readonly limitPeriod?: LimitPeriod },
  { occurredAt }: Pick<UsageRecord, 'occurredAt'>,
): readonly Span[] => {
  if (activatedAt === null || meteredUntil === null || occurredAt < meteredUntil) return [];
  const period: Span = { span: 'period', since: meteredUntil, until: null };
  if (limitPeriod === undefined) return [period];
  const { start, end } = limitWindow(limitPeriod, activatedAt, zone, occurredAt);
  return [period, { span: 'limit', since: start, until: end }];
};

type Place = Pick<UsageRecord, 'subscriptionId' | 'component'> & Span;

const keyOf = ({ subscriptionId, component, span, since }: Place): string =>
  JSON.stringify([subscriptionId, component, span, since]);

/** Running totals of the subscriptions that a batch has locked. */
export interface UsageTotals {
  /** What a total comes to with one more record. */
  after(record: UsageRecord, span: Span): UsedSoFar;
  add(record: UsageRecord, spans: readonly Span[]): void;
}

const nothing: UsedSoFar = { quantity: '0', records: 0 };

export const createTotals = (known: ReadonlyMap<string, UsedSoFar>): UsageTotals => {
  const totals = new Map(known);
  const soFar = (record: UsageRecord, span: Span): UsedSoFar => totals.get(keyOf({ ...record, ...span })) ?? nothing;
  return {
    after: (record, span) => withRecord(soFar(record, span), record),
    add: (record, spans) => {
      for (const span of spans) totals.set(keyOf({ ...record, ...span }), withRecord(soFar(record, span), record));
    },
  };
};

/** What is known of these totals. One that is asked for the first time is counted. */
export const readTotals = async (
  trx: Knex.Transaction,
  places: readonly Place[],
): Promise<ReadonlyMap<string, UsedSoFar>> => {
  const asked = [...new Map(places.map((place) => [keyOf(place), place])).values()];
  if (asked.length === 0) return new Map();
  const rows = await rowsOf<Place & { quantity: string; records: string }>(trx, totalsOf, [JSON.stringify(asked)]);
  return new Map(rows.map(({ quantity, records, ...place }) => [keyOf(place), { quantity, records: Number(records) }]));
};

/** Adds what has been recorded to the totals that were there before. */
export const writeTotals = async (
  trx: Knex.Transaction,
  before: ReadonlyMap<string, UsedSoFar>,
  recorded: readonly { readonly record: UsageRecord; readonly spans: readonly Span[] }[],
): Promise<void> => {
  const after = new Map<string, Place & UsedSoFar>();
  for (const { record, spans } of recorded)
    for (const span of spans) {
      const { subscriptionId, component } = record;
      const place = { subscriptionId, component, ...span };
      const key = keyOf(place);
      after.set(key, { ...place, ...withRecord(after.get(key) ?? before.get(key) ?? nothing, record) });
    }
  if (after.size > 0) await rowsOf(trx, upsertTotals, [JSON.stringify([...after.values()])]);
};

const places = (values: string): string => `
  from jsonb_to_recordset(cast(? as jsonb)) as r ("subscriptionId" uuid, component text, span text, since timestamptz,
    until timestamptz${values})`;

const totalsOf = `
  select r."subscriptionId", r.component, r.span, r.since,
    coalesce(t.quantity, counted.quantity) as quantity, coalesce(t.records, counted.records) as records
  ${places('')}
  left join usage_totals t
    on t.subscription_id = r."subscriptionId" and t.component = r.component and t.span = r.span and t.since = r.since
  left join lateral (
    select coalesce(sum(abs(u.quantity)), 0) as quantity, count(*) as records from usage_records u
    where t.subscription_id is null and u.subscription_id = r."subscriptionId" and u.component = r.component
      and u.occurred_at >= r.since and (r.until is null or u.occurred_at < r.until)
  ) counted on true`;

const upsertTotals = `
  insert into usage_totals (subscription_id, component, span, since, quantity, records)
  select r."subscriptionId", r.component, r.span, r.since, r.quantity, r.records
  ${places(', quantity numeric, records bigint')}
  on conflict (subscription_id, component, span, since) do update set quantity = excluded.quantity, records = excluded.records`;
