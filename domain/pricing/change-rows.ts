import type { Level } from '../channel/chain';
import { byLevel, levels } from '../channel/chain';
import { decimal, decimalText } from '../decimal';
import { withDiscount } from '../discounts/discount-row';
import { isDiscountComponent } from '../discounts/sold-discount';
import type { Fraction } from '../fraction';
import { fraction, multiplyFractions, roundShareToMoney, whole } from '../fraction';
import { majorUnits, minusMoney, noMoney } from '../money';
import { askedAmounts, lineAmounts, takenBack } from '../proceeds/line-amounts';
import type { ProceedsRow } from '../proceeds/proceeds';
import { prepaidQuantity, prepaidRows } from '../proceeds/proceeds';
import type { Period } from '../time';
import { billedUsage } from './factor';
import type { SharedAmount } from './stretch';
import { rateShared } from './stretch';
import type { Terms } from './terms';

/** One side of a change: what is charged in advance for a whole period, and the part of it that comes or goes. */
export interface ChangedSide {
  readonly terms: Terms;
  /** The period that the terms are charged for, and its number: coupons are counted by it. */
  readonly index: number;
  readonly share: Fraction;
  /** The stretch that the part is for. */
  readonly period: Period;
}

/** What a side is charged in advance for a whole period, with what discounts take off. */
const wholeRows = ({ terms, index, period }: ChangedSide): readonly ProceedsRow[] =>
  withDiscount(terms, prepaidRows(terms, period), { kind: 'prepaid', index, period });

/** The same for the part; a discount is shared as it was charged, so it counts once. */
const partRows = (side: ChangedSide): readonly ProceedsRow[] => {
  const { terms, share, period } = side;
  const parts = prepaidRows(terms, period, share);
  return wholeRows(side).flatMap((row) =>
    isDiscountComponent(row.component)
      ? shareOfDiscount(row, side)
      : parts.filter(({ component }) => component === row.component),
  );
};

const shareOfDiscount = (row: ProceedsRow, { terms, share }: ChangedSide): readonly ProceedsRow[] => {
  if (share.part === '0') return [];
  const asked = askedAmounts(row);
  const shared = byLevel((level) => roundShareToMoney(majorUnits(asked[level]), share, asked[level].currency));
  return [{ ...row, ...lineAmounts(terms, shared), sharedAmounts: asked, ...partly(share) }];
};

/** The part that a row is of, where it is not all. */
export const partly = (share: Fraction): Pick<ProceedsRow, 'share'> => (share.part === share.of ? {} : { share });

/** True for a row that comes to something at any level. */
export const isSomething = ({ amounts }: ProceedsRow): boolean => levels.some((level) => amounts[level].minor !== '0');

/** Keys of what a change leaves as it is: the same amounts in a whole period, at every level. */
const unchanged = (removed: ChangedSide, added: ChangedSide): ReadonlySet<string> => {
  const after = wholeRows(added);
  const isSame = ({ component, amounts }: ProceedsRow): boolean =>
    after.some(
      (row) =>
        row.component === component && levels.every((level) => row.amounts[level].minor === amounts[level].minor),
    );
  return new Set(
    wholeRows(removed)
      .filter(isSame)
      .map(({ component }) => component),
  );
};

/** What a change credits and charges, each line rounded once; lines of zero are not written. */
export interface CreditsAndCharges {
  readonly credits: readonly ProceedsRow[];
  readonly charges: readonly ProceedsRow[];
}

/**
 * A credit for each part that stops and a charge for each that begins. Where both are of the same period, what costs the
 * same as before makes no line.
 */
export const creditsAndCharges = (removed: ChangedSide, added: ChangedSide, restart: boolean): CreditsAndCharges => {
  const kept = restart ? new Set<string>() : unchanged(removed, added);
  const rowsOf = (side: ChangedSide): ProceedsRow[] =>
    partRows(side).filter((row) => !kept.has(row.component) && isSomething(row));
  return {
    credits: rowsOf(removed).map(creditOf),
    charges: rowsOf(added).map((row): ProceedsRow => ({ ...row, kind: 'charge' })),
  };
};

/** The row that takes another back. */
export const creditOf = ({ sharedAmounts, ...row }: ProceedsRow): ProceedsRow => ({
  ...row,
  kind: 'credit',
  ...takenBack(row),
  ...(sharedAmounts === undefined
    ? {}
    : { sharedAmounts: byLevel((level) => minusMoney(noMoney(row.amounts[level].currency), sharedAmounts[level])) }),
});

/**
 * The same as one line for each component: the part of what is charged more, or less, rounded once. To the cent it may
 * differ from the two lines, which are rounded one by one.
 */
export const deltaRows = (removed: ChangedSide, added: ChangedSide): readonly ProceedsRow[] => {
  const kept = unchanged(removed, added);
  const [before, after] = [wholeRows(removed), wholeRows(added)];
  const keys = new Set([...before, ...after].map(({ component }) => component));
  return [...keys].flatMap((key) => {
    const [old, now] = [before.find(isOf(key)), after.find(isOf(key))];
    if (kept.has(key)) return [];
    const exact = (level: Level): SharedAmount =>
      difference(exactOf(added.terms, now, level), exactOf(removed.terms, old, level));
    return deltaRow(added, old, now, exact);
  });
};

const isOf =
  (key: string) =>
  ({ component }: ProceedsRow): boolean =>
    component === key;

const difference = (a: SharedAmount, b: SharedAmount): SharedAmount => {
  const amount = a.amount.times(a.share.part).times(b.share.of).minus(b.amount.times(b.share.part).times(a.share.of));
  return { amount, share: fraction(1, BigInt(a.share.of) * BigInt(b.share.of)) };
};

/** What a row of a whole period comes to before it is rounded; that of a discount has been rounded. */
const exactOf = (terms: Terms, row: ProceedsRow | undefined, level: Level): SharedAmount => {
  if (row === undefined) return { amount: decimal('0'), share: whole };
  const sold = terms.components.find(({ key }) => key === row.component);
  return sold === undefined
    ? { amount: majorUnits(askedAmounts(row)[level]), share: whole }
    : rateShared(sold.prices[level], billedUsage(prepaidQuantity(terms, sold) ?? '0', sold.factor));
};

const deltaRow = (
  { terms, share, period }: ChangedSide,
  old: ProceedsRow | undefined,
  now: ProceedsRow | undefined,
  exact: (level: Level) => SharedAmount,
): readonly ProceedsRow[] => {
  const base = (now ?? old) as ProceedsRow;
  const asked = byLevel((level) => {
    const { amount, share: part } = exact(level);
    return roundShareToMoney(amount, multiplyFractions(part, share), terms.currency);
  });
  const quantity = decimalText(decimal(now?.quantity ?? '0').minus(decimal(old?.quantity ?? '0')));
  const { component, name, unit } = base;
  const amounts = lineAmounts(terms, asked);
  const kind = asked.sellOut.minor.startsWith('-') ? 'credit' : 'charge';
  const shared = isDiscountComponent(component) ? { sharedAmounts: sharedDifference(terms, old, now) } : {};
  const row: ProceedsRow = { component, name, unit, kind, period, quantity, ...amounts, ...shared, ...partly(share) };
  return isSomething(row) ? [row] : [];
};

const sharedDifference = ({ currency }: Terms, old: ProceedsRow | undefined, now: ProceedsRow | undefined) =>
  byLevel((level) => {
    const askedIn = (row: ProceedsRow | undefined) =>
      row === undefined ? noMoney(currency) : askedAmounts(row)[level];
    return minusMoney(askedIn(now), askedIn(old));
  });
