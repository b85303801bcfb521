import type { PlanEntry } from './catalog-file';
import type { LeavingSettings, TimeSettings } from './settings';
import type { RefuseAt } from './refusal';

type PlanTime = Pick<PlanEntry, 'periodMonths' | 'proration' | keyof TimeSettings | keyof LeavingSettings>;

/** Refuses settings of a plan's time that do not go together: none of them is kept that would do nothing. */
export const checkTime = (plan: PlanTime, refuse: RefuseAt): void => {
  const { periodMonths, minimumMonths, autoRenew, lifespanHours } = plan;
  if (lifespanHours !== null && periodMonths !== null)
    refuse('/lifespanHours', 'a plan has a period or a lifespan, not both');
  if (!autoRenew && periodMonths === null)
    refuse('/autoRenew', 'only a plan with a period renews: one with a lifespan ends in any case');
  checkCalendar(plan, refuse);
  checkRefund(plan, refuse);
  checkEarly(plan, refuse);
  if (minimumMonths === null) return;
  if (periodMonths === null) refuse('/minimumMonths', 'only a plan with a period has a minimum duration');
  else if (minimumMonths % periodMonths !== 0)
    refuse('/minimumMonths', 'the minimum duration is a multiple of the period');
};

const checkEarly = ({ earlyTermination, periodMonths, minimumMonths }: PlanTime, refuse: RefuseAt): void => {
  if (earlyTermination !== 'refused' && (minimumMonths === null || minimumMonths === periodMonths))
    refuse('/earlyTermination', 'only a minimum duration of several periods can be left early');
};

/** Fewest days that a month has. */
const shortMonth = 28;

const checkRefund = (plan: PlanTime, refuse: RefuseAt): void => {
  const { terminationRefund: refund, refundDays: days, periodMonths, lifespanHours, alignment, proration } = plan;
  if (refund === 'prorated') {
    if (periodMonths === null && lifespanHours === null)
      refuse('/terminationRefund', 'what is paid once has no time that could be given back');
    if (proration === 'none') refuse('/terminationRefund', 'with no proration no part of a period is given back');
  }
  const place = '/refundDays';
  if ((refund === 'full-within-days') !== (days !== null))
    refuse(place, 'all is given back within some days, and only then there are any');
  if (days === null) return;
  if (alignment === 'calendar') refuse(place, 'the first period of the calendar may be over before the days are');
  if (periodMonths !== null && days > periodMonths * shortMonth)
    refuse(place, `the days lie in the first period, which may have no more than ${periodMonths * shortMonth}`);
  if (lifespanHours !== null && days * 24 > lifespanHours) refuse(place, 'the days lie in the lifespan');
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
