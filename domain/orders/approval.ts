import { defaultPolicy } from '../approvals/policy';
import type { ApprovalFact, ApprovalRun, RunMove, RunOutcome } from '../approvals/run';
import { beginRun } from '../approvals/run';
import type { Money } from '../money';
import type { Quote } from '../pricing/quote';
import type { OrderEvent } from './order';
import type { PlacedOrder } from './placed-order';

/** What an order is worth to those who approve it: the net of its first invoice, or of a later period if that is more. */
export const amountToApprove = (quote: Quote | null): Money | null => {
  if (quote === null) return null;
  const { now, recurring } = quote;
  return BigInt(recurring.minor) > BigInt(now.net.minor) ? recurring : now.net;
};

/** The approval of an order as it begins: what it was placed with, or else the default within the order's deadline. */
export const firstApproval = (order: PlacedOrder): RunMove => {
  const { approval, kind, createdBy, customerId, projectId, placedAt, deadlineAt } = order;
  if (approval !== undefined) return approval;
  const scopes = { customerId, projectId };
  const { run, facts } = beginRun([defaultPolicy], { kind, createdBy, scopes, amount: null }, placedAt);
  return { run: within(run, deadlineAt), facts: facts.map((fact) => endingAt(fact, deadlineAt)) };
};

const within = (run: ApprovalRun, dueAt: string | null): ApprovalRun => ({
  ...run,
  steps: run.steps.map((step) => ({ ...step, dueAt, toPlan: null })),
});

const endingAt = (fact: ApprovalFact, until: string | null): ApprovalFact =>
  fact.type === 'asked' ? { ...fact, until } : fact;

/** What the end of its approval means to an order. */
export const orderEventOf: Readonly<Record<RunOutcome, OrderEvent>> = {
  approved: 'approved',
  rejected: 'rejected',
  expired: 'deadline-passed',
};
