import * as wf from '@temporalio/workflow';
import { changedAsks } from '../../domain/approvals/asks';
import type { ApprovalRun, RunMove } from '../../domain/approvals/run';
import { endRun, needsPlan } from '../../domain/approvals/run';
import { letPass, nextDueOf } from '../../domain/approvals/time-passes';
import { DomainError } from '../../domain/errors';
import { orderEventOf } from '../../domain/orders/approval';
import type { OrderDecision, OrderEvent } from '../../domain/orders/order';
import { checkPending, nextOrderState } from '../../domain/orders/order';
import { searchAttributes } from '../search-attributes';
import { describe } from './details';
import type { Life } from './life';
import { isPending } from './life';
import { advanceOrder, planApproval } from './local-activities';

/** One step at a time: whoever comes meanwhile decides anew from where that one has led. */
export const inTurn = async (life: Life, work: () => Promise<void>): Promise<void> => {
  while (life.busy) await wf.condition(() => !life.busy);
  life.busy = true;
  try {
    await work();
  } finally {
    life.busy = false;
  }
};

interface Step {
  readonly at: string;
  readonly actorId: string | null;
  readonly decision?: OrderDecision;
  readonly failure?: string | null;
}

interface Recorded {
  /** Of the approval, where it moves. */
  readonly move?: RunMove;
  readonly event: OrderEvent | null;
  readonly type: string;
}

/**
 * Makes a step and writes it. State moves before the write: of two messages in one task the second meets the new state. The
 * write is tried until it works; when an attempt of this task that was lost has stored another step, that one counts.
 * @returns false then
 */
const record = async (life: Life, { move: moved, event, type }: Recorded, step: Step): Promise<boolean> => {
  const { order, s } = life;
  const before = s.approval;
  s.rev += 1;
  life.steps += 1;
  s.approval = moved?.run ?? before;
  if (event !== null) {
    s.state = nextOrderState(s.state, event);
    s.decidedBy = step.decision?.by ?? s.decidedBy;
    wf.upsertSearchAttributes([{ key: searchAttributes.orderState, value: s.state }]);
  }
  const { rev, state } = s;
  const approval = moved && (await plannedOf(life, moved, before, step.at));
  describe(order, s, step.at);
  // The row may be there before this run has heard that it is.
  await wf.condition(() => life.placed);
  const change = { orderId: order.id, rev, state, type: `order-${type}`, nextDueAt: dueOf(life), ...step };
  const otherwise = await advanceOrder(approval === undefined ? change : { ...change, approval });
  if (otherwise === null) return true;
  Object.assign(s, otherwise);
  describe(order, s, step.at);
  wf.upsertSearchAttributes([{ key: searchAttributes.orderState, value: s.state }]);
  return false;
};

const plannedOf = async (life: Life, move: RunMove, before: ApprovalRun | null, at: string) => {
  const { run, facts } = needsPlan(move.run) ? await planApproval(move) : move;
  life.s.approval = run;
  return { run, facts, asks: changedAsks(before, run, at) };
};

/** Moves an order that waits for nobody. */
export const move = async (life: Life, event: OrderEvent, step: Step): Promise<void> => {
  await record(life, { event, type: event }, step);
};

const approvalOf = ({ s }: Life): ApprovalRun => {
  checkPending(s);
  if (s.approval === null) throw new Error('an order that waits has an approval');
  return s.approval;
};

/** Moves the approval, and the order with it when the approval ends. */
export const act = async (life: Life, change: (run: ApprovalRun) => RunMove, step: Step): Promise<void> => {
  for (;;) {
    const moved = change(approvalOf(life));
    if (await record(life, stepOf(moved), step)) return;
    mustWait(life);
  }
};

const stepOf = (move: RunMove): Recorded => {
  const { run, facts } = move;
  const event = run.outcome === null ? null : orderEventOf[run.outcome];
  return { move, event, type: event ?? facts[0]?.type ?? 'moved' };
};

/** What an attempt that was lost has stored may have been the end of the approval. */
const mustWait = (life: Life): void => {
  if (!isPending(life)) throw new DomainError('order-decided', 'the order has been decided', { state: life.s.state });
};

/** Takes the order back. */
export const cancel = async (life: Life, step: Step): Promise<void> => {
  for (;;) {
    nextOrderState(life.s.state, 'cancelled');
    const run = endRun(approvalOf(life), null);
    if (await record(life, { move: { run, facts: [] }, event: 'cancelled', type: 'cancelled' }, step)) return;
    mustWait(life);
  }
};

/** When the order has something to do by itself. */
export const dueOf = ({ s }: Life): string | null =>
  s.state === 'pending-consumer' && s.approval !== null ? nextDueOf(s.approval) : null;

export const isDue = (life: Life): boolean => {
  const due = dueOf(life);
  return due !== null && life.clock.now() >= due;
};

/** Does what has fallen due, one thing after the other, each at its own instant. */
export const passTime = async (life: Life): Promise<void> => {
  for (let due = dueOf(life); due !== null && isDue(life); due = dueOf(life)) {
    const moved = letPass(approvalOf(life), life.clock.now());
    if (moved !== null) await record(life, stepOf(moved), { at: due, actorId: null });
  }
};
