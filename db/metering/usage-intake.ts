import type { Knex } from 'knex';
import type { ErrorCode } from '../../domain/errors';
import { DomainError } from '../../domain/errors';
import type { MeteredSubscription, UsageRecord } from '../../domain/metering/usage-record';
import { checkBounds, checkLimit } from '../../domain/metering/usage-limits';
import { checkUsage } from '../../domain/metering/usage-record';
import type { SoldComponent } from '../../domain/pricing/terms';
import { rowsOf } from '../rows';
import type { Span, UsageTotals } from './usage-totals';
import { createTotals, readTotals, spansOf, writeTotals } from './usage-totals';

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

/** A few statements for any number of records: the subscriptions, what is there already, totals, and what is new. */
export const createUsageIntake = (knex: Knex): UsageIntake => ({
  record: (records, context) =>
    knex.transaction(async (trx) => {
      const subscriptions = await lockSubscriptions(trx, records, context);
      const stored = await findStored(trx, records, subscriptions);
      const before = await readTotals(trx, placesOf(records, subscriptions));
      const verdicts = judge(records, { subscriptions, stored, totals: createTotals(before), now: context.now });
      const written = await insert(trx, verdicts, context);
      await writeTotals(
        trx,
        before,
        verdicts.filter((verdict) => isWritten(verdict, written)),
      );
      return verdicts.map((verdict) => resultOf(verdict, written));
    }),
});

interface Subscription extends MeteredSubscription {
  readonly id: string;
  readonly customerId: string;
  readonly vendorId: string;
  readonly projectId: string;
  readonly clockNow: string | null;
  readonly usageComponents: readonly SoldComponent[];
  readonly currency: string;
  readonly zone: string;
}

type Subscriptions = ReadonlyMap<string, Subscription>;

type Verdict = { readonly record: UsageRecord; readonly key: string } & (
  | { readonly status: 'new'; readonly vendorId: string; readonly spans: readonly Span[] }
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

// The lock keeps periods from being closed until the usage is in, and two batches from passing a limit together; an end
// closes the last period. Always in the order of
// ids, so that two batches never wait for each other.
const metered = `
  select s.id, s.customer_id as "customerId", s.vendor_id as "vendorId", s.project_id as "projectId",
    s.anchor_at as "activatedAt", coalesce(s.ended_at, s.period_start) as "meteredUntil", s.ended_at as "endedAt",
    jsonb_path_query_array(s.terms, '$.components[*] \\? (@.charge == "usage")') as "usageComponents",
    s.terms ->> 'currency' as currency, s.terms ->> 'zone' as zone,
    (select now from test_clocks clock where clock.id = s.test_clock_id) as "clockNow"
  from subscriptions s where s.id = any (cast(? as uuid[])) order by s.id for no key update of s`;

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

/** Everything that a batch is judged by. */
interface Known {
  readonly subscriptions: Subscriptions;
  readonly stored: ReadonlySet<string>;
  readonly totals: UsageTotals;
  readonly now: string;
}

const componentOf = ({ usageComponents }: Subscription, { component }: UsageRecord): SoldComponent | undefined =>
  usageComponents.find(({ key }) => key === component);

const placesOf = (records: readonly UsageRecord[], subscriptions: Subscriptions) =>
  records.flatMap((record) => {
    const subscription = subscriptions.get(record.subscriptionId);
    const { subscriptionId, component } = record;
    const sold = subscription === undefined ? undefined : componentOf(subscription, record);
    if (subscription === undefined || sold === undefined) return [];
    return spansOf(subscription, sold, record).map((span) => ({ subscriptionId, component, ...span }));
  });

const judge = (records: readonly UsageRecord[], { subscriptions, stored, totals, now }: Known): Verdict[] => {
  const seen = new Set(stored);
  return records.map((record): Verdict => {
    const subscription = subscriptions.get(record.subscriptionId);
    if (subscription === undefined) return { record, key: '', status: 'refused', error: unknownSubscription };
    const { vendorId } = subscription;
    const key = keyOf(vendorId, record);
    if (seen.has(key)) return { record, key, status: 'duplicate' };
    const spans: Span[] = [];
    const error = refusalOf(() => {
      checkUsage(record, subscription, subscription.clockNow ?? now);
      spans.push(...fitting(record, subscription, totals));
    });
    if (error !== undefined) return { record, key, status: 'refused', error };
    seen.add(key);
    totals.add(record, spans);
    return { record, key, status: 'new', vendorId, spans };
  });
};

/** The totals that a record counts towards, none of which it may exceed. */
const fitting = (record: UsageRecord, subscription: Subscription, totals: UsageTotals): readonly Span[] => {
  const component = componentOf(subscription, record);
  if (component === undefined) return [];
  const spans = spansOf(subscription, component, record);
  for (const span of spans) {
    const used = totals.after(record, span);
    if (span.span === 'limit') checkLimit(component, used);
    else checkBounds(component, subscription.currency, record, used);
  }
  return spans;
};

const isWritten = (
  verdict: Verdict,
  written: ReadonlySet<string>,
): verdict is Extract<Verdict, { readonly status: 'new' }> => verdict.status === 'new' && written.has(verdict.key);

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
  return { source, eventId, status: isWritten(verdict, written) ? 'recorded' : 'duplicate' };
};
