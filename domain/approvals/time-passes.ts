import type { Instant } from '../time';
import { elapsed, later } from './elapsed';
import type { ApprovalFact, ApprovalRun, RunMove, RunStep } from './run';
import { askGroup, endRun, goOn, stepAt, still, withStep } from './run';

/** What falls due next of one step, and when. */
interface Due {
  readonly at: Instant;
  readonly index: number;
}

const dueOf = ({ state, question, remindAt, dueAt }: RunStep): Instant | null => {
  if (state !== 'asked') return null;
  return question?.lapsesAt ?? remindAt ?? dueAt;
};

// Of two at one instant the earlier step comes first.
const nextOf = ({ outcome, steps }: ApprovalRun): Due | null =>
  outcome !== null
    ? null
    : steps.reduce<Due | null>((first, step, index) => {
        const at = dueOf(step);
        return at === null || (first !== null && first.at <= at) ? first : { at, index };
      }, null);

/** When the run has something to do next: remind, escalate, give up waiting. */
export const nextDueOf = (run: ApprovalRun): Instant | null => nextOf(run)?.at ?? null;

/** Does the one thing that falls due first, at its own instant; `null` when nothing is due by `now`. */
export const letPass = (run: ApprovalRun, now: Instant): RunMove | null => {
  const due = nextOf(run);
  return due === null || due.at > now ? null : happen(run, due);
};

const happen = (run: ApprovalRun, { at, index }: Due): RunMove => {
  const step = stepAt(run, index);
  if (step.question !== null) {
    const fact: ApprovalFact = { type: 'question-lapsed', at, step: index, name: step.step.name };
    return { run: withStep(run, index, resumed(step, at)), facts: [fact] };
  }
  return step.remindAt === null ? deadline(run, index, at) : remind(run, index, at);
};

const remind = (run: ApprovalRun, index: number, at: Instant): RunMove => {
  const step = stepAt(run, index);
  const next = { reminders: step.reminders + 1, remindAt: null, toPlan: 'reminder' } as const;
  const fact: ApprovalFact = { type: 'reminded', at, step: index, name: step.step.name, to: step.asked };
  return { run: withStep(run, index, next), facts: [fact] };
};

const deadline = (run: ApprovalRun, index: number, at: Instant): RunMove => {
  const { step, group } = stepAt(run, index);
  const next = step.escalation[group];
  if (next === undefined) return giveUp(run, index, at);
  const escalated: ApprovalFact = { type: 'escalated', at, step: index, name: step.name, to: next };
  const asked = askGroup(run, index, { approvers: next, group: group + 1, at });
  return { run: asked.run, facts: [escalated, ...asked.facts] };
};

const giveUp = (run: ApprovalRun, index: number, at: Instant): RunMove => {
  const { name, onDeadline } = stepAt(run, index).step;
  const fact = (type: ApprovalFact['type']): ApprovalFact => ({ type, at, step: index, name });
  if (onDeadline === 'approve') {
    const next = goOn(withStep(run, index, { state: 'approved', ...still }), at);
    return { run: next.run, facts: [fact('deadline-approved'), ...next.facts] };
  }
  const outcome = onDeadline === 'reject' ? 'rejected' : 'expired';
  const ended = withStep(run, index, { state: outcome, ...still });
  return { run: endRun(ended, outcome), facts: [fact(`deadline-${outcome}`)] };
};

/** The step after a question: what falls due is later by as long as it stood still. */
export const resumed = ({ question, dueAt, remindAt, stoodStillMs }: RunStep, at: Instant): Partial<RunStep> => {
  if (question === null) return {};
  const stoodStill = elapsed(question.at, at);
  const moved = (due: Instant | null): Instant | null => (due === null ? null : later(due, stoodStill));
  return {
    dueAt: moved(dueAt),
    remindAt: moved(remindAt),
    question: null,
    stoodStillMs: stoodStillMs + stoodStill,
  };
};
