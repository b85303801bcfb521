import type { PeriodUsage, ProceedsRow } from '../proceeds/proceeds';
import type { Instant, Period } from '../time';
import type { Terms } from './terms';

/** A change of a running subscription at an instant of its open period. */
export interface Change {
  readonly before: Terms;
  readonly after: Terms;
  readonly open: { readonly index: number; readonly period: Period };
  readonly at: Instant;
  /** What all periods are counted from. */
  readonly anchor: Instant;
  /** Usage of the open period up to that instant. */
  readonly usage: PeriodUsage;
}

/** Rows with the terms that price them. */
export interface PricedRows {
  readonly terms: Terms;
  readonly rows: readonly ProceedsRow[];
  /** Terms before a change: of a difference what is taken away, of set-up fees what has been paid. */
  readonly since?: Terms;
}

/** What is sold without what it is discounted by: a discount is of the plan that it was given for (`product.md` §4). */
export const withoutDiscounts = ({ coupon: _, discounts: __, ...terms }: Terms): Terms => terms;
