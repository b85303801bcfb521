import { isKeySeenAt, seenQuantities } from '../../domain/channel/own-components';
import { visibleLevels } from '../../domain/channel/visibility';
import { compareTerms } from '../../domain/pricing/what-if';
import type { Caller } from '../auth';
import { checkUsageKeys } from '../pricing/usage-keys';
import type { OtherTermsDeps } from './other-terms';
import { createOtherTerms } from './other-terms';
import type { SubscriptionDetail } from './reads';
import type { WhatIf } from './schemas';

export type WhatIfDeps = OtherTermsDeps;

/** Compares a subscription that the caller sees with itself under other terms. Nothing is written. */
export const createWhatIf = (deps: WhatIfDeps) => {
  const otherTerms = createOtherTerms(deps);
  return async (caller: Caller, subscription: SubscriptionDetail, asked: WhatIf) => {
    const { terms } = subscription;
    const { expectedUsage = {} } = asked;
    const { terms: other, sale } = await otherTerms(caller, subscription, asked);
    checkUsageKeys(expectedUsage, other, terms);
    const levels = visibleLevels(caller, subscription);
    const { planId, priceVersion, quantities } = other;
    const at = sale.customer.clockNow ?? deps.now();
    return {
      ...{ subscriptionId: subscription.id, planId, priceVersion },
      quantities: seenQuantities(quantities, levels),
      levels: Object.fromEntries(
        levels.map((level) => {
          const compared = compareTerms(terms, other, expectedUsage, level, at);
          // What a tier adds costs nothing above it, and is not told there.
          const lines = compared.lines.filter(({ component }) => isKeySeenAt(component, levels));
          return [level, { ...compared, lines }];
        }),
      ),
    };
  };
};
