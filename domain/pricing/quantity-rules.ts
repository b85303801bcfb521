import type { DecimalText } from '../decimal';
import { decimal } from '../decimal';

/** Which quantities a buyer may choose: min, min + step, min + 2 × step, … up to max (`product.md` §4). */
export interface QuantityRules {
  /** 0 when absent. */
  readonly min?: DecimalText;
  /** No bound when absent. */
  readonly max?: DecimalText;
  /** Counts from the minimum; above zero. When absent, every quantity between the bounds is taken. */
  readonly step?: DecimalText;
}

/**
 * True for a quantity that may be chosen.
 * @throws DomainError `decimal-invalid`
 */
export const isQuantityAllowed = ({ min = '0', max, step }: QuantityRules, quantity: DecimalText): boolean => {
  const above = decimal(quantity).minus(decimal(min));
  if (above.lt('0') || (max !== undefined && decimal(quantity).gt(decimal(max)))) return false;
  return step === undefined || above.mod(decimal(step)).eq('0');
};
