import type { Knex } from 'knex';
import type { UsageRecord } from '../../domain/metering/usage-record';
import type { PeriodUsage } from '../../domain/proceeds/proceeds';
import type { Page, PageRequest } from '../page';
import { createCursors, isCount, isInstant, pageOf } from '../page';
import { columns, rowsOf } from '../rows';
import type { MeteredPeriod } from './period-usage';
import { periodUsage } from './period-usage';

interface RecordedUsage extends UsageRecord {
  readonly recordedAt: string;
}

export interface UsageView {
  list(subscriptionId: string, page: PageRequest): Promise<Page<RecordedUsage>>;
  /** What was used in a period so far, by component. */
  totals(metered: MeteredPeriod): Promise<PeriodUsage>;
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
  totals: (metered) => periodUsage(knex, metered),
});

// The number orders the rows; it says nothing to a reader.
const toRecorded = ({
  source,
  eventId,
  subscriptionId,
  component,
  quantity,
  uniqueKey,
  dimensions,
  occurredAt,
  recordedAt,
}: RecordedUsage) => ({
  ...{ source, eventId, subscriptionId, component, quantity, uniqueKey, dimensions },
  ...{ occurredAt, recordedAt },
});

const usage = columns('u', [
  ...['seq', 'source', 'eventId', 'subscriptionId', 'component', 'quantity', 'uniqueKey', 'dimensions'],
  ...['occurredAt', 'recordedAt'],
]);
const order = 'order by u.occurred_at desc, u.seq desc limit ?';
const newest = `select ${usage} from usage_records u where u.subscription_id = ? ${order}`;
const newestBefore = `select ${usage} from usage_records u where u.subscription_id = ? and (u.occurred_at, u.seq) < (?, ?) ${order}`;
