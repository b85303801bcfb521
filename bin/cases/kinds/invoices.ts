import { decimal, decimalText } from '../../../domain/decimal';
import { fraction, roundShareToMoney, whole } from '../../../domain/fraction';
import { closeLife } from '../../../domain/invoices/closing';
import { balanceOf, creditLine, creditPart, creditUnused, drawCredit } from '../../../domain/invoices/credit';
import { split, spreadDiscounts } from '../../../domain/invoices/split';
import { taxedTotals } from '../../../domain/invoices/tax';
import type { Money, RoundingMode } from '../../../domain/money';
import { addMoney, majorUnits, minusMoney, noMoney, roundToMoney } from '../../../domain/money';
import type { Coupon, CouponScope, DiscountedKind } from '../../../domain/pricing/coupon';
import { applyCoupon, priceBundle } from '../../../domain/pricing/coupon';
import type { DayCount } from '../../../domain/pricing/proration';
import { dateShare } from '../../../domain/pricing/proration';
import { consolidate, measuredQuota, recurringQuota, sumOfRows } from '../../../domain/proceeds/live';
import { kind } from '../worked-case';

const euro = 'EUR';

const money = (amount: string, currency = euro): Money => roundToMoney(decimal(amount), currency);
const moneys = (amounts: readonly string[], currency = euro): Money[] => amounts.map((each) => money(each, currency));
const text = (amount: Money): string => decimalText(majorUnits(amount));

interface Line {
  readonly unitPrice: string;
  readonly quantity: string;
  readonly taxRate: string;
  readonly fraction?: { readonly part: number; readonly of: number };
}

const totals = kind<{ currency: string; lines: readonly Line[] }>('totals', ({ given: { currency, lines } }) => {
  const taxed = lines.map(({ unitPrice, quantity, taxRate, fraction: share }) => ({
    net: roundShareToMoney(
      decimal(unitPrice).times(decimal(quantity)),
      share === undefined ? whole : fraction(share.part, share.of),
      currency,
    ),
    taxPercent: taxRate,
  }));
  const { net, tax, gross } = taxedTotals(currency, taxed);
  return { lines: taxed.map((line) => text(line.net)), subtotal: text(net), tax: text(tax), total: text(gross) };
});

interface CouponCase {
  readonly lines: readonly { readonly kind: DiscountedKind; readonly amount: string }[];
  readonly coupon: { readonly type: Coupon['type']; readonly value: string; readonly scope: CouponScope };
}

const coupon = kind<CouponCase>('coupon', ({ given: { lines, coupon: given } }) => {
  const { discount, net } = applyCoupon(
    euro,
    lines.map((line) => ({ kind: line.kind, amount: money(line.amount) })),
    given.type === 'discount'
      ? { type: given.type, percent: given.value, scope: given.scope }
      : { type: given.type, price: money(given.value) },
  );
  return { discount: text(discount), net: text(net) };
});

interface Bundle {
  readonly members: readonly {
    readonly price: string;
    readonly discount: string;
    readonly extras?: readonly string[];
  }[];
}

const bundle = kind<Bundle>('bundle', ({ given: { members } }) => {
  const { discounts, total } = priceBundle(
    euro,
    members.map(({ price, discount, extras = [] }) => ({
      price: money(price),
      discountPercent: discount,
      extras: moneys(extras),
    })),
  );
  return { discounts: discounts.map(text), total: text(total) };
});

interface DiscountAmount {
  readonly lines: readonly { readonly amount: string; readonly taxRate: string }[];
  readonly discounts: readonly string[];
}

const discountAmount = kind<DiscountAmount>('discount-amount', ({ given }) => {
  const taxed = given.lines.map(({ amount, taxRate }) => ({ net: money(amount), taxPercent: taxRate }));
  const { discount, parts, lines } = spreadDiscounts(euro, taxed, moneys(given.discounts));
  const { net, tax, gross } = taxedTotals(euro, lines);
  return { discount: text(discount), parts: parts.map(text), subtotal: text(net), tax: text(tax), total: text(gross) };
});

interface CreditNote {
  readonly amount: string;
  readonly unusedDays: number;
  readonly periodDays: number;
  readonly taxRate: string;
}

const creditNote = kind<CreditNote>('credit-note', ({ given }) => {
  const unused = fraction(given.unusedDays, given.periodDays);
  const { net, tax, gross } = creditUnused(money(given.amount), unused, given.taxRate);
  return { net: text(net), tax: text(tax), total: text(gross) };
});

interface PartialNote {
  readonly invoiceNet: string;
  readonly taxRate: string;
  readonly earlierNets: readonly string[];
  readonly net: string;
}

const partialNote = kind<PartialNote>('credit-note-partial', ({ given }) => {
  const invoice = { net: money(given.invoiceNet), taxPercent: given.taxRate, earlierNets: moneys(given.earlierNets) };
  const { tax, gross } = creditPart(invoice, money(given.net));
  return { tax: text(tax), total: text(gross) };
});

interface LineCredit {
  readonly amount: string;
  readonly credited: string;
  readonly period: { readonly start: string; readonly end: string };
  readonly at: string;
}

const lineCredit = kind<LineCredit>('line-credit', ({ given: { amount, credited, period, at }, mode }) => ({
  credit: text(creditLine(money(amount), money(credited), dateShare(mode as DayCount, period, at, period.end))),
}));

interface ClosingCase {
  readonly usageLines: readonly string[];
  readonly minimum: string;
  readonly usedDays: number;
  readonly periodDays: number;
  readonly taxRate: string;
  readonly prepaid: { readonly amount: string; readonly unusedDays: number };
}

const closing = kind<ClosingCase>('closing', ({ given }) => {
  const {
    trueUp,
    invoice,
    creditNote: note,
    due,
  } = closeLife({
    currency: euro,
    usage: moneys(given.usageLines),
    minimum: money(given.minimum),
    used: fraction(given.usedDays, given.periodDays),
    taxPercent: given.taxRate,
    prepaid: { amount: money(given.prepaid.amount), unused: fraction(given.prepaid.unusedDays, given.periodDays) },
  });
  return {
    trueUp: text(trueUp),
    subtotal: text(invoice.net),
    tax: text(invoice.tax),
    creditNote: text(note.gross),
    due: text(due),
  };
});

interface Balance {
  readonly state: 'draft' | 'issued';
  readonly lines: readonly string[];
  readonly accountCredit: string;
}

const balance = kind<Balance>('balance', ({ given: { state, lines, accountCredit } }) => {
  const amount = addMoney(euro, moneys(lines));
  const { covered, due } = balanceOf(state, amount, money(accountCredit));
  return { amount: text(amount), creditUsed: text(minusMoney(noMoney(euro), covered)), balance: text(due) };
});

const creditBalance = kind<{ lines: readonly string[]; credit: string }>('credit-balance', ({ given }) => {
  const { covered, due, creditLeft } = drawCredit(addMoney(euro, moneys(given.lines)), money(given.credit));
  return { covered: text(covered), due: text(due), creditLeft: text(creditLeft) };
});

const splitting = kind<{ total: string; weights: readonly string[]; currency: string }>(
  'split',
  ({ given: { total, weights, currency } }) => ({ parts: split(money(total, currency), weights).map(text) }),
);

const round = kind<{ amounts: readonly string[]; currency: string }>('round', ({ given, rounding }) => ({
  amounts: given.amounts.map((each) =>
    text(roundToMoney(decimal(each), given.currency, rounding?.mode as RoundingMode)),
  ),
}));

type Segment = { readonly rows: number } & (
  { readonly amount: string; readonly granules: number } | { readonly unitPrice: string; readonly measured: string }
);

const liveRows = kind<{ currency: string; segments: readonly Segment[] }>('live-rows', ({ given }) => {
  const values = given.segments.map((segment) =>
    'amount' in segment
      ? recurringQuota(segment.amount, segment.granules)
      : measuredQuota(segment.unitPrice, segment.measured),
  );
  const rows = given.segments.flatMap((segment, at) => new Array<string>(segment.rows).fill(values[at] ?? '0'));
  return { rows: values, sum: sumOfRows(rows), consolidated: text(consolidate(rows, given.currency)) };
});

/** Kinds of `invoices.json`: totals, tax, discounts, credits, splits, rounding, live rows. */
export const invoices = [
  ...[totals, coupon, bundle, discountAmount, creditNote, partialNote, lineCredit, closing],
  ...[balance, creditBalance, splitting, round, liveRows],
];
