import type { Knex } from 'knex';
import type { ErrorCode } from '../../domain/errors';
import { DomainError } from '../../domain/errors';
import type { MeteredSubscription, UsageRecord } from '../../domain/metering/usage-record';
import { checkUsage } from '../../domain/metering/usage-record';
import { rowsOf } from '../rows';

export interface UsageResult {
  readonly source: string;
  readonly eventId: string;
  readonly status: 'recorded' | 'duplicate' | 'refused';
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

interface UsageContext {
  readonly userId: string;
  /** The real time; a subscription on a test clock is metered by that clock. */
  readonly now: string;
  readonly mayWrite: (subscription: {
    readonly customerId: string;
    readonly vendorId: string;
    readonly projectId: string;
  }) => boolean;
}

export interface UsageIntake {
  /** One result for each record, in order. What may not be written to answers as what does not exist. */
  record(records: readonly UsageRecord[], context: UsageContext): Promise<readonly UsageResult[]>;
}

/** Three statements for any number of records: the subscriptions, what is there already, and what is new. */
export const createUsageIntake = (knex: Knex): UsageIntake => ({
  record: (records, context) =>
    knex.transaction(async (trx) => {
      const subscriptions = await lockSubscriptions(trx, records, context);
      const stored = await findStored(trx, records, subscriptions);
      const verdicts = judge(records, subscriptions, stored, context.now);
      const written = await insert(trx, verdicts, context);
      return verdicts.map((verdict) => resultOf(verdict, written));
    }),
});

interface Subscription extends MeteredSubscription {
  readonly id: string;
  readonly customerId: string;
  readonly vendorId: string;
  readonly projectId: string;
  readonly clockNow: string | null;
}

type Subscriptions = ReadonlyMap<string, Subscription>;

type Verdict = { readonly record: UsageRecord; readonly key: string } & (
  | { readonly status: 'new'; readonly vendorId: string }
  | { readonly status: 'duplicate' }
  | { readonly status: 'refused'; readonly error: { readonly code: ErrorCode; readonly message: string } }
);

/** Only those that may be written to. */
const lockSubscriptions = async (
  trx: Knex.Transaction,
  records: readonly UsageRecord[],
  { mayWrite }: UsageContext,
): Promise<Subscriptions> => {
  const ids = [...new Set(records.map(({ subscriptionId }) => subscriptionId))];
  const rows = await rowsOf<Subscription>(trx, metered, [ids]);
  return new Map(rows.filter(mayWrite).map((row) => [row.id, row]));
};

// The lock keeps periods from being closed until the usage is in; an end closes the last one. Always in the order of
// ids, so that two batches never wait for each other.
const metered = `
  select s.id, s.customer_id as "customerId", s.vendor_id as "vendorId", s.project_id as "projectId",
    s.anchor_at as "activatedAt", coalesce(s.ended_at, s.period_start) as "meteredUntil", s.ended_at as "endedAt",
    (select coalesce(jsonb_agg(jsonb_build_object('key', sold -> 'key', 'aggregation', sold -> 'aggregation')), '[]')
      from jsonb_array_elements(s.terms -> 'components') sold where sold ->> 'charge' = 'usage') as "usageComponents",
    (select now from test_clocks clock where clock.id = s.test_clock_id) as "clockNow"
  from subscriptions s where s.id = any (cast(? as uuid[])) order by s.id for share of s`;

/** A source is a name that a vendor gives: the same pair of two vendors is two facts. */
const keyOf = (vendorId: string, { source, eventId }: UsageRecord): string =>
  JSON.stringify([vendorId, source, eventId]);

/** A repeat is a repeat also when its period has been closed since. */
const findStored = async (
  trx: Knex.Transaction,
  records: readonly UsageRecord[],
  subscriptions: Subscriptions,
): Promise<ReadonlySet<string>> => {
  const known = records.flatMap((record) => {
    const subscription = subscriptions.get(record.subscriptionId);
    return subscription === undefined ? [] : [{ ...record, vendorId: subscription.vendorId }];
  });
  if (known.length === 0) return new Set();
  const rows = await rowsOf<{ key: string[] }>(
    trx,
    `select jsonb_build_array(u.vendor_id, u.source, u.event_id) as key from usage_records u
     join unnest(cast(? as uuid[]), cast(? as text[]), cast(? as text[])) as sent (vendor_id, source, event_id)
       using (vendor_id, source, event_id)`,
    [known.map(({ vendorId }) => vendorId), known.map(({ source }) => source), known.map(({ eventId }) => eventId)],
  );
  return new Set(rows.map(({ key }) => JSON.stringify(key)));
};

const judge = (
  records: readonly UsageRecord[],
  subscriptions: Subscriptions,
  stored: ReadonlySet<string>,
  now: string,
): Verdict[] => {
  const seen = new Set(stored);
  return records.map((record): Verdict => {
    const subscription = subscriptions.get(record.subscriptionId);
    if (subscription === undefined) return { record, key: '', status: 'refused', error: unknownSubscription };
    const { vendorId } = subscription;
    const key = keyOf(vendorId, record);
    if (seen.has(key)) return { record, key, status: 'duplicate' };
    const error = refusalOf(() => checkUsage(record, subscription, subscription.clockNow ?? now));
    if (error !== undefined) return { record, key, status: 'refused', error };
    seen.add(key);
    return { record, key, status: 'new', vendorId };
  });
};

const unknownSubscription = { code: 'subscription-not-found', message: 'there is no such subscription' } as const;

const refusalOf = (check: () => void): { readonly code: ErrorCode; readonly message: string } | undefined => {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof DomainError) return { code: error.code, message: error.message };
    throw error;
  }
};

/** @returns the keys of what is now stored by us; somebody else may have been faster. */
const insert = async (
  trx: Knex.Transaction,
  verdicts: readonly Verdict[],
  { userId, now }: UsageContext,
): Promise<ReadonlySet<string>> => {
  // Always in the same order, so that two batches with the same records never wait for each other.
  const fresh = verdicts
    .filter((verdict) => verdict.status === 'new')
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ vendorId, record }) => ({ vendorId, ...record }));
  if (fresh.length === 0) return new Set();
  const rows = await rowsOf<{ key: string[] }>(trx, insertUsage, [now, userId, JSON.stringify(fresh)]);
  return new Set(rows.map(({ key }) => JSON.stringify(key)));
};

const insertUsage = `
  insert into usage_records (vendor_id, source, event_id, subscription_id, component, quantity, unique_key, dimensions, occurred_at, recorded_at, recorded_by)
  select r."vendorId", r.source, r."eventId", r."subscriptionId", r.component, r.quantity, r."uniqueKey", r.dimensions, r."occurredAt", ?, ?
  from jsonb_to_recordset(cast(? as jsonb)) as r ("vendorId" uuid, source text, "eventId" text, "subscriptionId" uuid,
    component text, quantity numeric, "uniqueKey" text, dimensions jsonb, "occurredAt" timestamptz)
  on conflict (vendor_id, source, event_id) do nothing
  returning jsonb_build_array(vendor_id, source, event_id) as key`;

const resultOf = (verdict: Verdict, written: ReadonlySet<string>): UsageResult => {
  const { source, eventId } = verdict.record;
  if (verdict.status === 'refused') return { source, eventId, status: 'refused', error: verdict.error };
  return { source, eventId, status: written.has(verdict.key) && verdict.status === 'new' ? 'recorded' : 'duplicate' };
};
