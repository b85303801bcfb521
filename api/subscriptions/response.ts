import { defaultLeavingSettings, defaultTimeSettings, settingsIn } from '../../domain/catalog/settings';
import type { Level } from '../../domain/channel/chain';
import { isSeenAt, seenQuantities } from '../../domain/channel/own-components';
import { onlyLevels, visibleLevels } from '../../domain/channel/visibility';
import { lowers } from '../../domain/discounts/discount-row';
import { appliedDiscounts } from '../../domain/discounts/sold-discount';
import type { Terms } from '../../domain/pricing/terms';
import { endless } from '../../domain/subscriptions/calendar';
import type { Caller } from '../auth';
import { enclosedFor } from '../orders/enclosed-for';
import type { SubscriptionDetail } from './reads';

/** What was sold, at the levels that the caller pays or asks. */
export const toSubscriptionResponse = (
  caller: Caller,
  { terms, period, isPaid: _, ...subscription }: SubscriptionDetail,
) => {
  const levels = visibleLevels(caller, subscription);
  return {
    ...subscription,
    ...enclosedFor(caller, subscription),
    currency: terms.currency,
    ...(levels.includes('sellOut') ? { taxIncluded: terms.taxIncluded ?? false } : {}),
    ...(levels.includes('vendorCost') ? { platformSharePercent: terms.platformSharePercent ?? null } : {}),
    priceVersion: terms.priceVersion,
    periodMonths: terms.periodMonths,
    ...settingsIn(defaultTimeSettings, terms),
    ...settingsIn(defaultLeavingSettings, terms),
    quantities: seenQuantities(terms.quantities, levels),
    components: terms.components
      .filter((component) => isSeenAt(component, levels))
      .map(({ minimums, ...component }) => ({
        ...component,
        prices: onlyLevels(component.prices, levels),
        ...(minimums === undefined ? {} : { minimums: onlyLevels(minimums, levels) }),
      })),
    discounts: discountsFor(terms, levels),
    period: period && toPeriodResponse(period),
  };
};

/** Whose levels a discount leaves alone has no business with it. */
const discountsFor = (terms: Terms, visible: readonly Level[]) =>
  appliedDiscounts(terms)
    .filter(({ discount }) => visible.some((level) => lowers(discount, level)))
    .map(({ component, discount: { kind, name, periods } }) => ({ component, kind, name, periods }));

/** A period that never ends has no end. */
export const toPeriodResponse = ({ start, end }: { readonly start: string; readonly end: string }) => ({
  start,
  end: end === endless ? null : end,
});
