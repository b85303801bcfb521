import type { Money } from '../money';
import type { OrderKind } from '../orders/order';
import type { Instant } from '../time';
import type { OrderScopes } from './audience';
import type { ApprovalPolicy, ApprovalStep, Approver, WorkCalendar } from './policy';

/** An approval that somebody has given. */
export interface Given {
  readonly decisionId: string;
  readonly by: string;
  /** Of whom it is the approval, where somebody stood in. */
  readonly onBehalfOf: string | null;
  readonly at: Instant;
}

/** A question to the buyer; the deadline and the reminders of its step stand still until the answer, or until it lapses. */
interface Question {
  readonly by: string;
  readonly at: Instant;
  readonly text: string;
  readonly lapsesAt: Instant;
}

/** `waiting` for its turn; `skipped` is below its amount. */
export type StepState = 'waiting' | 'asked' | 'skipped' | 'approved' | 'rejected' | 'expired' | 'withdrawn';

/** One step of a run, with absolute instants alone once it is planned. */
export interface RunStep {
  readonly step: ApprovalStep;
  readonly calendar: WorkCalendar;
  /** Steps of one stage are asked together, stage after stage. */
  readonly stage: number;
  readonly state: StepState;
  /** Number of the present ask, counted over the run; 0 before the first. */
  readonly ask: number;
  /** Which group is asked: 0 the approvers, then the groups of the escalation. */
  readonly group: number;
  readonly asked: readonly Approver[];
  readonly askedAt: Instant | null;
  readonly dueAt: Instant | null;
  readonly remindAt: Instant | null;
  /** Reminders sent since `askedAt`. */
  readonly reminders: number;
  /** How long the step stood still for questions since `askedAt`. */
  readonly stoodStillMs: number;
  readonly question: Question | null;
  /** What falls due and has no instant yet: only `planned` looks at a calendar. */
  readonly toPlan: 'all' | 'reminder' | null;
  readonly given: readonly Given[];
}

export type RunOutcome = 'approved' | 'rejected' | 'expired';

/** The approval of one order: who is asked now, what falls due next, what came of it. Plain data. */
export interface ApprovalRun {
  readonly version: 1;
  readonly createdBy: string;
  readonly scopes: OrderScopes;
  readonly steps: readonly RunStep[];
  /** Asks so far. */
  readonly asks: number;
  readonly outcome: RunOutcome | null;
}

/** What happened in a run, for those who read an order's history. */
export interface ApprovalFact {
  readonly type:
    | 'asked'
    | 'skipped'
    | 'reminded'
    | 'escalated'
    | 'reassigned'
    | 'approval-given'
    | 'step-approved'
    | 'step-rejected'
    | 'deadline-approved'
    | 'deadline-rejected'
    | 'deadline-expired'
    | 'question-asked'
    | 'question-answered'
    | 'question-lapsed';
  readonly at: Instant;
  readonly step: number;
  readonly name: string;
  readonly by?: string;
  readonly onBehalfOf?: string;
  readonly text?: string;
  readonly to?: readonly Approver[];
  /** Until when those who are asked are waited for. */
  readonly until?: Instant | null;
}

/** A run after something happened, with what happened. */
export interface RunMove {
  readonly run: ApprovalRun;
  readonly facts: readonly ApprovalFact[];
}

/** What the approval of an order depends on. */
export interface RunSubject {
  readonly kind: OrderKind;
  readonly createdBy: string;
  readonly scopes: OrderScopes;
  /** Net that is compared with the limits of steps; `null` when the order costs nothing. */
  readonly amount: Money | null;
}

/** Begins the approval of an order: policies one after the other, each in its own order. */
export const beginRun = (policies: readonly ApprovalPolicy[], subject: RunSubject, at: Instant): RunMove => {
  const steps = stepsOf(policies, subject);
  const { createdBy, scopes } = subject;
  const skipped = steps.flatMap((step, index): ApprovalFact[] =>
    step.state === 'skipped' ? [{ type: 'skipped', at, step: index, name: step.step.name }] : [],
  );
  const begun = goOn({ version: 1, createdBy, scopes, steps, asks: 0, outcome: null }, at);
  return { run: begun.run, facts: [...skipped, ...begun.facts] };
};

const stepsOf = (policies: readonly ApprovalPolicy[], subject: RunSubject): RunStep[] => {
  let stage = -1;
  return policies.flatMap(({ order, calendar, steps }) =>
    steps.map((step, index): RunStep => {
      if (order === 'sequence' || index === 0) stage += 1;
      return { ...blank, step, calendar, stage, state: isNeeded(step, subject) ? 'waiting' : 'skipped' };
    }),
  );
};

const blank = {
  ask: 0,
  group: 0,
  asked: [],
  askedAt: null,
  dueAt: null,
  remindAt: null,
  reminders: 0,
  stoodStillMs: 0,
  question: null,
  toPlan: null,
  given: [],
} as const;

const isNeeded = ({ above }: ApprovalStep, { amount }: RunSubject): boolean => {
  if (above === null) return true;
  if (amount === null) return false;
  return amount.currency !== above.currency || BigInt(amount.minor) > BigInt(above.minor);
};

/** Asks the next stage when none is being asked; a run with none left is approved. */
export const goOn = (run: ApprovalRun, at: Instant): RunMove => {
  if (run.outcome !== null || run.steps.some(({ state }) => state === 'asked')) return { run, facts: [] };
  const next = run.steps.find(({ state }) => state === 'waiting')?.stage;
  if (next === undefined) return { run: { ...run, outcome: 'approved' }, facts: [] };
  const facts: ApprovalFact[] = [];
  const asked = run.steps.reduce((before, { stage, state, step }, index) => {
    if (stage !== next || state !== 'waiting') return before;
    const move = askGroup(before, index, { approvers: step.approvers, group: 0, at });
    facts.push(...move.facts);
    return move.run;
  }, run);
  return { run: asked, facts };
};

/** Asks people anew: their deadline and their reminders count from now. */
export const askGroup = (
  run: ApprovalRun,
  index: number,
  { approvers, group, at }: { readonly approvers: readonly Approver[]; readonly group: number; readonly at: Instant },
): RunMove => {
  const { name } = stepAt(run, index).step;
  const ask = run.asks + 1;
  const asked = { state: 'asked', ask, group, asked: approvers, askedAt: at, toPlan: 'all' } as const;
  const fresh = { ...still, reminders: 0, stoodStillMs: 0, ...asked };
  const fact: ApprovalFact = { type: 'asked', at, step: index, name, to: approvers, until: null };
  return { run: { ...withStep(run, index, fresh), asks: ask }, facts: [fact] };
};

/** The step with this number. */
export const stepAt = (run: ApprovalRun, index: number): RunStep => {
  const step = run.steps[index];
  if (step === undefined) throw new RangeError('the run has no such step');
  return step;
};

export const withStep = (run: ApprovalRun, index: number, changed: Partial<RunStep>): ApprovalRun => ({
  ...run,
  steps: run.steps.map((step, at) => (at === index ? { ...step, ...changed } : step)),
});

/** Ends a run; who is still asked need not answer any more. */
export const endRun = (run: ApprovalRun, outcome: RunOutcome | null): ApprovalRun => ({
  ...run,
  outcome,
  steps: run.steps.map((step) =>
    step.state === 'asked' || step.state === 'waiting' ? { ...step, state: 'withdrawn', ...still } : step,
  ),
});

/** Nothing falls due any more in a step that has ended. */
export const still = { dueAt: null, remindAt: null, question: null, toPlan: null } as const;

/** True while something that falls due has no instant yet. */
export const needsPlan = ({ steps }: ApprovalRun): boolean => steps.some(({ toPlan }) => toPlan !== null);
