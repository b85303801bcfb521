import type { DecimalText } from '../decimal';
import { DomainError } from '../errors';
import type { Fraction } from '../fraction';
import { roundShareToMoney } from '../fraction';
import type { Money, RoundingMode } from '../money';
import { addMoney, leastMoney, majorUnits, minusMoney, noMoney } from '../money';
import type { Totals } from './tax';
import { taxOn } from './tax';

/** A credit note for the unused share of an amount: net and tax are rounded, so that they always make the gross. */
export const creditUnused = (
  amount: Money,
  unused: Fraction,
  taxPercent: DecimalText,
  rounding?: RoundingMode,
): Totals => {
  const net = roundShareToMoney(majorUnits(amount), unused, amount.currency, rounding);
  const tax = taxOn(net, taxPercent, rounding);
  return { net, tax, gross: addMoney(amount.currency, [net, tax]) };
};

/** What an invoice has charged at one rate, and the nets of the credit notes that it has already, in their order. */
export interface CreditedInvoice {
  readonly net: Money;
  readonly taxPercent: DecimalText;
  readonly earlierNets: readonly Money[];
}

/**
 * A further credit note on an invoice. The note that credits all that is left takes the tax that is left, so that all notes
 * together credit the tax of the invoice to the minor unit.
 * @throws DomainError `credit-exceeds-invoice`
 */
export const creditPart = (invoice: CreditedInvoice, net: Money, rounding?: RoundingMode): Totals => {
  const left = { net: invoice.net, tax: taxOn(invoice.net, invoice.taxPercent, rounding) };
  for (const earlier of invoice.earlierNets) {
    const { tax } = noteOn(left, earlier, invoice.taxPercent, rounding);
    left.net = minusMoney(left.net, earlier);
    left.tax = minusMoney(left.tax, tax);
  }
  return noteOn(left, net, invoice.taxPercent, rounding);
};

const noteOn = (
  left: Readonly<Record<'net' | 'tax', Money>>,
  net: Money,
  taxPercent: DecimalText,
  rounding: RoundingMode | undefined,
): Totals => {
  const rest = minusMoney(left.net, net).minor;
  if (rest.startsWith('-') || net.minor.startsWith('-')) {
    throw new DomainError('credit-exceeds-invoice', 'a credit lies between zero and what is left of the invoice', {
      left: left.net.minor,
    });
  }
  const tax = rest === '0' ? left.tax : leastMoney(taxOn(net, taxPercent, rounding), left.tax);
  return { net, tax, gross: addMoney(net.currency, [net, tax]) };
};

/**
 * The credit of one line that is not used any more, zero or below: its unused share, at most what earlier credits have left
 * of it. A line below zero is not credited.
 */
export const creditLine = (amount: Money, credited: Money, unused: Fraction, rounding?: RoundingMode): Money => {
  const none = noMoney(amount.currency);
  const left = minusMoney(amount, credited);
  const share = roundShareToMoney(majorUnits(amount), unused, amount.currency, rounding);
  const credit = leastMoney(share, left);
  return credit.minor.startsWith('-') ? none : minusMoney(none, credit);
};

/** How far a balance pays what is due. */
export interface Covered {
  readonly covered: Money;
  readonly due: Money;
  readonly creditLeft: Money;
}

/** Pays an amount from a credit balance: never more than there is, never more than is due. */
export const drawCredit = (amount: Money, credit: Money): Covered => {
  const least = leastMoney(amount, credit);
  const covered = least.minor.startsWith('-') ? noMoney(amount.currency) : least;
  return { covered, due: minusMoney(amount, covered), creditLeft: minusMoney(credit, covered) };
};

/** What is still owed of an invoice after the account's credit; a draft is not owed and uses no credit. */
export const balanceOf = (state: 'draft' | 'issued', amount: Money, accountCredit: Money): Covered =>
  state === 'issued'
    ? drawCredit(amount, accountCredit)
    : { covered: noMoney(amount.currency), due: noMoney(amount.currency), creditLeft: accountCredit };
