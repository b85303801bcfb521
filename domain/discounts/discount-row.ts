import type { ByLevel, Level } from '../channel/chain';
import { byLevel, levels } from '../channel/chain';
import { Big, decimalText } from '../decimal';
import { assert } from '../errors';
import type { Money } from '../money';
import { majorUnits, minusMoney, roundToMoney } from '../money';
import type { DiscountedKind } from '../pricing/coupon';
import type { SoldComponent, Terms } from '../pricing/terms';
import { askedAmounts, lineAmounts } from '../proceeds/line-amounts';
import type { ProceedsRow } from '../proceeds/proceeds';
import type { Period } from '../time';
import type { AppliedDiscount, SoldDiscount } from './sold-discount';
import { appliedDiscounts, isDiscountComponent } from './sold-discount';
import type { DiscountedLine, DiscountPart } from './taking';
import { take } from './taking';

/** Where rows belong: rows of one kind of one period are discounted together. */
export interface DiscountedMoment {
  readonly kind: Exclude<ProceedsRow['kind'], 'one-time' | 'true-up' | 'refund'>;
  readonly index: number;
  readonly period: Period;
}

/** How discounts run up at one level: what is left of the lines, and what has been taken off them, exact. */
interface Tally {
  readonly lines: readonly DiscountedLine[];
  readonly taken: Big;
}

/**
 * Rows that fall due together and, below them, one row for each discount that they were sold with, in the order of
 * application, each on what those before it have left. A row is what the rounded sum of discounts grows by, so that many
 * of them are no more than a cent off together either. No row is written where a discount has ended, or takes nothing off.
 */
export const withDiscount = (
  terms: Terms,
  rows: readonly ProceedsRow[],
  moment: DiscountedMoment,
): readonly ProceedsRow[] => {
  const inForce = appliedDiscounts(terms).filter(({ discount }) => !hasEnded(discount, moment.index));
  if (inForce.length === 0) return rows;
  const goods = rows.filter(({ component }) => !isDiscountComponent(component));
  const discounted = [...goods];
  let tallies = byLevel((level) => tallyOf(terms, goods, level));
  for (const applied of inForce) {
    const before = tallies;
    const after = byLevel((level) => discountedAt(terms, applied, before[level], level).tally);
    // Less than half a cent counts too: with what others take it may be a cent.
    if (levels.every((level) => after[level].taken.eq(before[level].taken))) continue;
    const amounts = byLevel((level) => grown(terms, before[level].taken, after[level].taken));
    tallies = after;
    discounted.push(rowOf(terms, applied, moment, amounts));
  }
  return discounted;
};

const rowOf = (
  terms: Terms,
  { component, discount: { name, kind: unit } }: AppliedDiscount,
  { kind, period }: DiscountedMoment,
  asked: ByLevel<Money>,
): ProceedsRow => ({ component, name, unit, kind, period, quantity: '1', ...lineAmounts(terms, asked) });

const hasEnded = ({ periods }: Pick<SoldDiscount, 'periods'>, index: number): boolean =>
  periods !== null && index >= periods;

/** True for the level of a discount's owner and for all below. */
export const lowers = ({ from }: Pick<SoldDiscount, 'from'>, level: Level): boolean =>
  levels.indexOf(level) >= levels.indexOf(from);

/** What the rounded sum grows by. */
const grown = ({ currency }: Terms, before: Big, after: Big): Money =>
  minusMoney(roundToMoney(after, currency), roundToMoney(before, currency));

const tallyOf = (terms: Terms, goods: readonly ProceedsRow[], level: Level): Tally => ({
  lines: goods.map((row) => {
    const amount = majorUnits(askedAmounts(row)[level]);
    const { component, quantity } = row;
    const { kind, from } = discountedAs(terms, row);
    return { component, kind, from, quantity, amount, left: amount };
  }),
  taken: new Big('0'),
});

const discountedAt = (
  { periodMonths }: Terms,
  { discount }: AppliedDiscount,
  tally: Tally,
  level: Level,
): { readonly parts: readonly DiscountPart[]; readonly tally: Tally } => {
  if (!lowers(discount, level)) return { parts: [], tally };
  // What a tier has added is not for those above it to give away.
  const isTheirs = ({ from }: DiscountedLine): boolean => lowers({ from }, discount.from);
  const counted = take(discount.effect, tally.lines.filter(isTheirs), periodMonths);
  const { parts } = counted;
  const lines = [...counted.lines, ...tally.lines.filter((line) => !isTheirs(line))];
  const taken = parts.reduce((sum, { amount }) => sum.plus(amount), tally.taken);
  return { parts, tally: { lines, taken } };
};

/** What a row of a discount comes from at a level, and what rounding the rows before it has left over, if anything. */
export interface DiscountDerivation {
  readonly parts: readonly DiscountPart[];
  readonly carried: DiscountPart | null;
}

/** How what a discount takes off these rows comes about. The amounts sum to the exact figure, which is rounded once. */
export const discountParts = (
  terms: Terms,
  rows: readonly ProceedsRow[],
  component: string,
  level: Level,
): DiscountDerivation => {
  const goods = rows.filter((row) => !isDiscountComponent(row.component));
  let tally = tallyOf(terms, goods, level);
  for (const applied of appliedDiscounts(terms)) {
    // Those that have ended, or took nothing off, have no row, and no part in those after them.
    if (!rows.some((row) => row.component === applied.component)) continue;
    const { parts, tally: after } = discountedAt(terms, applied, tally, level);
    if (applied.component === component)
      return { parts, carried: after.taken.eq(tally.taken) ? null : carriedOver(terms, tally.taken) };
    tally = after;
  }
  return { parts: [], carried: null };
};

const carriedOver = ({ currency }: Terms, taken: Big): DiscountPart | null => {
  const rest = taken.minus(majorUnits(roundToMoney(taken, currency)));
  return rest.eq('0') ? null : { units: new Big('1'), price: decimalText(rest), amount: rest };
};

/**
 * The licence is what every buyer of the plan pays in advance, the set-up what is paid for it once; quantities, arrears and
 * what a buyer can do without are extras, and so is what is charged to reach a minimum, and what a tier has added.
 */
const discountedAs = ({ components }: Terms, row: ProceedsRow): Pick<DiscountedLine, 'kind' | 'from'> => {
  const component = components.find(({ key }) => key === row.component);
  assert(component, 'a row comes from a component of its terms');
  return { kind: discountedKind(component, row), from: component.from ?? 'vendorCost' };
};

const discountedKind = (component: SoldComponent, row: ProceedsRow): DiscountedKind => {
  if (row.kind === 'true-up' || component.from !== undefined) return 'extra';
  if (component.charge === 'one-time') return 'setup';
  if (component.charge !== 'fixed' || component.presence !== undefined) return 'extra';
  return row.kind === 'one-time' ? 'setup' : 'licence';
};
