import type { PriceModel } from '../catalog/offering';
import type { Level } from '../channel/chain';
import { levels } from '../channel/chain';
import type { DecimalText } from '../decimal';
import { withDiscount } from '../discounts/discount-row';
import { appliedDiscounts, isDiscountComponent } from '../discounts/sold-discount';
import { assert, DomainError } from '../errors';
import { lineTotals } from '../invoices/invoice';
import type { Money } from '../money';
import { addMoney, isSettleable } from '../money';
import type { PeriodUsage, ProceedsRow } from '../proceeds/proceeds';
import { arrearsRows, oneTimeRows, prepaidRows } from '../proceeds/proceeds';
import { minimumOf } from '../proceeds/true-up';
import { isPricedByTime, periodOf } from '../subscriptions/calendar';
import type { Instant, Period } from '../time';
import type { PricedRows } from './change-facts';
import type { Terms } from './terms';

/** One line of a quote: what a proceeds row will say at the level that was asked for. */
interface QuoteLine {
  readonly component: string;
  readonly name: string;
  readonly unit: string;
  readonly kind: ProceedsRow['kind'];
  readonly quantity: DecimalText;
  /** How many of what is stored make one of the quantity; absent where that is one. */
  readonly factor?: DecimalText;
  /** `null` on the line of a discount, which has no price but takes something off. */
  readonly price: PriceModel | null;
  readonly net: Money;
  /** What it comes to with the tax, where its price includes that. */
  readonly gross?: Money;
}

/** Lines that fall due together, with the tax on their sum. */
export interface QuotePart {
  readonly lines: readonly QuoteLine[];
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

/**
 * A price before anything is ordered. Of a purchase, `now` is invoiced when the subscription becomes active and
 * `atPeriodEnd` is the arrears of the usage that the caller expects, with what it lacks to minimums; of a termination, `now` is the final invoice.
 * `deferred` takes effect with a later period: nothing, in both.
 */
export interface Quote {
  readonly currency: string;
  readonly taxPercent: DecimalText;
  /** There when prices include the tax. */
  readonly taxIncluded?: true;
  readonly now: QuotePart;
  readonly atPeriodEnd: QuotePart;
  readonly deferred: QuotePart;
  /** Net of each later period in advance, as long as its discounts last. */
  readonly recurring: Money;
  /** Net of each later period in advance once all discounts that end have ended; there if one ends. */
  readonly recurringAfterCoupon?: Money;
}

/** The rows that a quote tells of, by when they fall due. */
export interface QuotedRows {
  readonly now: readonly ProceedsRow[];
  readonly atPeriodEnd: readonly ProceedsRow[];
  /** Of each later period, in advance. */
  readonly recurring: readonly ProceedsRow[];
  /** Of each period after all discounts that end have ended, in advance. */
  readonly recurringAfterCoupon?: readonly ProceedsRow[];
}

// Which period is the first is known only when the vendor reports success; where all cost the same, it does not matter.
const anyPeriod: Period = { start: '', end: '' };

/**
 * What a purchase will charge, made by the same functions that will charge it (`product.md` §4).
 * @param at When it is priced: prices by units, and of parts of a period, are those of an activation at this instant.
 */
export const purchaseRows = (terms: Terms, expectedUsage: PeriodUsage, at?: Instant): QuotedRows => {
  const [first, second] = [periodAt(terms, at, 0), periodAt(terms, at, 1)];
  const discounted = (rows: readonly ProceedsRow[], kind: 'prepaid' | 'arrears'): readonly ProceedsRow[] =>
    withDiscount(terms, rows, { kind, index: 0, period: first });
  return {
    now: discounted([...oneTimeRows(terms, first), ...prepaidRows(terms, first)], 'prepaid'),
    atPeriodEnd: discounted(arrearsRows(terms, first, expectedUsage), 'arrears'),
    ...laterRows(terms, 1, second),
  };
};

/** What each later period charges in advance, from the one of this number on. */
export const laterRows = (
  terms: Terms,
  index: number,
  period: Period,
): Pick<QuotedRows, 'recurring' | 'recurringAfterCoupon'> => {
  const from = (at: number): readonly ProceedsRow[] =>
    withDiscount(terms, prepaidRows(terms, period), { kind: 'prepaid', index: at, period });
  return {
    recurring: terms.periodMonths === null ? [] : from(index),
    ...(isSoldForAWhile(terms) ? { recurringAfterCoupon: from(Infinity) } : {}),
  };
};

const periodAt = (terms: Terms, at: Instant | undefined, index: number): Period => {
  if (!isPricedByTime(terms)) return anyPeriod;
  assert(at, 'what is priced by time is priced at an instant');
  return periodOf(terms, at, index);
};

const isSoldForAWhile = (terms: Terms): boolean =>
  terms.periodMonths !== null && appliedDiscounts(terms).some(({ discount }) => discount.periods !== null);

/**
 * The price of some rows at one level.
 * @throws DomainError `quantity-invalid` for amounts that no book can hold
 */
export const quoteRows = (terms: Terms, rows: QuotedRows, level: Level): Quote => ({
  currency: terms.currency,
  taxPercent: terms.issuer.taxPercent,
  ...taxedAt(terms, level),
  now: quotePart(terms, rows.now, level),
  atPeriodEnd: quotePart(terms, rows.atPeriodEnd, level),
  deferred: quotePart(terms, [], level),
  recurring: sumAt(terms, rows.recurring, level),
  ...(rows.recurringAfterCoupon === undefined
    ? {}
    : { recurringAfterCoupon: sumAt(terms, rows.recurringAfterCoupon, level) }),
});

/** Only the customer pays prices that include its tax. */
export const taxedAt = ({ taxIncluded }: Terms, level: Level): Pick<Quote, 'taxIncluded'> =>
  taxIncluded === true && level === 'sellOut' ? { taxIncluded } : {};

/** The sum of some rows at one level. */
export const sumAt = ({ currency }: Terms, rows: readonly ProceedsRow[], level: Level): Money =>
  addMoney(
    currency,
    rows.map((row) => row.amounts[level]),
  );

/**
 * Prices a purchase before it is ordered; the order agrees to the cent.
 * @throws DomainError `quantity-invalid` for quantities whose amounts no book can hold
 */
export const quote = (terms: Terms, expectedUsage: PeriodUsage, level: Level = 'sellOut', at?: Instant): Quote =>
  quoteRows(terms, purchaseRows(terms, expectedUsage, at), level);

const quotePart = (terms: Terms, rows: readonly ProceedsRow[], level: Level): QuotePart =>
  quotePricedRows(terms, [{ terms, rows }], level);

/** Rows that fall due together although they are priced by several terms. @throws as `quoteRows` */
export const quotePricedRows = (terms: Terms, priced: readonly PricedRows[], level: Level): QuotePart => {
  const lines = priced.flatMap((each) => each.rows.map((row) => quoteLine(each, row, level)));
  const sums = lineTotals(terms.currency, lines, terms.issuer.taxPercent);
  checkSettleable([sums.net, sums.gross], null);
  return { lines, ...sums };
};

const quoteLine = (priced: PricedRows, row: ProceedsRow, level: Level): QuoteLine => {
  checkSettleable(
    levels.map((each) => row.amounts[each]),
    row.component,
  );
  return {
    component: row.component,
    name: row.name,
    unit: row.unit,
    kind: row.kind,
    quantity: row.quantity,
    ...(isDiscountComponent(row.component) ? { price: null } : pricedAt(priced, row, level)),
    net: row.amounts[level],
    ...(row.gross === undefined || level !== 'sellOut' ? {} : { gross: row.gross }),
  };
};

const pricedAt = (
  { terms, since }: PricedRows,
  { component: key, kind }: ProceedsRow,
  level: Level,
): Pick<QuoteLine, 'price' | 'factor'> => {
  // What a change leaves out has no other price than that of before.
  const component = [...terms.components, ...(since?.components ?? [])].find((sold) => sold.key === key);
  assert(component, 'a row comes from a component of its terms');
  const { factor, prices } = component;
  if (kind === 'true-up') return { price: { kind: 'flat', price: minimumOf(component, level) ?? '0' } };
  return { price: prices[level], ...(factor === undefined ? {} : { factor }) };
};

const checkSettleable = (amounts: readonly Money[], component: string | null): void => {
  if (amounts.every(isSettleable)) return;
  throw new DomainError('quantity-invalid', 'the amount is beyond what can be settled', { component });
};
