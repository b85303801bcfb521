import type { DecimalText } from '../decimal';
import { Big, decimal } from '../decimal';
import { DomainError } from '../errors';
import type { Money } from '../money';
import { addMoney, allocate, leastMoney, minusMoney, noMoney } from '../money';
import type { TaxedLine } from './tax';

/** Whole numbers that stand in the same proportion. */
const proportions = (weights: readonly DecimalText[]): bigint[] => {
  const values = weights.map(decimal);
  const scale = Math.max(0, ...values.map((value) => value.toFixed().split('.')[1]?.length ?? 0));
  return values.map((value) => BigInt(value.times(new Big('10').pow(scale)).toFixed()));
};

/**
 * Splits an amount by weights, largest remainder first: the parts always sum to the whole (`product.md` §2).
 * @throws DomainError `quantity-invalid` when a weight is negative or all are zero, `decimal-invalid`
 */
export const split = (whole: Money, weights: readonly DecimalText[]): Money[] => {
  const parts = proportions(weights);
  if (parts.some((part) => part < 0n) || parts.every((part) => part === 0n))
    throw new DomainError('quantity-invalid', 'weights are not negative, and one of them is positive');
  return allocate(whole, parts);
};

/** Discounts spread over the lines of an invoice. */
export interface SpreadDiscount {
  readonly discount: Money;
  /** What each line gives up; they sum to the discount. */
  readonly parts: readonly Money[];
  /** What is left of each line, and is taxed. */
  readonly lines: readonly TaxedLine[];
}

/**
 * Takes discounts in money, together at most the sum of the lines, from the lines in proportion to their amounts; lines
 * below zero give up nothing.
 * @throws DomainError `discount-invalid` for one below zero
 */
export const spreadDiscounts = (
  currency: string,
  lines: readonly TaxedLine[],
  discounts: readonly Money[],
): SpreadDiscount => {
  if (discounts.some(({ minor }) => minor.startsWith('-')))
    throw new DomainError('discount-invalid', 'a discount is not below zero');
  const none = noMoney(currency);
  const amounts = lines.map(({ net }) => (net.minor.startsWith('-') ? none : net));
  const sum = addMoney(
    currency,
    lines.map(({ net }) => net),
  );
  const most = sum.minor.startsWith('-') ? none : sum;
  const discount = leastMoney(addMoney(currency, discounts), most);
  const parts =
    discount.minor === '0'
      ? lines.map(() => none)
      : allocate(
          discount,
          amounts.map(({ minor }) => BigInt(minor)),
        );
  return {
    discount,
    parts,
    lines: lines.map((line, at) => ({ ...line, net: minusMoney(line.net, parts[at] ?? none) })),
  };
};
