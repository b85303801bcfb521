import type { Instant } from '../time';
import type { OfferingEntry, PlanEntry, StoredOffering, StoredPlan } from './catalog-file';
import { scheduleOf } from './price-schedule';

/** What is kept, as a file: importing it changes nothing. */
export const exportCatalog = (stored: readonly StoredOffering[], now: Instant): readonly OfferingEntry[] =>
  stored.map(({ key, name, description, category, plugin, state, plans }) => ({
    key,
    name,
    description,
    category,
    plugin,
    state,
    plans: plans.flatMap((plan) => exportPlan(plan, now)),
  }));

const exportPlan = (
  { key, name, currency, periodMonths, state, couponRule, prices }: StoredPlan,
  now: Instant,
): PlanEntry[] =>
  state === 'removed' ? [] : [{ key, name, currency, periodMonths, state, couponRule, ...scheduleOf(prices, now) }];
