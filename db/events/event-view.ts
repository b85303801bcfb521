import type { Knex } from 'knex';
import type { Reach } from '../../domain/identity/permission';
import { columns, rowsOf } from '../rows';

interface EventRecord {
  /** Grows from event to event: an integer, as text. */
  readonly seq: string;
  readonly entity: 'order' | 'subscription' | 'syndication-run';
  readonly entityId: string;
  readonly rev: number;
  readonly type: string;
  readonly customerId: string;
  readonly vendorId: string;
  readonly actorId: string | null;
  readonly occurredAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface EventView {
  /** Oldest first, those after `after`. Who asks again after the last one that it has seen misses nothing. */
  list(reach: Reach, page: { readonly after: string; readonly limit: number }): Promise<readonly EventRecord[]>;
}

const event = columns('e', [
  ...['seq', 'entity', 'entityId', 'rev', 'type', 'customerId', 'vendorId', 'actorId', 'occurredAt', 'data'],
]);

export const createEventView = (knex: Knex): EventView => ({
  list: async (reach, { after, limit }) => {
    if (reach.all) return rowsOf<EventRecord>(knex, `${settled} ${allEvents}`, [after, limit]);
    const branches = branchesOf(reach);
    if (branches.length === 0) return [];
    const seqs = branches.map(({ column }) => seqsOf(column)).join(' union ');
    return rowsOf<EventRecord>(knex, `${settled} ${eventsAmong(seqs)}`, [
      ...branches.flatMap(({ ids }) => [ids, after, limit]),
      limit,
    ]);
  },
});

/**
 * Numbers are given before transactions commit, so a later one may be seen first. Up to the first number that is missing
 * nothing can come any more. A missing number is waited for as long as a transaction may be under way that has taken it,
 * though not for ever; one that failed, or a server that crashed, leaves a gap. Sessions of others whose doings this one
 * may not see count as under way.
 */
const settled = `
  with recent as (
    select seq, recorded_at, lag(seq) over (order by seq) as before from events
    where seq > (select max(seq) from events) - 1000
  ), settled as (
    select coalesce(min(before), 9223372036854775807) as seq from recent
    where seq > before + 1 and recorded_at > clock_timestamp() - interval '10 seconds' and exists (
      select from pg_stat_activity other
      where other.datname = current_database() and other.pid <> pg_backend_pid()
        and (other.xact_start < recent.recorded_at + interval '1 second' or other.backend_start is null)
    )
  )`;

const allEvents = `
  select ${event} from events e
  where e.seq > ? and e.seq <= (select seq from settled)
  order by e.seq limit ?`;

const branchesOf = ({ organizationIds, projectIds }: Reach) => [
  ...(organizationIds.length === 0 ? [] : parties.map((column) => ({ column, ids: organizationIds }))),
  ...(projectIds.length === 0 ? [] : [{ column: 'project_id', ids: projectIds }]),
];

const parties = ['customer_id', 'vendor_id', 'distributor_id', 'reseller_id'];

/** The next events of each party by itself, read from its own index. */
const seqsOf = (column: string): string => `
  select own.seq from unnest(cast(? as uuid[])) as party (id) cross join lateral (
    select e.seq from events e
    where e.${column} = party.id and e.seq > ? and e.seq <= (select seq from settled)
    order by e.seq limit ?
  ) own`;

const eventsAmong = (seqs: string): string => `
  select ${event} from (${seqs} order by seq limit ?) page
  join events e on e.seq = page.seq
  order by e.seq`;
