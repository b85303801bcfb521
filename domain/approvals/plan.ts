import type { Instant } from '../time';
import { later } from './elapsed';
import type { ApprovalFact, RunMove, RunStep } from './run';
import { addSpan } from './span';

/** The move with every instant at which something falls due: what needs a calendar is done here, and only here. */
export const planned = ({ run, facts }: RunMove): RunMove => {
  const steps = run.steps.map(planStep);
  return { run: { ...run, steps }, facts: facts.map((fact) => withEnd(fact, steps)) };
};

const planStep = (step: RunStep): RunStep => {
  if (step.toPlan === null || step.askedAt === null) return step;
  const { deadline } = step.step;
  const dueAt =
    step.toPlan === 'reminder' || deadline === null ? step.dueAt : addSpan(step.askedAt, deadline, step.calendar);
  return { ...step, dueAt, remindAt: reminderOf({ ...step, dueAt }, step.askedAt), toPlan: null };
};

/** None at the deadline or after it. */
const reminderOf = ({ step, calendar, reminders, stoodStillMs, dueAt }: RunStep, askedAt: Instant): Instant | null => {
  if (step.remindEvery === null) return null;
  const remindAt = later(addSpan(askedAt, step.remindEvery, calendar, reminders + 1), stoodStillMs);
  return dueAt !== null && remindAt >= dueAt ? null : remindAt;
};

const withEnd = (fact: ApprovalFact, steps: readonly RunStep[]): ApprovalFact => {
  const step = steps[fact.step];
  return fact.type === 'asked' && step?.askedAt === fact.at ? { ...fact, until: step.dueAt } : fact;
};
