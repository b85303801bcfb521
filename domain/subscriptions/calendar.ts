import type { Fraction } from '../fraction';
import { nothing, subtractFractions, whole } from '../fraction';
import { unitsTouched } from '../pricing/price-unit';
import { shareLeft } from '../pricing/proration';
import type { Terms } from '../pricing/terms';
import type { Instant, Period } from '../time';
import { periodAt } from '../time';
import type { AlignedPeriod } from './period';
import { alignedPeriodAt, lifespanPeriod, orderWindowAt } from './period';

/** The end of a period that never ends: later than any instant that is ever compared with it. */
export const endless: Instant = '9999-12-31T23:59:59.999Z';

/** The period number `index` of a subscription with this anchor. That of a one-off plan has no end. */
export const periodOf = (terms: Terms, anchor: Instant, index: number): Period => {
  const { periodMonths, lifespanHours, zone } = terms;
  if (typeof lifespanHours === 'number') return lifespanPeriod(anchor, lifespanHours);
  if (periodMonths === null) return { start: anchor, end: endless };
  return alignedOf(terms, anchor, index)?.used ?? periodAt(anchor, periodMonths, index, zone);
};

/** The period of the calendar, where periods are aligned to it. */
const alignedOf = (terms: Terms, anchor: Instant, index: number): AlignedPeriod | undefined => {
  const { periodMonths, alignment, billingDay = 1, zone } = terms;
  if (alignment !== 'calendar' || periodMonths === null) return undefined;
  return alignedPeriodAt(anchor, { billingDay, periodMonths }, index, zone);
};

/** The whole period that one is, or is the first part of. */
export const wholePeriodOf = (terms: Terms, period: Period): Period =>
  alignedOf(terms, period.start, 0)?.whole ?? period;

/** True where what a period costs depends on which one it is. */
export const isPricedByTime = ({ unit, alignment }: Terms): boolean =>
  (unit !== undefined && unit !== null) || alignment === 'calendar';

/**
 * How much of its price a period is charged: the units that it touches, or the part that it is of a whole one by the
 * proration of the plan. In the mode `none` a begun period costs the whole price.
 */
export const shareOf = (terms: Terms, period: Period): Fraction => {
  const { unit, proration = 'hours', zone } = terms;
  if (unit) return unitsTouched(unit, period, zone);
  const all = wholePeriodOf(terms, period);
  return proration === 'none' || all.start === period.start ? whole : shareLeft(proration, all, period.start, zone);
};

/** How much of its price is left of a period at an instant: nothing in the mode `none`, where no part is given back. */
export const shareAfter = (terms: Terms, period: Period, at: Instant): Fraction => {
  const { unit, proration = 'hours', zone } = terms;
  const start = at > period.start ? at : period.start;
  if (!unit) return shareLeft(proration, wholePeriodOf(terms, period), start, zone);
  return start < period.end ? unitsTouched(unit, { start, end: period.end }, zone) : nothing;
};

/** The same of a period that ends early. One that would never end is owed in full. */
export const shareUntil = (terms: Terms, period: Period, at: Instant): Fraction => {
  const { unit, proration = 'hours', zone } = terms;
  const { start } = period;
  if (at >= period.end || (period.end === endless && !unit)) return shareOf(terms, period);
  if (unit) return at > start ? unitsTouched(unit, { start, end: at }, zone) : nothing;
  if (proration === 'none') return whole;
  const all = wholePeriodOf(terms, period);
  const until = at > start ? at : start;
  return subtractFractions(shareLeft(proration, all, start, zone), shareLeft(proration, all, until, zone));
};

/** The order window that holds a period; `null` without periods. The part before the first whole period belongs to the first. */
export const windowOf = (terms: Terms, anchor: Instant, index: number): Period | null => {
  const { periodMonths, zone } = terms;
  if (periodMonths === null) return null;
  const minimumMonths = terms.minimumMonths ?? periodMonths;
  const first = alignedOf(terms, anchor, 0);
  if (first === undefined) return orderWindowAt(anchor, { periodMonths, minimumMonths }, index, zone);
  const lead = first.used.start === first.whole.start ? 0 : 1;
  const periods = minimumMonths / periodMonths;
  const nth = Math.floor(Math.max(0, index - lead) / periods);
  const start = nth === 0 ? 0 : lead + nth * periods;
  return {
    start: periodOf(terms, anchor, start).start,
    end: periodOf(terms, anchor, lead + (nth + 1) * periods).start,
  };
};

/** The instant at which a subscription ends by itself, at the end of its lifespan or of its first order window. */
export const endsAtOf = (terms: Terms, anchor: Instant): Instant | null => {
  if (typeof terms.lifespanHours === 'number') return periodOf(terms, anchor, 0).end;
  return terms.autoRenew === false ? (windowOf(terms, anchor, 0)?.end ?? null) : null;
};

/**
 * True for the last period of an order window: at its end the prices are renewed. What was sold without a window keeps its
 * prices for good.
 */
export const isRenewedAfter = (terms: Terms, anchor: Instant, index: number): boolean =>
  typeof terms.minimumMonths === 'number' && windowOf(terms, anchor, index)?.end === periodOf(terms, anchor, index).end;
