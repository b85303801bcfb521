import type { DecimalText } from '../decimal';
import { decimal } from '../decimal';
import type { Fraction } from '../fraction';
import { fraction, roundShareToMoney } from '../fraction';
import type { Money, RoundingMode } from '../money';
import { addMoney, majorUnits } from '../money';

/** Net, tax and gross of some amounts; net and tax make the gross. */
export interface Totals {
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

/** An amount with the rate, in percent, at which it is taxed. */
export interface TaxedLine {
  readonly net: Money;
  readonly taxPercent: DecimalText;
}

/** Where tax is rounded: once for each rate of an invoice, as EN 16931 does, or on each line (`product.md` §11). */
export type TaxBasis = 'per-rate' | 'per-line';

const percent = fraction(1, 100);

/** The tax on an amount, rounded once. @throws DomainError `decimal-invalid` */
export const taxOn = (net: Money, taxPercent: DecimalText, rounding?: RoundingMode): Money =>
  roundShareToMoney(majorUnits(net).times(decimal(taxPercent)), percent, net.currency, rounding);

/**
 * The net of an amount that includes the tax, rounded once. What the amount exceeds it by is the tax, so that both always make
 * the amount. @throws DomainError `decimal-invalid`
 */
export const netOf = (gross: Money, taxPercent: DecimalText, rounding?: RoundingMode): Money =>
  roundShareToMoney(majorUnits(gross), shareOfNet(taxPercent), gross.currency, rounding);

/** 100 of 100 and the rate, exactly. */
const shareOfNet = (taxPercent: DecimalText): Fraction => {
  const all = decimal(taxPercent).plus('100').toFixed();
  const scale = 10n ** BigInt(all.split('.')[1]?.length ?? 0);
  return fraction(100n * scale, BigInt(all.replace('.', '')));
};

/** Lines of one rate, added; rates are compared as numbers, so that `22` and `22.00` are one. */
const byRate = (currency: string, lines: readonly TaxedLine[]): TaxedLine[] => {
  const nets = new Map<string, Money[]>();
  for (const { net, taxPercent } of lines) {
    const rate = decimal(taxPercent).toFixed();
    nets.set(rate, [...(nets.get(rate) ?? []), net]);
  }
  return [...nets].map(([taxPercent, amounts]) => ({ taxPercent, net: addMoney(currency, amounts) }));
};

/** Adds lines of several rates and their tax (`product.md` §2, §11). */
export const taxedTotals = (
  currency: string,
  lines: readonly TaxedLine[],
  basis: TaxBasis = 'per-rate',
  rounding?: RoundingMode,
): Totals => {
  const net = addMoney(
    currency,
    lines.map((line) => line.net),
  );
  const taxed = basis === 'per-rate' ? byRate(currency, lines) : lines;
  const tax = addMoney(
    currency,
    taxed.map((each) => taxOn(each.net, each.taxPercent, rounding)),
  );
  return { net, tax, gross: addMoney(currency, [net, tax]) };
};
