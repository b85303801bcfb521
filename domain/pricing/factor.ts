import type { DecimalText } from '../decimal';
import { Big, decimal, decimalText } from '../decimal';
import type { Fraction } from '../fraction';
import { fraction, multiplyFractions, whole } from '../fraction';
import type { Usage } from './rate';
import type { SharedUsage } from './stretch';
import { timesUsage } from './stretch';

/** What is billed of what is stored: a usage as it was measured, or a share of it (`billed = stored / factor`). */
export const billedUsage = (usage: Usage | SharedUsage, factor: DecimalText = '1'): SharedUsage => {
  const measured = typeof usage === 'object' && 'share' in usage ? usage : { usage, share: whole };
  const { part, of } = multiplyFractions(measured.share, shareOf(factor));
  const exact = decimalOf({ part, of });
  if (exact !== undefined) return { usage: timesUsage(measured.usage, exact), share: whole };
  return { usage: timesUsage(measured.usage, part), share: fraction(1, BigInt(of)) };
};

const shareOf = (factor: DecimalText): Fraction => {
  const [digits = '', decimals = ''] = decimalText(decimal(factor)).split('.');
  return fraction(10n ** BigInt(decimals.length), BigInt(digits + decimals));
};

/** The decimal that a share is, if it has an end: parts of 1024 have, thirds have not. */
const decimalOf = ({ part, of }: Fraction): DecimalText | undefined => {
  const digits = digitsOf(BigInt(of));
  if (digits === undefined) return undefined;
  return decimalText(new Big(`${((BigInt(part) * 10n ** BigInt(digits)) / BigInt(of)).toString()}e-${digits}`));
};

// More digits than this are told as a share: they would only make arithmetic slow.
const mostDigits = 40;

/** How many digits after the point one `of`th has. */
const digitsOf = (of: bigint): number | undefined => {
  for (let digits = 0, power = 1n; digits <= mostDigits; digits += 1, power *= 10n)
    if (power % of === 0n) return digits;
  return undefined;
};
