import type { PlanEntry } from './catalog-file';
import type { TimeSettings } from './settings';
import type { RefuseAt } from './refusal';

type PlanTime = Pick<PlanEntry, 'periodMonths' | keyof TimeSettings>;

/** Refuses settings of a plan's time that do not go together: none of them is kept that would do nothing. */
export const checkTime = (plan: PlanTime, refuse: RefuseAt): void => {
  const { periodMonths, minimumMonths, autoRenew, lifespanHours } = plan;
  if (lifespanHours !== null && periodMonths !== null)
    refuse('/lifespanHours', 'a plan has a period or a lifespan, not both');
  if (!autoRenew && periodMonths === null)
    refuse('/autoRenew', 'only a plan with a period renews: one with a lifespan ends in any case');
  checkCalendar(plan, refuse);
  if (minimumMonths === null) return;
  if (periodMonths === null) refuse('/minimumMonths', 'only a plan with a period has a minimum duration');
  else if (minimumMonths % periodMonths !== 0)
    refuse('/minimumMonths', 'the minimum duration is a multiple of the period');
};

const checkCalendar = (plan: PlanTime, refuse: RefuseAt): void => {
  const { periodMonths, lifespanHours, unit, alignment, billingDay } = plan;
  if (unit !== null && periodMonths === null && lifespanHours === null)
    refuse('/unit', 'what is paid once has no time whose units could be counted');
  if (alignment === 'calendar' && periodMonths === null)
    refuse('/alignment', 'only a plan with a period has periods of the calendar');
  if (alignment === 'anchored' && billingDay !== 1)
    refuse('/billingDay', 'only periods of the calendar have a billing day');
};
