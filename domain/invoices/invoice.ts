import type { Money } from '../money';
import { addMoney, minusMoney } from '../money';
import type { Terms } from '../pricing/terms';
import type { ProceedsRow } from '../proceeds/proceeds';
import type { Instant, Period } from '../time';
import type { Totals } from './tax';
import { taxedTotals } from './tax';

/** One priced element that a customer is charged for, at what the customer pays. */
interface InvoiceLine {
  readonly component: string;
  readonly description: string;
  readonly kind: ProceedsRow['kind'];
  readonly period: Period;
  readonly quantity: string;
  readonly net: Money;
  /** What it comes to with the tax, where its price includes that. */
  readonly gross?: Money;
}

/** An invoice before it has a number. `cause` makes it unique for its subscription: one cause, one invoice. */
export interface DraftInvoice {
  readonly cause: string;
  readonly issuedAt: Instant;
  readonly lines: readonly InvoiceLine[];
  readonly net: Money;
  readonly taxPercent: string;
  readonly tax: Money;
  readonly gross: Money;
}

/** Adds amounts and the tax on their sum, which is rounded once, as EN 16931 does (`product.md` §11). */
export const totals = (currency: string, nets: readonly Money[], taxPercent: string): Totals =>
  taxedTotals(
    currency,
    nets.map((net) => ({ net, taxPercent })),
  );

/**
 * The same of lines of which some have prices that include the tax: theirs is what each gross exceeds its net by, so that what
 * was listed is what is paid.
 */
export const lineTotals = (
  currency: string,
  lines: readonly { readonly net: Money; readonly gross?: Money }[],
  taxPercent: string,
): Totals => {
  const added = lines.filter(({ gross }) => gross === undefined).map(({ net }) => net);
  const tax = addMoney(currency, [
    totals(currency, added, taxPercent).tax,
    ...lines.flatMap(({ net, gross }) => (gross === undefined ? [] : [minusMoney(gross, net)])),
  ]);
  const net = addMoney(
    currency,
    lines.map((line) => line.net),
  );
  return { net, tax, gross: addMoney(currency, [net, tax]) };
};

/** What a customer is charged for some rows; `undefined` when there is nothing to charge. */
export const buildInvoice = (
  terms: Terms,
  rows: readonly ProceedsRow[],
  cause: string,
  issuedAt: Instant,
): DraftInvoice | undefined => {
  if (rows.length === 0) return undefined;
  const lines = rows.map((row) => ({
    component: row.component,
    description: `${row.name}, ${row.quantity} ${row.unit}`,
    kind: row.kind,
    period: row.period,
    quantity: row.quantity,
    net: row.amounts.sellOut,
    ...(row.gross === undefined ? {} : { gross: row.gross }),
  }));
  return {
    cause,
    issuedAt,
    lines,
    taxPercent: terms.issuer.taxPercent,
    ...lineTotals(terms.currency, lines, terms.issuer.taxPercent),
  };
};
