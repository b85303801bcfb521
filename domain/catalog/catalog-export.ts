import type { Instant } from '../time';
import type { OfferingEntry, PlanEntry, StoredOffering, StoredPlan } from './catalog-file';
import { writtenPrices } from './plan-prices';
import { scheduleOf } from './price-schedule';
import type { OfferingDetails, PlanSettings } from './settings';
import { chosen, defaultOfferingDetails, defaultPlanSettings } from './settings';

/** What is kept, as a file: importing it changes nothing. */
export const exportCatalog = (stored: readonly StoredOffering[], now: Instant): readonly OfferingEntry[] =>
  stored.map(({ plans, ...offering }) => ({ ...offering, plans: plans.flatMap((plan) => exportPlan(plan, now)) }));

const exportPlan = (
  { state, prices, inUse: _, isSold: __, lastVersion: ___, ...plan }: StoredPlan,
  now: Instant,
): PlanEntry[] => (state === 'removed' ? [] : [{ ...plan, state, ...writtenSchedule(prices, now) }]);

const writtenSchedule = (prices: StoredPlan['prices'], now: Instant) => {
  const { components, plannedPrices } = scheduleOf(prices, now);
  return {
    ...writtenPrices(components),
    plannedPrices: plannedPrices.map(({ validFrom, components: later }) => ({ validFrom, ...writtenPrices(later) })),
  };
};

type WrittenPlan = Omit<PlanEntry, keyof PlanSettings> & Partial<PlanSettings>;
type WrittenOffering = Omit<OfferingEntry, 'plans' | keyof OfferingDetails> &
  Partial<OfferingDetails> & { readonly plans: readonly WrittenPlan[] };

/** An offering without the settings that say the default: what an author would have written. */
export const writtenOffering = ({ plans, ...offering }: OfferingEntry): WrittenOffering => ({
  ...without(offering, defaultOfferingDetails),
  plans: plans.map((plan) => without(plan, defaultPlanSettings)),
});

const without = <Entry extends Settings, Settings extends object>(
  entry: Entry,
  defaults: Settings,
): Omit<Entry, keyof Settings> & Partial<Settings> => {
  const rest = Object.entries(entry).filter(([name]) => !(name in defaults));
  return { ...(Object.fromEntries(rest) as Omit<Entry, keyof Settings>), ...chosen(defaults, entry) };
};
