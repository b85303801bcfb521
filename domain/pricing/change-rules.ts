import { decimal } from '../decimal';
import { DomainError } from '../errors';
import { sameValues } from '../catalog/same-prices';
import type { Change } from './change-facts';
import { prepaidQuantity } from '../proceeds/proceeds';
import type { SoldComponent, Terms } from './terms';

/**
 * Refuses a change that is none, or that cannot be made at its instant.
 * @throws DomainError `change-outside-period`, `change-empty`, `currency-differs`, `component-not-downgradable`
 */
export const checkChange = ({ before, after, open, at }: Omit<Change, 'usage' | 'anchor'>): void => {
  const { start, end } = open.period;
  if (at < start || at >= end)
    throw new DomainError('change-outside-period', 'a change is made within the open period', { at, start, end });
  if (after.currency !== before.currency)
    throw new DomainError('currency-differs', 'a subscription stays in its currency', {
      currency: before.currency,
      other: after.currency,
    });
  if (after.planId === before.planId && sameValues(after.quantities, before.quantities, true))
    throw new DomainError('change-empty', 'the subscription is like this already');
  for (const component of before.components) checkLowered(component, before, after);
};

const checkLowered = (component: SoldComponent, before: Terms, after: Terms): void => {
  if (component.downgradable !== false) return;
  const { key } = component;
  const kept = after.components.find((other) => other.key === key);
  // A plan that does not have it at all has been allowed as a target.
  if (kept === undefined && after.planId !== before.planId) return;
  const quantity = kept === undefined ? '0' : (prepaidQuantity(after, kept) ?? '0');
  const least = prepaidQuantity(before, component) ?? '0';
  if (decimal(quantity).lt(decimal(least)))
    throw new DomainError('component-not-downgradable', 'the quantity of this component is not lowered', {
      component: key,
      min: least,
    });
};

/**
 * Refuses a plan that the plan of a subscription does not lead to.
 * @throws DomainError `plan-not-upgrade-target`
 */
export const checkUpgradeTarget = (
  from: { readonly id: string; readonly upgradeTargets: readonly string[] | null },
  to: { readonly id: string; readonly key: string },
): void => {
  if (from.id === to.id || from.upgradeTargets === null || from.upgradeTargets.includes(to.key)) return;
  throw new DomainError('plan-not-upgrade-target', 'the plan cannot be changed to this one', { planId: to.id });
};
