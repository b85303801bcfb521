import type { Instant } from '../time';
import { keysOfApprover } from './audience';
import type { Approver } from './policy';
import type { ApprovalRun, RunStep, StepState } from './run';

/** What came of asking a group: as its step, or others are asked in its place. */
type AskState = Exclude<StepState, 'waiting' | 'skipped'> | 'escalated' | 'reassigned';

/** One group that was asked about one order: since when, until when, and what came of it. */
export interface Ask {
  /** Counted over the run, from 1. */
  readonly ask: number;
  readonly step: number;
  readonly name: string;
  readonly state: AskState;
  readonly asked: readonly Approver[];
  /** Whoever has one of these keys finds it in the inbox. */
  readonly audience: readonly string[];
  /** True when the creator of the order may not decide. */
  readonly notCreator: boolean;
  readonly askedAt: Instant;
  readonly dueAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly reminders: number;
  readonly hasQuestion: boolean;
  readonly givenBy: readonly string[];
}

/** The asks that a move has opened, changed or closed. */
export const changedAsks = (before: ApprovalRun | null, after: ApprovalRun, at: Instant): readonly Ask[] =>
  after.steps.flatMap((step, index) => {
    const earlier = before?.steps[index];
    const replaced = earlier !== undefined && earlier.ask > 0 && earlier.ask !== step.ask;
    const state = earlier?.group === step.group ? 'reassigned' : 'escalated';
    return [
      ...(replaced ? [askOf(after, earlier, index, { state, closedAt: at })] : []),
      ...(step.ask > 0 && step !== earlier ? [askOf(after, step, index, endOf(step, at))] : []),
    ];
  });

type End = Pick<Ask, 'state' | 'closedAt'>;

const endOf = ({ state }: RunStep, at: Instant): End => ({
  state: state as AskState,
  closedAt: state === 'asked' ? null : at,
});

const askOf = ({ scopes }: ApprovalRun, step: RunStep, index: number, end: End): Ask => ({
  ...end,
  ask: step.ask,
  step: index,
  name: step.step.name,
  asked: step.asked,
  audience: [...new Set(step.asked.flatMap((approver) => keysOfApprover(approver, scopes)))],
  notCreator: step.step.notCreator,
  askedAt: step.askedAt ?? '',
  dueAt: step.dueAt,
  reminders: step.reminders,
  hasQuestion: step.question !== null,
  givenBy: step.given.flatMap(({ by, onBehalfOf }) => [by, ...(onBehalfOf === null ? [] : [onBehalfOf])]),
});
