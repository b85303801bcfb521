import type { DecimalText } from '../decimal';
import type { Fraction } from '../fraction';
import { roundShareToMoney } from '../fraction';
import type { Money, RoundingMode } from '../money';
import { addMoney, majorUnits, minusMoney, noMoney } from '../money';
import { creditUnused } from './credit';
import type { Totals } from './tax';
import { taxOn } from './tax';

/** What is left to settle when a life ends within a period. */
export interface Ending {
  readonly currency: string;
  readonly usage: readonly Money[];
  /** Minimum spend of a whole period, and the share of the period that was used. */
  readonly minimum: Money;
  readonly used: Fraction;
  readonly taxPercent: DecimalText;
  /** What was paid in advance for the whole period, and the share of it that will not be used. */
  readonly prepaid: { readonly amount: Money; readonly unused: Fraction };
}

/** The last invoice of a life beside the credit note of what was paid ahead. */
export interface Closing {
  /** What usage lacks of the minimum for the time that was used. */
  readonly trueUp: Money;
  readonly invoice: Totals;
  readonly creditNote: Totals;
  /** Gross of the invoice less gross of the credit note; below zero is owed to the customer. */
  readonly due: Money;
}

/** Settles a life that ends within a period (`product.md` §7). */
export const closeLife = (ending: Ending, rounding?: RoundingMode): Closing => {
  const { currency, taxPercent, prepaid } = ending;
  const usage = addMoney(currency, ending.usage);
  const least = roundShareToMoney(majorUnits(ending.minimum), ending.used, currency, rounding);
  const lacking = minusMoney(least, usage);
  const trueUp = lacking.minor.startsWith('-') ? noMoney(currency) : lacking;
  const net = addMoney(currency, [usage, trueUp]);
  const tax = taxOn(net, taxPercent, rounding);
  const gross = addMoney(currency, [net, tax]);
  const creditNote = creditUnused(prepaid.amount, prepaid.unused, taxPercent, rounding);
  return { trueUp, invoice: { net, tax, gross }, creditNote, due: minusMoney(gross, creditNote.gross) };
};
