import type { Big, DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import { DomainError } from '../errors';
import type { Fraction } from '../fraction';
import { roundShareToMoney } from '../fraction';
import type { Money, RoundingMode } from '../money';
import { addMoney, majorUnits, minusMoney } from '../money';
import type { ByLevel, Level } from './chain';
import { byLevel } from './chain';
import type { MarkUp } from './mark-up';
import { markedUp } from './mark-up';

/** The mark-up of each tier below the vendor; `null` is a missing tier, whose price is the one above. */
export type MarkUps = Readonly<Record<Exclude<Level, 'vendorCost'>, MarkUp | null>>;

/** What each tier earns of a sale. With the vendor cost they sum to sell-out. */
export type Margins = Readonly<Record<'platform' | 'distributor' | 'reseller', Money>>;

/**
 * The unit price of one element (licence, set-up, price or set-up of a tier, cost line) at every level.
 * @throws DomainError `price-entry-invalid` for a mark-up that makes a price negative, `decimal-invalid`
 */
export const unitChain = (vendorCost: DecimalText, markUps: MarkUps): ByLevel<DecimalText> => {
  const next = (level: keyof MarkUps, above: Big): Big => {
    const price = markedUp(above, markUps[level]);
    if (price.lt('0')) throw new DomainError('price-entry-invalid', 'no mark-up makes a price negative', { level });
    return price;
  };
  const cost = decimal(vendorCost);
  const wholesale = next('wholesale', cost);
  const sellIn = next('sellIn', wholesale);
  const prices = { vendorCost: cost, wholesale, sellIn, sellOut: next('sellOut', sellIn) };
  return byLevel((level) => decimalText(prices[level]));
};

/** The line of every level: full-precision amount × share of the period, rounded once each. */
export const lineChain = (
  amounts: ByLevel<Big>,
  share: Fraction,
  currency: string,
  rounding?: RoundingMode,
): ByLevel<Money> => byLevel((level) => roundShareToMoney(amounts[level], share, currency, rounding));

/** Differences of the rounded lines, so that they always sum to sell-out (`product.md` §5). */
export const marginsOf = (lines: ByLevel<Money>): Margins => ({
  platform: minusMoney(lines.wholesale, lines.vendorCost),
  distributor: minusMoney(lines.sellIn, lines.wholesale),
  reseller: minusMoney(lines.sellOut, lines.sellIn),
});

/** The tiers that would sell below what they pay; worth a warning before it is saved. */
export const negativeMargins = (lines: ByLevel<Money>): (keyof Margins)[] =>
  Object.entries(marginsOf(lines)).flatMap(([tier, { minor }]) =>
    minor.startsWith('-') ? [tier as keyof Margins] : [],
  );

/** What a unit of a cloud's cost is worth wholesale: its street price less a flat discount in percent. */
export const discountedStreetPrice = (unitStreetPrice: DecimalText, discountPercent: DecimalText): DecimalText =>
  decimalText(decimal(unitStreetPrice).times(decimal(discountPercent).times('-0.01').plus('1')));

/** What the platform keeps of one line without a channel, in percent, rounded on the line (`product.md` §4). */
export const shareKept = (percent: DecimalText, line: Money): Money =>
  roundShareToMoney(majorUnits(line).times(decimal(percent)), { part: '1', of: '100' }, line.currency);

/** The same of several lines: the sum of what is kept of each. */
export const platformShare = (percent: DecimalText, lines: readonly Money[], currency: string): Money =>
  addMoney(
    currency,
    lines.map((line) => shareKept(percent, line)),
  );
