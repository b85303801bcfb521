import { DomainError } from '../errors';
import type { Actor } from '../identity/permission';
import type { Instant } from '../time';
import { isAmong } from './audience';
import { later } from './elapsed';
import type { Approver } from './policy';
import { isEnough } from './policy';
import type { ApprovalFact, ApprovalRun, Given, RunMove, RunStep } from './run';
import { askGroup, endRun, goOn, stepAt, still, withStep } from './run';
import { resumed } from './time-passes';

/** Somebody who acts on a run: with the own roles, and with those of whoever is out of office. */
export interface Decider {
  readonly userId: string;
  readonly grants: Actor['grants'];
  readonly standsInFor: readonly Pick<Actor, 'userId' | 'grants'>[];
}

export interface Decision {
  readonly decisionId: string;
  readonly verdict: 'approve' | 'reject';
  readonly comment: string | null;
  readonly at: Instant;
}

/** How long the clock of a step stands still for a question that nobody answers. */
const questionLapsesMs = 14 * 86_400_000;

interface Place {
  readonly index: number;
  /** In whose place the step is decided. */
  readonly as: string;
}

const isDecidedBy = (userId: string, { given }: RunStep): boolean =>
  given.some(({ by, onBehalfOf }) => by === userId || onBehalfOf === userId);

/** Every step that somebody is asked about now, and as whom: as oneself, if possible. */
const placesOf = (run: ApprovalRun, { userId, grants, standsInFor }: Decider): Place[] =>
  run.steps.flatMap((step, index): Place[] => {
    const people = step.state === 'asked' ? [{ userId, grants }, ...standsInFor] : [];
    const as = people.find((person) => isAmong(step.asked, run.scopes, person));
    return as === undefined ? [] : [{ index, as: as.userId }];
  });

const isOwn = (run: ApprovalRun, { index, as }: Place, userId: string): boolean =>
  stepAt(run, index).step.notCreator && [as, userId].includes(run.createdBy);

/**
 * The step that somebody may act on.
 * @throws DomainError `order-decided`, `order-decision-forbidden` (not asked now), `order-own`, `order-decided-already` (by the same person)
 */
const placeOf = (run: ApprovalRun, decider: Decider): Place => {
  if (run.outcome !== null) throw new DomainError('order-decided', 'the order has been decided');
  const places = placesOf(run, decider);
  const others = places.filter((place) => !isOwn(run, place, decider.userId));
  const [open] = others.filter(
    ({ index, as }) => ![as, decider.userId].some((id) => isDecidedBy(id, stepAt(run, index))),
  );
  if (open !== undefined) return open;
  if (others.length > 0) throw new DomainError('order-decided-already', 'nobody decides a step twice');
  if (places.length > 0 || decider.userId === run.createdBy)
    throw new DomainError('order-own', 'nobody decides an order of their own');
  throw new DomainError('order-decision-forbidden', 'others are asked now');
};

/** Refuses what `decide` would refuse. */
export const checkDecider = (run: ApprovalRun, decider: Decider): void => void placeOf(run, decider);

/**
 * One answer of one person to one step. A rejection ends the run; an approval counts towards the quorum.
 * @throws DomainError as `checkDecider`
 */
export const decide = (run: ApprovalRun, decider: Decider, decision: Decision): RunMove => {
  const { index, as } = placeOf(run, decider);
  const { step } = stepAt(run, index);
  const { decisionId, verdict, comment, at } = decision;
  const onBehalfOf = as === decider.userId ? null : as;
  const fact = (type: ApprovalFact['type']): ApprovalFact => ({
    ...{ type, at, step: index, name: step.name, by: decider.userId },
    ...(onBehalfOf === null ? {} : { onBehalfOf }),
    ...(comment === null ? {} : { text: comment }),
  });
  if (verdict === 'reject') {
    const rejected = withStep(run, index, { state: 'rejected', ...still });
    return { run: endRun(rejected, 'rejected'), facts: [fact('step-rejected')] };
  }
  const given: Given = { decisionId, by: decider.userId, onBehalfOf, at };
  return approved(run, index, given, [fact('approval-given')]);
};

const approved = (run: ApprovalRun, index: number, given: Given, facts: readonly ApprovalFact[]): RunMove => {
  const { step, given: before } = stepAt(run, index);
  const all = [...before, given];
  const counted = withStep(run, index, { given: all });
  if (all.length < step.quorum) return { run: counted, facts };
  const next = goOn(withStep(counted, index, { state: 'approved', ...still }), given.at);
  const done: ApprovalFact = { type: 'step-approved', at: given.at, step: index, name: step.name };
  return { run: next.run, facts: [...facts, done, ...next.facts] };
};

/** True for a decision that the run has counted. */
export const hasCounted = (run: ApprovalRun, id: string): boolean =>
  run.steps.some(({ given }) => given.some(({ decisionId }) => decisionId === id));

/**
 * Asks others in the place of those who are asked now; their deadline counts from now.
 * @throws DomainError as `checkDecider`; `approvers-too-few` for those who are still needed
 */
export const reassign = (run: ApprovalRun, decider: Decider, to: readonly Approver[], at: Instant): RunMove => {
  const { index } = placeOf(run, decider);
  const { step, group, given } = stepAt(run, index);
  if (!isEnough(to, step.quorum - given.length))
    throw new DomainError('approvers-too-few', 'the step asks for more approvals than people are named');
  const fact: ApprovalFact = { type: 'reassigned', at, step: index, name: step.name, by: decider.userId, to };
  const asked = askGroup(run, index, { approvers: to, group, at });
  return { run: asked.run, facts: [fact, ...asked.facts] };
};

/**
 * Asks the buyer something. Until the answer, though not for more than 14 days, nothing falls due in the step.
 * @throws DomainError as `checkDecider`; `order-question-open` when one is open
 */
export const askBuyer = (run: ApprovalRun, decider: Decider, text: string, at: Instant): RunMove => {
  const { index } = placeOf(run, decider);
  const { step, question } = stepAt(run, index);
  if (question !== null) throw new DomainError('order-question-open', 'the buyer has yet to answer a question');
  const asked = { by: decider.userId, at, text, lapsesAt: later(at, questionLapsesMs) };
  const fact: ApprovalFact = { type: 'question-asked', at, step: index, name: step.name, by: asked.by, text };
  return { run: withStep(run, index, { question: asked }), facts: [fact] };
};

/**
 * Answers every open question.
 * @throws DomainError `order-question-missing` when there is none
 */
export const answerApprovers = (run: ApprovalRun, by: string, text: string, at: Instant): RunMove => {
  const open = run.steps.flatMap(({ state, question }, index) => (state === 'asked' && question ? [index] : []));
  if (open.length === 0) throw new DomainError('order-question-missing', 'nobody has asked the buyer anything');
  const facts = open.map((index): ApprovalFact => {
    return { type: 'question-answered', at, step: index, name: stepAt(run, index).step.name, by, text };
  });
  return { run: open.reduce((now, index) => withStep(now, index, resumed(stepAt(now, index), at)), run), facts };
};
