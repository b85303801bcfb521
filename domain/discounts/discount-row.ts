import type { Level } from '../channel/chain';
import { byLevel, levels } from '../channel/chain';
import type { Big, DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import { assert } from '../errors';
import type { Money } from '../money';
import { addMoney, leastMoney, majorUnits, minusMoney, noMoney } from '../money';
import type { DiscountableLine, DiscountedKind } from '../pricing/coupon';
import { applyCoupon, isInScope } from '../pricing/coupon';
import type { Terms } from '../pricing/terms';
import type { ProceedsRow } from '../proceeds/proceeds';
import type { Period } from '../time';
import type { SoldCoupon } from './sold-coupon';

/** The component of a coupon's rows. Keys of a plan's components begin with a letter or a digit, so none is like it. */
export const couponComponent = '@coupon';

/** Where rows belong: rows of one kind of one period are discounted together. */
export interface DiscountedMoment {
  readonly kind: Exclude<ProceedsRow['kind'], 'one-time'>;
  readonly index: number;
  readonly period: Period;
}

/**
 * Rows that fall due together and, below them, the one row of the coupon that they were sold with. Each level is rounded
 * once, on the sum of its scope. No row is written where the coupon has ended, or takes nothing off.
 */
export const withDiscount = (
  terms: Terms,
  rows: readonly ProceedsRow[],
  moment: DiscountedMoment,
): readonly ProceedsRow[] => {
  const { coupon } = terms;
  if (coupon === undefined || hasEnded(coupon, moment.index)) return rows;
  const amounts = byLevel((level) =>
    lowers(coupon, level) ? discountAt(terms, coupon, rows, level) : noMoney(terms.currency),
  );
  if (levels.every((level) => amounts[level].minor === '0')) return rows;
  const { kind, period } = moment;
  const row = { component: couponComponent, name: coupon.name, unit: 'coupon', kind, period, quantity: '1', amounts };
  return [...rows, row];
};

const hasEnded = ({ periods }: SoldCoupon, index: number): boolean => periods !== null && index >= periods;

/** True for the level of a coupon's owner and for all below. */
export const lowers = ({ from }: SoldCoupon, level: Level): boolean => levels.indexOf(level) >= levels.indexOf(from);

/** Below zero or nothing: a coupon with a price that is higher than the licence raises nothing. */
const discountAt = (terms: Terms, coupon: SoldCoupon, rows: readonly ProceedsRow[], level: Level): Money => {
  const lines = linesAt(terms, rows, level);
  const { net } = applyCoupon(terms.currency, lines, coupon.effect);
  return leastMoney(noMoney(terms.currency), minusMoney(net, sumOf(terms.currency, lines)));
};

const linesAt = (terms: Terms, rows: readonly ProceedsRow[], level: Level): readonly DiscountableLine[] =>
  rows
    .filter(({ component }) => component !== couponComponent)
    .map((row) => ({ kind: discountedKind(terms, row), amount: row.amounts[level] }));

const sumOf = (currency: string, lines: readonly DiscountableLine[]): Money =>
  addMoney(
    currency,
    lines.map(({ amount }) => amount),
  );

/** One of the parts that what a coupon takes off at a level sums up from: a price, and how often it counts. */
interface DiscountPart {
  readonly units: Big;
  readonly price: DecimalText;
  readonly amount: Big;
}

/** How what the coupon takes off these rows comes about: a share of its scope, or its price less that of the licence. */
export const discountParts = (terms: Terms, rows: readonly ProceedsRow[], level: Level): readonly DiscountPart[] => {
  const { coupon, currency } = terms;
  if (coupon === undefined || !lowers(coupon, level)) return [];
  const lines = linesAt(terms, rows, level);
  const { effect } = coupon;
  if (effect.type === 'discount') {
    const inScope = lines.filter((line) => isInScope(effect.scope, line.kind));
    return [partOf(decimal(effect.percent).times('-0.01'), sumOf(currency, inScope))];
  }
  if (discountAt(terms, coupon, rows, level).minor === '0') return [];
  const licence = lines.filter(({ kind }) => kind === 'licence');
  return [partOf(decimal('1'), effect.price), partOf(decimal('-1'), sumOf(currency, licence))];
};

const partOf = (units: Big, money: Money): DiscountPart => {
  const price = majorUnits(money);
  return { units, price: decimalText(price), amount: price.times(units) };
};

/**
 * The licence is what every buyer of the plan pays in advance, the set-up what is paid for it once; quantities, arrears and
 * what a buyer can do without are extras.
 */
const discountedKind = ({ components }: Terms, row: ProceedsRow): DiscountedKind => {
  const component = components.find(({ key }) => key === row.component);
  assert(component, 'a row comes from a component of its terms');
  if (component.charge === 'one-time') return 'setup';
  if (component.charge !== 'fixed' || component.presence !== undefined) return 'extra';
  return row.kind === 'one-time' ? 'setup' : 'licence';
};
