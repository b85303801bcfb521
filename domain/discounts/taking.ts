import type { Level } from '../channel/chain';
import type { DecimalText } from '../decimal';
import { Big, decimal, decimalText } from '../decimal';
import { DomainError } from '../errors';
import { majorUnits } from '../money';
import type { CouponScope, DiscountedKind } from '../pricing/coupon';
import { isInScope } from '../pricing/coupon';
import type { Formula } from './formula';
import { readFormula } from './formula';
import type { DiscountEffect, FormulaPercent } from './sold-discount';

/** One line as discounts see it, in major units. */
export interface DiscountedLine {
  /** `null` for a price that has replaced a licence. */
  readonly component: string | null;
  readonly kind: DiscountedKind;
  /** The level whose tier asks it first. */
  readonly from: Level;
  readonly quantity: DecimalText;
  /** Before any discount. */
  readonly amount: Big;
  /** What the discounts before have left of it. */
  readonly left: Big;
}

/** One of the parts that what a discount takes off sums up from: a price, and how often it counts. */
export interface DiscountPart {
  readonly units: Big;
  readonly price: DecimalText;
  readonly amount: Big;
}

/** What one discount takes off some lines, exact and below zero, and the lines after it. */
export interface Taking {
  readonly parts: readonly DiscountPart[];
  readonly lines: readonly DiscountedLine[];
}

const hundredth = new Big('-0.01');

/** Applies one discount to what is left of some lines. */
export const take = (effect: DiscountEffect, lines: readonly DiscountedLine[], periodMonths: number | null): Taking => {
  switch (effect.type) {
    case 'discount':
      return takePercent(effect.percent, lines, inScope(effect.scope));
    case 'licence':
      return takePercent(effect.percent, lines, isLicence);
    case 'price-override':
      return takeDownTo(majorUnits(effect.price), lines);
    case 'formula':
      return takeByFormula(effect, lines, periodMonths);
  }
};

const inScope =
  (scope: CouponScope) =>
  ({ kind }: DiscountedLine): boolean =>
    isInScope(scope, kind);
const isLicence = ({ kind }: DiscountedLine): boolean => kind === 'licence';

const takePercent = (
  percent: DecimalText,
  lines: readonly DiscountedLine[],
  counts: (line: DiscountedLine) => boolean,
): Taking => {
  const units = decimal(percent).times(hundredth);
  return {
    parts: [partOf(units, sumLeft(lines.filter(counts)))],
    lines: lines.map((line) => (counts(line) ? lowered(line, units) : line)),
  };
};

const lowered = (line: DiscountedLine, units: Big): DiscountedLine => ({
  ...line,
  left: line.left.plus(line.left.times(units)),
});

/** A price is a ceiling: it lowers the licence, and never raises it. Afterwards the licence is one line, at that price. */
const takeDownTo = (price: Big, lines: readonly DiscountedLine[]): Taking => {
  const licence = lines.filter(isLicence);
  const left = sumLeft(licence);
  if (left.lte(price)) return { parts: [], lines };
  const [first, ...more] = licence;
  const amount = licence.reduce((sum, line) => sum.plus(line.amount), new Big('0'));
  const component = first !== undefined && more.length === 0 ? first.component : null;
  const replaced: DiscountedLine = {
    component,
    kind: 'licence',
    from: 'vendorCost',
    quantity: '1',
    amount,
    left: price,
  };
  return {
    parts: [partOf(new Big('1'), price), partOf(new Big('-1'), left)],
    lines: [...lines.filter((line) => !isLicence(line)), replaced],
  };
};

const takeByFormula = (
  { formula, components, subscriptions }: FormulaPercent,
  lines: readonly DiscountedLine[],
  periodMonths: number | null,
): Taking => {
  const read = formulaOf(formula);
  const unitsOf = ({ component, quantity, amount }: DiscountedLine): Big => {
    if (components.length > 0 && (component === null || !components.includes(component))) return new Big('0');
    const months = String(periodMonths ?? 0);
    return percentOr0(read, { quantity, amount: decimalText(amount), periodMonths: months, subscriptions }).times(
      hundredth,
    );
  };
  const taken = lines.map((line) => ({ line, units: unitsOf(line) }));
  return {
    parts: taken.filter(({ units }) => !units.eq('0')).map(({ line, units }) => partOf(units, line.left)),
    lines: taken.map(({ line, units }) => lowered(line, units)),
  };
};

const formulas = new Map<string, Formula>();
const formulasMost = 500;

/** Reading a formula takes longer than asking it, and there are few of them. */
const formulaOf = (text: string): Formula => {
  const known = formulas.get(text);
  if (known !== undefined) return known;
  if (formulas.size >= formulasMost) formulas.clear();
  const read = readFormula(text);
  formulas.set(text, read);
  return read;
};

/** A formula that fails after all takes nothing off: an invoice does not wait for whoever wrote it. */
const percentOr0 = (formula: Formula, values: Parameters<Formula['percentOf']>[0]): Big => {
  try {
    return decimal(formula.percentOf(values));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'formula-invalid') return new Big('0');
    throw error;
  }
};

const partOf = (units: Big, price: Big): DiscountPart => ({
  units,
  price: decimalText(price),
  amount: price.times(units),
});

const sumLeft = (lines: readonly DiscountedLine[]): Big =>
  lines.reduce((sum, { left }) => sum.plus(left), new Big('0'));
