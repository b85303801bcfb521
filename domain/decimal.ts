import Big from 'big.js';
import { DomainError } from './errors';

/** A number as decimal text, for rates, quantities and percentages: `'12.5'`. Never a float. */
export type DecimalText = string;

// Strict refuses JavaScript numbers, so a float can't slip in.
Big.strict = true;
Big.DP = 30;
Big.RM = Big.roundHalfUp;

// Plain digits only: exponents and endless digits are a way to make arithmetic slow. Prices that came down a channel at
// full precision are longer than those that people write, hence two limits.
const written = /^-?\d{1,20}(\.\d{1,10})?$/;
const computed = /^-?\d{1,60}(\.\d{1,60})?$/;

/** True for decimal text as a caller may write it: at most 20 digits before and 10 after the point (`product.md` §2). */
export const isDecimalText = (text: string): boolean => written.test(text);

/**
 * Reads decimal text.
 * @throws DomainError `decimal-invalid`
 */
export const decimal = (text: DecimalText): Big => {
  if (!computed.test(text))
    throw new DomainError('decimal-invalid', 'a decimal is written in plain digits', { text: text.slice(0, 40) });
  return new Big(text);
};

/** Writes a decimal as plain text without trailing zeros, every digit kept: equal numbers are equal texts. */
export const decimalText = (value: Big): DecimalText => {
  const text = value.toFixed();
  return text === '-0' ? '0' : text;
};

export { Big };
