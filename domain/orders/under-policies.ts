import type { AttachedPolicy } from '../approvals/applying';
import { applyingPolicies } from '../approvals/applying';
import { planned } from '../approvals/plan';
import { beginRun } from '../approvals/run';
import { endsByItselfAt } from '../approvals/silence';
import { amountToApprove } from './approval';
import type { PlacedOrder } from './placed-order';

/** The order with the approval by the policies that it falls under; one that falls under none stays as it is. */
export const underPolicies = (order: PlacedOrder, attached: readonly AttachedPolicy[]): PlacedOrder => {
  const frozen = applyingPolicies(attached, order.kind);
  if (frozen.length === 0) return order;
  // Whoever may approve need not ask anybody, unless a policy says otherwise (`product.md` §6).
  if (order.approvedByCreator && !frozen.some(({ policy }) => policy.asksApprovers)) return order;
  const { kind, createdBy, customerId, projectId, placedAt, quote } = order;
  const amount = kind === 'terminate' ? null : amountToApprove(quote);
  const subject = { kind, createdBy, scopes: { customerId, projectId }, amount };
  const approval = planned(
    beginRun(
      frozen.map(({ policy }) => policy),
      subject,
      placedAt,
    ),
  );
  if (approval.run.outcome === 'approved') return { ...order, approvedByCreator: true, deadlineAt: null };
  const policies = frozen.map(({ id, version }) => ({ id, version }));
  return { ...order, policies, approval, approvedByCreator: false, deadlineAt: endsByItselfAt(approval.run) };
};
