import { sameValues } from '../catalog/same-prices';
import { withDiscount } from '../discounts/discount-row';
import { nothing, whole } from '../fraction';
import type { ProceedsRow } from '../proceeds/proceeds';
import { arrearsRows, oneTimeRows, setupRows, switchRows } from '../proceeds/proceeds';
import { shareAfter, shareUntil } from '../subscriptions/calendar';
import type { Period } from '../time';
import type { Change, PricedRows } from './change-facts';
import type { SoldComponent, Terms } from './terms';

/** Where a change takes effect: the period of its rows, and the number by which coupons count it. */
interface ChangeMoment {
  readonly before: Terms;
  readonly after: Terms;
  readonly index: number;
  readonly period: Period;
}

/**
 * What a change makes due once: what is paid once and was not there before, what the new plan asks of those who change to it,
 * and set-up fees of the tiers that are billed for the first time.
 */
export const oneTimeRowsOf = ({ before, after, index, period }: ChangeMoment): PricedRows[] => {
  const isNew = ({ key, charge }: SoldComponent): boolean =>
    charge === 'one-time' && !before.components.some((component) => component.key === key);
  const rows = [
    ...oneTimeRows({ ...after, components: after.components.filter(isNew) }, period),
    ...(before.planId === after.planId ? [] : switchRows(after, period)),
    ...setupRows(after, period, before),
  ];
  const discounted = withDiscount(after, rows, { kind: 'prepaid', index, period });
  return [{ terms: after, since: before, rows: discounted.map((row): ProceedsRow => ({ ...row, kind: 'one-time' })) }];
};

/** Arrears that the change ends: what was used of the open period, at the prices of before. */
export const endingArrears = ({ before, after, open, at, usage }: Change, restart: boolean): PricedRows[] => {
  const terms = onlyArrears(before, restart ? undefined : after);
  const period = { start: open.period.start, end: at };
  const share = before.periodMonths === null ? whole : shareUntil(before, open.period, at);
  return [{ terms, rows: discountedArrears(terms, arrearsRows(terms, period, usage, share), open.index, period) }];
};

/** What is fixed in arrears and begins with the change, for what is left of the open period. */
export const beginningRows = ({ before, after, open, at }: Change): PricedRows[] => {
  const terms = onlyArrears(after, before);
  const period = { start: at, end: open.period.end };
  const share = before.periodMonths === null ? nothing : shareAfter(before, open.period, at);
  const fixed = { ...terms, components: terms.components.filter(isFixed) };
  // What lacks to a minimum shows at the end of the period.
  const rows = arrearsRows(fixed, period, {}, share).filter(({ kind }) => kind !== 'true-up');
  return [{ terms, rows: discountedArrears(terms, rows, open.index, period) }];
};

const isFixed = ({ charge }: SoldComponent): boolean => charge === 'postpaid';

/** The terms with those arrears alone that other terms do not have at the same prices. */
const onlyArrears = (terms: Terms, other: Terms | undefined): Terms => ({
  ...terms,
  components: terms.components.filter(
    (component) =>
      (component.charge === 'usage' || component.charge === 'postpaid') && !hasSame(component, other?.components ?? []),
  ),
});

const hasSame = ({ key, charge, prices }: SoldComponent, components: readonly SoldComponent[]): boolean =>
  components.some((other) => other.key === key && other.charge === charge && sameValues(other.prices, prices, true));

const discountedArrears = (
  terms: Terms,
  rows: readonly ProceedsRow[],
  index: number,
  period: Period,
): readonly ProceedsRow[] => withDiscount(terms, rows, { kind: 'arrears', index, period });
