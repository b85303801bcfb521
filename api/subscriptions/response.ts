import { onlyLevels, visibleLevels } from '../../domain/channel/visibility';
import { endless } from '../../domain/subscriptions/turn';
import type { Caller } from '../auth';
import type { SubscriptionDetail } from './reads';

/** What was sold, at the levels that the caller pays or asks. */
export const toSubscriptionResponse = (caller: Caller, { terms, period, ...subscription }: SubscriptionDetail) => {
  const levels = visibleLevels(caller, subscription);
  return {
    ...subscription,
    currency: terms.currency,
    periodMonths: terms.periodMonths,
    quantities: terms.quantities,
    components: terms.components.map((component) => ({ ...component, prices: onlyLevels(component.prices, levels) })),
    period: period && toPeriodResponse(period),
  };
};

/** A period that never ends has no end. */
export const toPeriodResponse = ({ start, end }: { readonly start: string; readonly end: string }) => ({
  start,
  end: end === endless ? null : end,
});
