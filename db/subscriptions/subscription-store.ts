import type { Knex } from 'knex';
import { v5 as uuidv5 } from 'uuid';
import { assert } from '../../domain/errors';
import type { DraftInvoice } from '../../domain/invoices/invoice';
import type { Terms } from '../../domain/pricing/terms';
import type { PeriodUsage, ProceedsRow } from '../../domain/proceeds/proceeds';
import type { SubscriptionState } from '../../domain/subscriptions/subscription';
import { isRenewedAfter, windowOf } from '../../domain/subscriptions/calendar';
import { boundUntil } from '../../domain/subscriptions/early-end';
import type { FoundSale } from '../../domain/subscriptions/renewal';
import type { Turn } from '../../domain/subscriptions/turn';
import type { Period } from '../../domain/time';
import { periodUsage } from '../metering/period-usage';
import { renewalSale } from '../pricing/sale-view';
import { preparedRows, preparedWrite } from '../rows';
import { otherwise, writeStep } from '../steps';

/** One move of a subscription without money; a change that is not newer than the row is a repeat and does nothing. */
export interface SubscriptionChange {
  readonly subscriptionId: string;
  readonly rev: number;
  readonly state: SubscriptionState;
  readonly type: string;
  readonly at: string;
  readonly nextDueAt: string | null;
  readonly failure?: string | null;
  readonly endedAt?: string;
}

/** One move with money: `usageUntil` ends the usage that is rated, `null` is the end of the open period. */
interface BookingStep {
  readonly subscriptionId: string;
  readonly rev: number;
  readonly state: SubscriptionState;
  readonly type: string;
  readonly at: string;
  readonly usageUntil: string | null;
  readonly resourceRef?: string | null;
  readonly endedAt?: string;
  /** Whether it goes on, so that its prices are looked for at the end of an order window. */
  readonly renews?: boolean;
}

/** What a turn is decided from. */
export interface BillingFacts {
  readonly terms: Terms;
  readonly anchorAt: string | null;
  readonly open: { readonly index: number; readonly period: Period } | null;
  readonly usage: PeriodUsage;
  /** Whether the open period has been charged in advance: one that turned while it was being terminated has not. */
  readonly isPaid: boolean;
  /** What it is renewed with, where this is the end of its order window. */
  readonly sale: FoundSale;
}

/** Where a subscription stands in the books. */
export interface SubscriptionStanding {
  readonly rev: number;
  readonly state: SubscriptionState;
  readonly nextDueAt: string | null;
  readonly endsAt: string | null;
}

export interface Booked {
  readonly nextDueAt: string | null;
  /** When it ends by itself. */
  readonly endsAt: string | null;
  /** Until when its customer is bound to it. */
  readonly boundUntil: string | null;
  /** Where the subscription stands when another step is stored under the revision. */
  readonly otherwise: SubscriptionStanding | null;
}

export interface SubscriptionStore {
  /** @returns where the subscription stands when another step is stored under the revision; null when it is this one */
  advance(change: SubscriptionChange): Promise<SubscriptionStanding | null>;
  /** Stores that it ends with the order window of its open period, once per revision. */
  scheduleEnd(step: Pick<BookingStep, 'subscriptionId' | 'rev' | 'state' | 'type' | 'at'>): Promise<Booked>;
  /** Reads the facts, asks `decide`, and writes rows, invoice and projection: all in one transaction, once per revision. */
  book(step: BookingStep, decide: (facts: BillingFacts) => Turn): Promise<Booked>;
}

export const createSubscriptionStore = (knex: Knex): SubscriptionStore => ({
  advance: ({ subscriptionId, failure, endedAt, ...change }) =>
    writeStep<SubscriptionStanding>(knex, 'advance-subscription', advanceSubscription, standing, {
      ...change,
      id: subscriptionId,
      failure: failure ?? null,
      endedAt: endedAt ?? null,
    }),
  scheduleEnd: (step) =>
    knex.transaction(async (trx) => {
      const row = await lockSubscription(trx, step.subscriptionId);
      if (row.rev >= step.rev) return repeated(trx, row, step);
      const endsAt = windowEndOf(row);
      const { subscriptionId: id, rev, state, type, at } = step;
      await preparedWrite(trx, 'schedule-end', scheduleEnd, { id, rev, state, type, at, endsAt });
      const bound = boundOf(row, row.terms, row.period_index);
      return { nextDueAt: row.next_due_at, endsAt, boundUntil: bound, otherwise: null };
    }),
  book: (step, decide) =>
    knex.transaction(async (trx) => {
      const row = await lockSubscription(trx, step.subscriptionId);
      if (row.rev >= step.rev) return repeated(trx, row, step);
      const usage = await usageOf(trx, row, step.usageUntil);
      const facts = { ...factsOf(row, usage), isPaid: await isPaid(trx, row), sale: await saleOf(trx, row, step) };
      const turn = decide(facts);
      await write(trx, row, step, turn);
      const bound = boundOf(
        { anchor_at: row.anchor_at ?? step.at },
        turn.renewal?.terms ?? row.terms,
        turn.open?.index ?? null,
      );
      return { nextDueAt: turn.nextDueAt, endsAt: turn.endsAt ?? row.ends_at, boundUntil: bound, otherwise: null };
    }),
});

/** What a repeat finds. */
const repeated = async (
  trx: Knex.Transaction,
  row: SubscriptionRow,
  step: Pick<BookingStep, 'rev' | 'type'>,
): Promise<Booked> => {
  const other = await otherwise<SubscriptionStanding>(trx, standing, { ...step, id: row.id });
  const bound = boundOf(row, row.terms, row.period_index);
  return { nextDueAt: row.next_due_at, endsAt: row.ends_at, boundUntil: bound, otherwise: other };
};

const windowEndOf = ({ terms, anchor_at: anchor, period_index: index }: SubscriptionRow): string => {
  const window = anchor === null || index === null ? null : windowOf(terms, anchor, index);
  assert(window, 'what ends with its window has one');
  return window.end;
};

const boundOf = (
  { anchor_at: anchor }: Pick<SubscriptionRow, 'anchor_at'>,
  terms: Terms,
  index: number | null,
): string | null => (anchor === null || index === null ? null : boundUntil(terms, anchor, index));

interface SubscriptionRow {
  readonly id: string;
  readonly rev: number;
  readonly customer_id: string;
  readonly project_id: string;
  readonly vendor_id: string;
  readonly distributor_id: string | null;
  readonly reseller_id: string | null;
  readonly terms: Terms;
  readonly anchor_at: string | null;
  readonly period_index: number | null;
  readonly period_start: string | null;
  readonly period_end: string | null;
  readonly next_due_at: string | null;
  readonly ends_at: string | null;
}

// The lock keeps usage that is being recorded out until the period is closed.
const lockSubscription = async (trx: Knex.Transaction, id: string): Promise<SubscriptionRow> => {
  const [row] = await preparedRows<SubscriptionRow>(
    trx,
    'lock-subscription',
    `select id, rev, customer_id, project_id, vendor_id, distributor_id, reseller_id, terms, anchor_at, period_index, period_start, period_end,
       next_due_at, ends_at
     from subscriptions where id = ? for update`,
    [id],
  );
  assert(row, 'a subscription that is booked has a row');
  return row;
};

/** What is billed by the step: up to the instant that it names, or all of the open period. */
const usageOf = (trx: Knex.Transaction, row: SubscriptionRow, until: string | null): Promise<PeriodUsage> => {
  const { id, terms, period_start: start, period_end: end } = row;
  if (start === null || end === null) return Promise.resolve({});
  const { components } = terms;
  return periodUsage(trx, { subscriptionId: id, components, period: { start, end }, until: until ?? end });
};

/** Looked up for those alone who may be given something back. */
const isPaid = async (trx: Knex.Transaction, { id, terms, period_start: start }: SubscriptionRow): Promise<boolean> => {
  const { terminationRefund, earlyTermination } = terms;
  if ((terminationRefund === undefined && earlyTermination !== 'charge-rest') || start === null) return true;
  const [found] = await preparedRows<{ isPaid: boolean }>(trx, 'is-period-paid', isPeriodPaid, [id, start]);
  return found?.isPaid ?? false;
};

const isPeriodPaid = `
  select exists (select from proceeds p where p.subscription_id = ? and p.kind = 'prepaid' and p.period_start = ?) as "isPaid"`;

/** Read where the turn is booked, at the instant of the turn: a repeat finds what was booked, whatever prices are by then. */
const saleOf = async (trx: Knex.Transaction, row: SubscriptionRow, step: BookingStep): Promise<FoundSale> => {
  const { terms, anchor_at: anchor, period_index: index, project_id: projectId } = row;
  if (step.renews !== true || anchor === null || index === null) return undefined;
  return isRenewedAfter(terms, anchor, index)
    ? renewalSale(trx, { projectId, planId: terms.planId, at: step.at })
    : undefined;
};

const factsOf = (row: SubscriptionRow, usage: PeriodUsage): Omit<BillingFacts, 'sale' | 'isPaid'> => ({
  terms: row.terms,
  anchorAt: row.anchor_at,
  open:
    row.period_index === null || row.period_start === null || row.period_end === null
      ? null
      : { index: row.period_index, period: { start: row.period_start, end: row.period_end } },
  usage,
});

// Ids follow from natural keys, so a repeat after a lost answer would write the same.
const namespace = '6f0a3c1e-58a4-4e43-9a55-0c2a2f6f3d11';
const invoiceId = (subscriptionId: string, cause: string): string => uuidv5(`${subscriptionId}/${cause}`, namespace);

const write = async (trx: Knex.Transaction, row: SubscriptionRow, step: BookingStep, turn: Turn): Promise<void> => {
  await preparedWrite(trx, 'project-subscription', project, {
    id: row.id,
    rev: step.rev,
    state: step.state,
    type: step.type,
    at: step.at,
    periodIndex: turn.open?.index ?? row.period_index,
    periodStart: turn.open?.period.start ?? row.period_start,
    periodEnd: turn.open?.period.end ?? step.endedAt ?? row.period_end,
    nextDueAt: turn.nextDueAt,
    endsAt: turn.endsAt ?? null,
    terms: turn.renewal?.kept === null ? JSON.stringify(turn.renewal.terms) : null,
    priceVersion: turn.renewal?.kept === null ? turn.renewal.terms.priceVersion : null,
    termsKept: turn.renewal?.kept ?? null,
    resourceRef: step.resourceRef ?? null,
    endedAt: step.endedAt ?? null,
  });
  // Last of all, since everyone else who invoices for this issuer waits for its counter.
  if (turn.invoice !== undefined) await issue(trx, row, turn, turn.invoice);
};

const issue = async (
  trx: Knex.Transaction,
  row: SubscriptionRow,
  { rows, renewal }: Turn,
  invoice: DraftInvoice,
): Promise<void> => {
  const id = invoiceId(row.id, invoice.cause);
  await preparedWrite(trx, 'issue-invoice', issueInvoice, {
    id,
    issuerId: row.terms.issuer.id,
    prefix: row.terms.issuer.prefix,
    customerId: row.customer_id,
    subscriptionId: row.id,
    cause: invoice.cause,
    currency: row.terms.currency,
    lines: JSON.stringify(invoice.lines),
    net: invoice.net.minor,
    taxPercent: invoice.taxPercent,
    tax: invoice.tax.minor,
    gross: invoice.gross.minor,
    issuedAt: invoice.issuedAt,
    vendorId: row.vendor_id,
    distributorId: row.distributor_id,
    resellerId: row.reseller_id,
    rows: JSON.stringify(
      rows.map((one) => toRow(row.id, one, one.kind === 'arrears' ? row.terms : (renewal?.terms ?? row.terms))),
    ),
  });
};

/** What was used has the prices of the window that it was used in, what is charged in advance those of the next. */
const toRow = (subscriptionId: string, row: ProceedsRow, { priceVersion }: Terms) => ({
  id: uuidv5(`${subscriptionId}/${row.component}/${row.kind}/${row.period.start}`, namespace),
  component: row.component,
  kind: row.kind,
  period_start: row.period.start,
  period_end: row.period.end,
  quantity: row.quantity,
  vendor_cost: row.amounts.vendorCost.minor,
  wholesale: row.amounts.wholesale.minor,
  sell_in: row.amounts.sellIn.minor,
  sell_out: row.amounts.sellOut.minor,
  price_version: priceVersion,
  gross: row.gross?.minor ?? null,
  platform_share: row.platformShare?.minor ?? null,
});

const advanceSubscription = `
  with moved as (
    update subscriptions set rev = :rev, state = :state, updated_at = :at, next_due_at = :nextDueAt,
      failure = coalesce(:failure, failure), ended_at = coalesce(:endedAt, ended_at)
    where id = :id and rev < :rev
    returning id, customer_id, project_id, vendor_id, distributor_id, reseller_id
  )
  insert into events (entity, entity_id, rev, type, customer_id, project_id, vendor_id, distributor_id, reseller_id, occurred_at, data)
  select 'subscription', id, :rev, :type, customer_id, project_id, vendor_id, distributor_id, reseller_id, :at,
    jsonb_strip_nulls(jsonb_build_object('state', cast(:state as text), 'failure', cast(:failure as text)))
  from moved
  on conflict (entity_id, rev) do nothing
  returning rev`;

const scheduleEnd = `
  with moved as (
    update subscriptions set rev = :rev, updated_at = :at, ends_at = :endsAt
    where id = :id and rev < :rev
    returning id, customer_id, project_id, vendor_id, distributor_id, reseller_id
  )
  insert into events (entity, entity_id, rev, type, customer_id, project_id, vendor_id, distributor_id, reseller_id, occurred_at, data)
  select 'subscription', id, :rev, :type, customer_id, project_id, vendor_id, distributor_id, reseller_id, :at,
    jsonb_build_object('state', cast(:state as text), 'endsAt', cast(:endsAt as text))
  from moved
  on conflict (entity_id, rev) do nothing`;

const standing = {
  table: 'subscriptions',
  columns: 't.rev, t.state, t.next_due_at as "nextDueAt", t.ends_at as "endsAt"',
};

const project = `
  with moved as (
    update subscriptions set rev = :rev, state = :state, updated_at = :at, anchor_at = coalesce(anchor_at, :at),
      period_index = :periodIndex, period_start = :periodStart, period_end = :periodEnd, next_due_at = :nextDueAt,
      ends_at = coalesce(:endsAt, ends_at), terms = coalesce(cast(:terms as jsonb), terms),
      resource_ref = coalesce(:resourceRef, resource_ref), ended_at = coalesce(:endedAt, ended_at)
    where id = :id and rev < :rev
    returning id, customer_id, project_id, vendor_id, distributor_id, reseller_id
  )
  insert into events (entity, entity_id, rev, type, customer_id, project_id, vendor_id, distributor_id, reseller_id, occurred_at, data)
  select 'subscription', id, :rev, :type, customer_id, project_id, vendor_id, distributor_id, reseller_id, :at,
    jsonb_build_object('state', cast(:state as text), 'periodStart', cast(:periodStart as text), 'periodEnd', cast(:periodEnd as text))
      || jsonb_strip_nulls(jsonb_build_object('priceVersion', cast(:priceVersion as integer), 'termsKept', cast(:termsKept as text)))
  from moved
  on conflict (entity_id, rev) do nothing`;

const issueInvoice = `
  with counted as (
    insert into invoice_counters (issuer_id, prefix, last) values (:issuerId, :prefix, 1)
    on conflict (issuer_id, prefix) do update set last = invoice_counters.last + 1
    returning last
  ), issued as (
    insert into invoices (id, issuer_id, prefix, number, customer_id, subscription_id, cause, currency, lines, net, tax_percent, tax, gross, issued_at)
    select :id, :issuerId, :prefix, last, :customerId, :subscriptionId, :cause, :currency, cast(:lines as jsonb), :net, :taxPercent, :tax, :gross, :issuedAt
    from counted
    returning id
  )
  insert into proceeds (id, subscription_id, customer_id, vendor_id, distributor_id, reseller_id, component, kind, period_start, period_end,
    quantity, currency, vendor_cost, wholesale, sell_in, sell_out, price_version, gross, platform_share, invoice_id, booked_at)
  select r.id, :subscriptionId, :customerId, :vendorId, :distributorId, :resellerId, r.component, r.kind, r.period_start, r.period_end,
    r.quantity, :currency, r.vendor_cost, r.wholesale, r.sell_in, r.sell_out, r.price_version, r.gross, r.platform_share, issued.id, :issuedAt
  from issued cross join jsonb_to_recordset(cast(:rows as jsonb)) as r (id uuid, component text, kind text, period_start timestamptz, period_end timestamptz,
    quantity numeric, vendor_cost bigint, wholesale bigint, sell_in bigint, sell_out bigint, price_version integer, gross bigint, platform_share bigint)`;
