import type { DecimalText } from '../decimal';
import { Big, decimal, decimalText } from '../decimal';
import { DomainError } from '../errors';
import { fraction, roundShare, whole } from '../fraction';
import type { Money, RoundingMode } from '../money';
import { roundToMoney } from '../money';

// Digits of a live row after the point (`product.md` §2).
const liveScale = 10;

/**
 * The value of one live row of what recurs: the amount of a whole period over its granules (days or hours), at ten
 * decimals (`product.md` §10).
 * @throws DomainError `quantity-invalid` for a period without granules, `decimal-invalid`
 */
export const recurringQuota = (amount: DecimalText, granules: number): DecimalText => {
  if (!Number.isSafeInteger(granules) || granules < 1)
    throw new DomainError('quantity-invalid', 'a period has one granule at least', { granules });
  return decimalText(roundShare(decimal(amount), fraction(1, granules), liveScale));
};

/** The value of the live row of what was measured within one granule, at ten decimals. */
export const measuredQuota = (unitPrice: DecimalText, measured: DecimalText): DecimalText =>
  decimalText(roundShare(decimal(unitPrice).times(decimal(measured)), whole, liveScale));

/** Adds live rows, every digit kept. */
export const sumOfRows = (rows: readonly DecimalText[]): DecimalText =>
  decimalText(rows.reduce((sum, row) => sum.plus(decimal(row)), new Big('0')));

/** What live rows come to in the books: their sum, rounded once, so that the rows of a month make exactly its price. */
export const consolidate = (rows: readonly DecimalText[], currency: string, rounding?: RoundingMode): Money =>
  roundToMoney(decimal(sumOfRows(rows)), currency, rounding);
