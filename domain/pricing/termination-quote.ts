import type { PeriodUsage } from '../proceeds/proceeds';
import type { Leaving } from '../subscriptions/turn';
import { terminate } from '../subscriptions/turn';
import type { Instant, Period } from '../time';
import type { QuotedRows } from './quote';
import type { Terms } from './terms';

/**
 * What the final invoice of a subscription that ends at `at` will charge, made by the function that will end it: the
 * arrears of the open period so far, less what its plan gives back. Nothing is deferred, and nothing recurs.
 */
export const terminationRows = (
  terms: Terms,
  open: { readonly index: number; readonly period: Period },
  usage: PeriodUsage,
  at: Instant,
  leaving?: Leaving,
): QuotedRows => ({ now: terminate(terms, open, usage, at, leaving).rows, atPeriodEnd: [], recurring: [] });
