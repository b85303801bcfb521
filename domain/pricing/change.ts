import type { Charge } from '../catalog/offering';
import type { DecimalText } from '../decimal';
import { Big, decimal } from '../decimal';
import type { Fraction } from '../fraction';
import { nothing, roundShareToMoney, whole } from '../fraction';
import type { Money, RoundingMode } from '../money';
import type { ProrationMode } from './proration';

/** One component before or after a change; `cost` is that of a whole period, exact, at the prices of the order window. */
export interface ChangedItem {
  readonly component: string;
  readonly charge: Charge;
  readonly cost: DecimalText;
}

/** A change that takes effect within a period. */
export interface PeriodChange {
  readonly mode: ProrationMode;
  /** What is left of the period (`shareLeft`). */
  readonly share: Fraction;
  readonly remove: readonly ChangedItem[];
  readonly add: readonly ChangedItem[];
  /** A new period begins with the change: what is added is charged in full. */
  readonly restart: boolean;
  readonly currency: string;
  readonly rounding?: RoundingMode;
}

/** One line of a change; below zero it is a credit. */
export interface ChangeLine {
  readonly component: string;
  readonly net: Money;
}

const isInArrears = ({ charge }: ChangedItem): boolean => charge === 'usage' || charge === 'postpaid';
const isPaidOnce = ({ charge }: ChangedItem): boolean => charge === 'one-time' || charge === 'plan-switch';

/** Arrears are billed at the period's end, and a price paid once is not paid back. */
const isShared = (item: ChangedItem): boolean => !isInArrears(item) && !isPaidOnce(item);

const addedShare = ({ mode, share, restart }: PeriodChange, item: ChangedItem): Fraction => {
  if (isInArrears(item)) return nothing;
  if (isPaidOnce(item) || restart) return whole;
  return mode === 'none' ? nothing : share;
};

const removedShare = ({ mode, share }: PeriodChange, item: ChangedItem): Fraction =>
  mode === 'none' || !isShared(item) ? nothing : share;

const line = (change: PeriodChange, component: string, cost: Big, share: Fraction): ChangeLine[] => {
  const net = roundShareToMoney(cost, share, change.currency, change.rounding);
  return net.minor === '0' ? [] : [{ component, net }];
};

/**
 * A credit for each item that stops and a charge for each that begins, each rounded once; lines of zero are not written.
 * What is charged once is charged in full and never credited, usage makes no line, and with `none` nothing is shared
 * (`product.md` §4, §6).
 */
export const creditAndCharge = (
  change: PeriodChange,
): { readonly credits: readonly ChangeLine[]; readonly charges: readonly ChangeLine[] } => ({
  credits: change.remove.flatMap((item) =>
    line(change, item.component, decimal(item.cost).neg(), removedShare(change, item)),
  ),
  charges: change.add.flatMap((item) => line(change, item.component, decimal(item.cost), addedShare(change, item))),
});

/**
 * The same as one line for each component: what is charged less what is credited, rounded once. To the cent it may
 * differ from the two lines, which are rounded one by one.
 */
export const deltaLines = (change: PeriodChange): ChangeLine[] => {
  const parts = [
    ...change.remove.map((item) => ({ ...item, share: removedShare(change, item), sign: '-1' })),
    ...change.add.map((item) => ({ ...item, share: addedShare(change, item), sign: '1' })),
  ];
  const { of } = change.share;
  // Every share is nothing, everything or that of the change, so `of` is a denominator of all of them.
  const exact = (component: string): Big =>
    parts
      .filter((part) => part.component === component)
      .map(({ cost, share, sign }) =>
        decimal(cost)
          .times(sign)
          .times(share.part)
          .times((BigInt(of) / BigInt(share.of)).toString()),
      )
      .reduce((sum, each) => sum.plus(each), new Big('0'));
  const components = new Set(parts.map((part) => part.component));
  return [...components].flatMap((component) => line(change, component, exact(component), { part: '1', of }));
};
