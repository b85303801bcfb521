import type { Level } from '../channel/chain';
import type { DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import { DomainError } from '../errors';
import type { Money } from '../money';
import { addMoney, minusMoney, noMoney, timesMoney } from '../money';
import type { UsageQuantities } from '../proceeds/proceeds';
import type { Quote } from './quote';
import { purchaseRows, quoteRows } from './quote';
import { wholePeriodOf } from '../subscriptions/calendar';
import type { Instant } from '../time';
import type { Terms } from './terms';

type QuoteLine = Quote['now']['lines'][number];

/** What a component costs on one side, over all months that are compared; the quantity is that of one period. */
interface ComparedSide {
  readonly quantity: DecimalText;
  readonly net: Money;
}

/** One component on both sides; `null` where it is not charged. */
interface ComparedLine {
  readonly component: string;
  readonly name: string;
  readonly kind: QuoteLine['kind'];
  readonly before: ComparedSide | null;
  readonly after: ComparedSide | null;
  readonly difference: Money;
}

/** The same subscription under other terms, line by line. */
export interface Comparison {
  readonly currency: string;
  /** The time that is compared: whole periods of both sides. `null` where neither has a period. */
  readonly months: number | null;
  readonly lines: readonly ComparedLine[];
  readonly before: Money;
  readonly after: Money;
  readonly difference: Money;
}

/**
 * What other terms would change, for whole periods, at one level: what is charged in advance, and the arrears of the usage
 * that is expected in a month. A price paid once is no part of it, nor is a discount that ends. Where the periods differ, as
 * many months are compared as both sides fill with whole ones; what has no period counts once. Prices by units are those of
 * the period after `at`.
 * @throws DomainError `currency-differs`, `quantity-invalid` for amounts that no book can hold
 */
export const compareTerms = (
  current: Terms,
  other: Terms,
  monthlyUsage: UsageQuantities,
  level: Level,
  at?: Instant,
): Comparison => {
  const { currency } = current;
  if (other.currency !== currency)
    throw new DomainError('currency-differs', 'prices of two currencies are not compared', {
      currency,
      other: other.currency,
    });
  const months = commonMonths(current.periodMonths, other.periodMonths);
  const sideOf = (terms: Terms) => periodLines(terms, monthlyUsage, level, at).map((line) => over(months, terms, line));
  const [before, after] = [sideOf(current), sideOf(other)];
  const keys = new Set([...before, ...after].map(keyOf));
  const lines = [...keys].map((key) =>
    compared(
      currency,
      before.find((line) => keyOf(line) === key),
      after.find((line) => keyOf(line) === key),
    ),
  );
  const sum = (side: readonly QuoteLine[]): Money => addNets(currency, side);
  return {
    currency,
    months,
    lines,
    before: sum(before),
    after: sum(after),
    difference: minusMoney(sum(after), sum(before)),
  };
};

/** The least common multiple of both; that of the other where one has none. */
const commonMonths = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : (a / divisor(a, b)) * b;

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** What one period costs. */
const periodLines = (
  terms: Terms,
  monthlyUsage: UsageQuantities,
  level: Level,
  at: Instant | undefined,
): readonly QuoteLine[] => {
  const months = String(terms.periodMonths ?? 1);
  const usage = Object.fromEntries(
    Object.entries(monthlyUsage).map(([key, each]) => [key, decimalText(decimal(each).times(months))] as const),
  );
  const { atPeriodEnd, recurring } = purchaseRows(
    { ...lasting(terms), periodMonths: terms.periodMonths ?? 1 },
    usage,
    at && wholePeriodOf(terms, { start: at, end: at }).start,
  );
  const priced = quoteRows(terms, { now: recurring, atPeriodEnd, recurring: [] }, level);
  return [...priced.now.lines, ...priced.atPeriodEnd.lines];
};

/** Without the discounts that end. */
const lasting = ({ coupon, discounts = [], ...terms }: Terms): Terms => ({
  ...terms,
  ...(coupon === undefined || coupon.periods !== null ? {} : { coupon }),
  discounts: discounts.filter(({ periods }) => periods === null),
});

const over = (months: number | null, { periodMonths }: Terms, line: QuoteLine): QuoteLine => ({
  ...line,
  net: timesMoney(line.net, periodMonths === null ? 1 : (months ?? periodMonths) / periodMonths),
});

const keyOf = ({ component, kind }: QuoteLine): string => `${kind} ${component}`;

const addNets = (currency: string, side: readonly QuoteLine[]): Money =>
  addMoney(
    currency,
    side.map(({ net }) => net),
  );

const compared = (currency: string, before: QuoteLine | undefined, after: QuoteLine | undefined): ComparedLine => {
  const { component, name, kind } = (after ?? before) as QuoteLine;
  const sideOf = (line: QuoteLine | undefined): ComparedSide | null =>
    line === undefined ? null : { quantity: line.quantity, net: line.net };
  const none = noMoney(currency);
  const difference = minusMoney(after?.net ?? none, before?.net ?? none);
  return { component, name, kind, before: sideOf(before), after: sideOf(after), difference };
};
