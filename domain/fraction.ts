import { Big } from './decimal';
import { assert } from './errors';
import type { Money, RoundingMode } from './money';
import { scaleOf } from './money';

/**
 * An exact part of a whole, lowest terms, both integers as text: plain JSON everywhere. A decimal would round 1/3 too
 * early, and a line is rounded once (`product.md` §2).
 */
export interface Fraction {
  readonly part: string;
  readonly of: string;
}

/** `part / of`, of whole numbers. Parts of nothing are a programmer's mistake. */
export const fraction = (part: bigint | number, of: bigint | number): Fraction => {
  const [top, bottom] = [BigInt(part), BigInt(of)];
  assert(bottom > 0n, 'a fraction is of something');
  const common = divisor(top < 0n ? -top : top, bottom);
  return { part: (top / common).toString(), of: (bottom / common).toString() };
};

/** All of it. */
export const whole: Fraction = { part: '1', of: '1' };
/** None of it. */
export const nothing: Fraction = { part: '0', of: '1' };

/** True for all of it. */
export const isWhole = ({ part, of }: Fraction): boolean => part === of;

/** The exact sum; of none it is nothing. */
export const addFractions = (fractions: readonly Fraction[]): Fraction => {
  let sum = nothing;
  for (const { part, of } of fractions) {
    const top = BigInt(sum.part) * BigInt(of) + BigInt(part) * BigInt(sum.of);
    sum = fraction(top, BigInt(sum.of) * BigInt(of));
  }
  return sum;
};

/** A part of a part. */
export const multiplyFractions = (a: Fraction, b: Fraction): Fraction =>
  fraction(BigInt(a.part) * BigInt(b.part), BigInt(a.of) * BigInt(b.of));

/** The exact difference, which may be below zero. */
export const subtractFractions = (from: Fraction, { part, of }: Fraction): Fraction =>
  addFractions([from, { part: (-BigInt(part)).toString(), of }]);

/** How often `divider`, which is above zero, goes into `divided`. */
export const divideFractions = (divided: Fraction, divider: Fraction): Fraction =>
  fraction(BigInt(divided.part) * BigInt(divider.of), BigInt(divided.of) * BigInt(divider.part));

/**
 * `amount × share`, rounded once to `scale` digits after the point. Division and rounding are one step on integers:
 * to divide first, at any number of digits, could round a value just below a tie up to it, and then over it.
 */
export const roundShare = (amount: Big, share: Fraction, scale: number, mode: RoundingMode = 'half-up'): Big =>
  new Big(`${roundedUnits(amount, share, scale, mode).toString()}e-${scale}`);

/** `amount × share`, rounded once to the currency's scale. */
export const roundShareToMoney = (
  amount: Big,
  share: Fraction,
  currency: string,
  mode: RoundingMode = 'half-up',
): Money => ({ currency, minor: roundedUnits(amount, share, scaleOf(currency), mode).toString() });

const roundedUnits = (amount: Big, share: Fraction, scale: number, mode: RoundingMode): bigint => {
  const [digits = '', decimals = ''] = amount.toFixed().split('.');
  const top = BigInt(digits + decimals) * BigInt(share.part) * 10n ** BigInt(scale);
  return roundQuotient(top, 10n ** BigInt(decimals.length) * BigInt(share.of), mode);
};

/** Ties and `up` go away from zero, below zero too. */
const roundQuotient = (top: bigint, bottom: bigint, mode: RoundingMode): bigint => {
  const size = top < 0n ? -top : top;
  const [units, rest] = [size / bottom, size % bottom];
  const isTie = rest * 2n === bottom;
  const goesUp = mode === 'up' ? rest > 0n : rest * 2n > bottom || (isTie && (mode === 'half-up' || units % 2n === 1n));
  return (goesUp ? units + 1n : units) * (top < 0n ? -1n : 1n);
};

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));
