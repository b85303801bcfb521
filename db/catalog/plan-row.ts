import type { Plan } from '../../domain/catalog/offering';
import type { PlanSettings } from '../../domain/catalog/settings';
import { completed, defaultPlanSettings } from '../../domain/catalog/settings';

/** A plan as queries build it: of its settings they have only those that are not the default. */
export type PlanRow = Omit<Plan, keyof PlanSettings> & { readonly settings: Partial<PlanSettings> };

export const toPlan = ({ settings, ...row }: PlanRow): Plan => ({
  ...row,
  ...completed(defaultPlanSettings, settings),
});
