import type { Instant } from '../time';
import { planned } from './plan';
import type { ApprovalFact, ApprovalRun, RunMove } from './run';
import { letPass, nextDueOf } from './time-passes';

/** More than any policy brings about before its deadlines end it. */
const happeningsLookedAt = 500;

/** What would happen if nobody answered. A run without deadlines goes on for ever: its first happenings then. */
export const silenceOf = (run: ApprovalRun, most = happeningsLookedAt): RunMove => {
  const facts: ApprovalFact[] = [];
  let silent = run;
  for (let count = 0; count < most; count += 1) {
    const due = nextDueOf(silent);
    const move = due === null ? null : letPass(silent, due);
    if (move === null) break;
    const next = planned(move);
    silent = next.run;
    facts.push(...next.facts);
  }
  return { run: silent, facts };
};

/** When the run would end if nobody answered; `null` when it would not. */
export const endsByItselfAt = (run: ApprovalRun): Instant | null => {
  const steps = run.steps.map((step) => ({ ...step, remindAt: null, step: { ...step.step, remindEvery: null } }));
  const { run: ended, facts } = silenceOf({ ...run, steps });
  return ended.outcome === null ? null : (facts.at(-1)?.at ?? null);
};
