import type { Big, DecimalText } from '../../domain/decimal';
import { decimalText } from '../../domain/decimal';
import { roundDecimal } from '../../domain/money';
import type { Rounding } from './worked-case';

/** A number rounded once as its case says; `scale` for a second number that is kept at another scale. */
export const rounded = (value: Big, rounding: Rounding = { mode: 'exact' }, scale = rounding.scale): DecimalText => {
  if (rounding.mode === 'exact' || scale === undefined) return decimalText(value);
  if (rounding.mode === 'largest-remainder') throw new Error('parts are rounded together, by allocate');
  return decimalText(roundDecimal(value, scale, rounding.mode));
};
