import type { DecimalText } from '../decimal';
import { decimal } from '../decimal';
import { DomainError } from '../errors';
import { fraction, roundShareToMoney } from '../fraction';
import type { Money, RoundingMode } from '../money';
import { addMoney, majorUnits, minusMoney, noMoney } from '../money';

/** What a line is for, as far as discounts tell lines apart. */
export type DiscountedKind = 'licence' | 'setup' | 'extra' | 'cloud';

/** Lines that a coupon counts for; `licence-only` includes the set-up, as in Cloudesire. */
export type CouponScope = 'licence-only' | 'licence-and-extras' | 'total';

/** A percentage off the lines in its scope, or a price that replaces that of the licence. */
export type Coupon =
  | { readonly type: 'discount'; readonly percent: DecimalText; readonly scope: CouponScope }
  | { readonly type: 'price-override'; readonly price: Money };

/** One line before discounts. */
export interface DiscountableLine {
  readonly kind: DiscountedKind;
  readonly amount: Money;
}

/** What a coupon makes of some lines: one line of zero or less, and the sum of all. */
export interface CouponEffect {
  readonly discount: Money;
  readonly net: Money;
}

const scopes: Readonly<Record<CouponScope, readonly DiscountedKind[]>> = {
  'licence-only': ['licence', 'setup'],
  'licence-and-extras': ['licence', 'setup', 'extra'],
  total: ['licence', 'setup', 'extra', 'cloud'],
};

/** True for a kind of line that a coupon of this scope counts for. */
export const isInScope = (scope: CouponScope, kind: DiscountedKind): boolean => scopes[scope].includes(kind);

const hundredth = fraction(1, 100);

/** `percent` of an amount as a line below zero, rounded once. @throws DomainError `discount-invalid` outside 0 to 100 */
export const percentOff = (amount: Money, percent: DecimalText, rounding?: RoundingMode): Money => {
  const off = decimal(percent);
  if (off.lt('0') || off.gt('100'))
    throw new DomainError('discount-invalid', 'a discount lies between 0 and 100 percent');
  return minusMoney(
    noMoney(amount.currency),
    roundShareToMoney(majorUnits(amount).times(off), hundredth, amount.currency, rounding),
  );
};

const sumOf = (currency: string, lines: readonly DiscountableLine[]): Money =>
  addMoney(
    currency,
    lines.map(({ amount }) => amount),
  );

/**
 * Applies a coupon (`product.md` §4): a discount is one line, rounded once on the sum of its scope; an override stands in
 * the place of the licence and makes no line.
 * @throws DomainError `discount-invalid` for a percentage outside 0 to 100 and for a price below zero
 */
export const applyCoupon = (
  currency: string,
  lines: readonly DiscountableLine[],
  coupon: Coupon,
  rounding?: RoundingMode,
): CouponEffect => {
  if (coupon.type === 'discount') {
    const inScope = lines.filter(({ kind }) => isInScope(coupon.scope, kind));
    const discount = percentOff(sumOf(currency, inScope), coupon.percent, rounding);
    return { discount, net: addMoney(currency, [sumOf(currency, lines), discount]) };
  }
  if (coupon.price.minor.startsWith('-')) throw new DomainError('discount-invalid', 'a price is not below zero');
  const others = lines.filter(({ kind }) => kind !== 'licence');
  const licence = others.length < lines.length ? [coupon.price] : [];
  return { discount: noMoney(currency), net: addMoney(currency, [sumOf(currency, others), ...licence]) };
};

/** One plan of a bundle: its price is discounted, its extras are not. */
export interface BundleMember {
  readonly price: Money;
  readonly discountPercent: DecimalText;
  readonly extras: readonly Money[];
}

/** One discount line for each member of a bundle, each rounded once, and what all of it costs (`product.md` §4). */
export const priceBundle = (
  currency: string,
  members: readonly BundleMember[],
  rounding?: RoundingMode,
): { readonly discounts: readonly Money[]; readonly total: Money } => {
  const discounts = members.map(({ price, discountPercent }) => percentOff(price, discountPercent, rounding));
  const full = members.flatMap(({ price, extras }) => [price, ...extras]);
  return { discounts, total: addMoney(currency, [...full, ...discounts]) };
};
