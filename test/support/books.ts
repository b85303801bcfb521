import type { Knex } from 'knex';

interface EventRow {
  readonly entity_id: string;
  readonly type: string;
  readonly rev: number;
  readonly occurred_at: string;
}

/** What happened to one object, in order. */
export const eventsOf = async (knex: Knex, entityId: string): Promise<string[]> => {
  const rows = await knex<EventRow>('events').where({ entity_id: entityId }).orderBy('rev').select('type');
  return rows.map(({ type }) => type);
};

const day = (at: string): string => at.slice(0, 10);

interface ProceedsRow {
  readonly subscription_id: string;
  readonly component: string;
  readonly kind: string;
  readonly period_start: string;
  readonly period_end: string;
  readonly quantity: string;
  readonly sell_out: string;
}

/** Income rows as lines: component, kind, period, quantity, amount in cents. */
export const proceedsOf = async (knex: Knex, subscriptionId: string): Promise<string[]> => {
  const rows = await knex<ProceedsRow>('proceeds')
    .where({ subscription_id: subscriptionId })
    .orderBy(['period_start', 'kind', 'component']);
  return rows.map((row) =>
    [row.component, row.kind, `${day(row.period_start)}..${day(row.period_end)}`, row.quantity, row.sell_out].join(' '),
  );
};

interface InvoiceRow {
  readonly subscription_id: string;
  readonly cause: string;
  readonly issued_at: string;
  readonly net: string;
}

/** Invoices as lines: cause, day, net amount in cents. */
export const invoicesOf = async (knex: Knex, subscriptionId: string): Promise<string[]> => {
  const rows = await knex<InvoiceRow>('invoices').where({ subscription_id: subscriptionId }).orderBy('number');
  return rows.map(({ cause, issued_at, net }) => [cause.replace(/T.*/, ''), day(issued_at), net].join(' '));
};

// Tests look at rows as a stranger would.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export const rowOf = (knex: Knex, table: string, id: string): Promise<any> => knex(table).where({ id }).first();
