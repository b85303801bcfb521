import type { ListedPlan } from './check-rows';
import type { PriceImpact } from './impact';
import { planImpact } from './plan-impact';
import type { ListLevel, PriceList } from './price-list';
import { withOwn } from './own-components';
import { listFor, rowsOf } from './price-list';
import { pricesBy } from './row-prices';

/**
 * What a change of a tier's lists does to the prices of one sale, at every level down to its customer.
 * @param buyerId Who buys from the owner of the lists in this sale: the next tier, or the customer.
 * @throws DomainError `price-entry-invalid`, `price-list-broken`
 */
export const buyerImpact = (
  level: ListLevel,
  buyerId: string,
  before: readonly PriceList[],
  after: readonly PriceList[],
  plan: ListedPlan,
): PriceImpact[] => {
  const { planId } = plan;
  const sideOf = (lists: readonly PriceList[]) => {
    const list = listFor(lists, buyerId);
    const row = list && rowsOf(list, lists).find((each) => each.planId === planId);
    return {
      prices: pricesBy(plan, level, row),
      components: withOwn(plan.components, level, row?.components ?? []),
    };
  };
  const [old, next] = [sideOf(before), sideOf(after)];
  return planImpact(old.prices, next.prices, { planId, components: next.components }, old.components);
};
