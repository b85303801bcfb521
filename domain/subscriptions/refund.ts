import { withDiscount } from '../discounts/discount-row';
import { isDiscountComponent } from '../discounts/sold-discount';
import { byLevel } from '../channel/chain';
import type { Fraction } from '../fraction';
import { divideFractions, nothing, roundShareToMoney, subtractFractions } from '../fraction';
import { majorUnits } from '../money';
import { creditOf, isSomething, partly } from '../pricing/change-rows';
import type { Terms } from '../pricing/terms';
import { askedAmounts } from '../proceeds/line-amounts';
import type { ProceedsRow } from '../proceeds/proceeds';
import { oneTimeRows, prepaidRows } from '../proceeds/proceeds';
import type { Instant, Period } from '../time';
import { addDaysAt } from '../time';
import { endless, periodOf, shareOf, shareUntil } from './calendar';

/** A subscription that ends within its open period. */
export interface Ending {
  readonly index: number;
  readonly period: Period;
  /** False for a period that has not been charged in advance: there is nothing of it to give back. */
  readonly isPaid: boolean;
  readonly at: Instant;
  /** When the customer asked for it: days of grace are counted until then, however long the vendor takes. */
  readonly orderedAt: Instant;
  readonly anchor: Instant;
}

/**
 * What a termination gives back of what has been charged in advance (`product.md` §7), by the terms of the sale: the part of
 * the period that is not used any more, or within days of the activation all that has been paid, set-up and all.
 */
export const refundRows = (terms: Terms, ending: Ending): readonly ProceedsRow[] => {
  const { terminationRefund = 'none' } = terms;
  if (terminationRefund === 'none') return [];
  if (terminationRefund === 'prorated') return ending.isPaid ? unusedRows(terms, ending) : [];
  return isWithin(terms, ending, terms.refundDays ?? 0) ? paidBack(terms, ending.anchor) : [];
};

/** The days are those of the first period: what has been used up is not given back. */
const isWithin = (terms: Terms, { orderedAt, anchor }: Ending, days: number): boolean =>
  orderedAt < addDaysAt(anchor, days, terms.zone) && orderedAt < periodOf(terms, anchor, 0).end;

/** Everything that the activation has charged; what was paid once under a kind of its own, beside the set-up of the same component. */
const paidBack = (terms: Terms, anchor: Instant): readonly ProceedsRow[] => {
  const period = periodOf(terms, anchor, 0);
  const rows = [...oneTimeRows(terms, period), ...prepaidRows(terms, period)];
  return withDiscount(terms, rows, { kind: 'prepaid', index: 0, period }).filter(isSomething).map(givenBack);
};

const givenBack = (row: ProceedsRow): ProceedsRow => {
  const shared = isDiscountComponent(row.component) ? { sharedAmounts: askedAmounts(row) } : {};
  const credit = creditOf({ ...row, ...shared });
  return row.kind === 'one-time' ? { ...credit, kind: 'refund' } : credit;
};

/** What is paid for and not used, by the proration of the plan; a unit of time that has begun is used. */
const unusedRows = (terms: Terms, ending: Ending): readonly ProceedsRow[] => {
  const { index, period } = ending;
  const share = unusedShare(terms, ending);
  if (share.part === '0') return [];
  const stretch = { start: ending.at > period.start ? ending.at : period.start, end: period.end };
  const parts = prepaidRows(terms, stretch, share);
  const charged = withDiscount(terms, prepaidRows(terms, period), { kind: 'prepaid', index, period });
  const discountShare = divideFractions(share, shareOf(terms, period));
  const discounts = charged
    .filter(({ component }) => isDiscountComponent(component))
    .map((row) => partOfDiscount({ ...row, period: stretch }, discountShare));
  return [...parts, ...discounts].filter(isSomething).map(creditOf);
};

const unusedShare = (terms: Terms, { period, at }: Ending): Fraction =>
  period.end === endless ? nothing : subtractFractions(shareOf(terms, period), shareUntil(terms, period, at));

/** A discount is given back as it was given: a part of its one amount. */
const partOfDiscount = (row: ProceedsRow, share: Fraction): ProceedsRow => ({
  ...row,
  amounts: byLevel((level) => roundShareToMoney(majorUnits(row.amounts[level]), share, row.amounts[level].currency)),
  sharedAmounts: row.amounts,
  ...partly(share),
});
