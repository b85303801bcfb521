import type { Knex } from 'knex';
import type { UsageRecord } from '../../domain/metering/usage-record';
import type { PeriodUsage } from '../../domain/proceeds/proceeds';
import type { Period } from '../../domain/time';
import type { Page, PageRequest } from '../page';
import { createCursors, isCount, isInstant, pageOf } from '../page';
import { columns, rowsOf } from '../rows';

interface RecordedUsage extends UsageRecord {
  readonly recordedAt: string;
}

export interface UsageView {
  list(subscriptionId: string, page: PageRequest): Promise<Page<RecordedUsage>>;
  /** What was used from one instant to another, by component. */
  totals(subscriptionId: string, period: Period): Promise<PeriodUsage>;
}

const cursors = createCursors('usage_records', isInstant, isCount);

export const createUsageView = (knex: Knex): UsageView => ({
  list: async (subscriptionId, { limit, cursor }) => {
    const place = cursor === null ? undefined : cursors.read(cursor);
    const rows = await rowsOf<RecordedUsage & { readonly seq: string }>(
      knex,
      place === undefined ? newest : newestBefore,
      [subscriptionId, ...(place ?? []), limit + 1],
    );
    const { items, nextCursor } = pageOf(rows, limit, cursors, ({ occurredAt, seq }) => [occurredAt, seq]);
    return { items: items.map(toRecorded), nextCursor };
  },
  totals: async (subscriptionId, { start, end }) => {
    const rows = await rowsOf<{ component: string; quantity: string }>(knex, sums, [subscriptionId, start, end]);
    return Object.fromEntries(rows.map(({ component, quantity }) => [component, quantity]));
  },
});

// The number orders the rows; it says nothing to a reader.
const toRecorded = ({
  source,
  eventId,
  subscriptionId,
  component,
  quantity,
  occurredAt,
  recordedAt,
}: RecordedUsage) => ({
  ...{ source, eventId, subscriptionId, component, quantity },
  ...{ occurredAt, recordedAt },
});

const usage = columns('u', [
  ...['seq', 'source', 'eventId', 'subscriptionId', 'component', 'quantity', 'occurredAt', 'recordedAt'],
]);
const sums = `
  select u.component, sum(u.quantity) as quantity from usage_records u
  where u.subscription_id = ? and u.occurred_at >= ? and u.occurred_at < ? group by u.component`;
const order = 'order by u.occurred_at desc, u.seq desc limit ?';
const newest = `select ${usage} from usage_records u where u.subscription_id = ? ${order}`;
const newestBefore = `select ${usage} from usage_records u where u.subscription_id = ? and (u.occurred_at, u.seq) < (?, ?) ${order}`;
