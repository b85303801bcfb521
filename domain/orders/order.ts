import { DomainError } from '../errors';
import type { Grant } from '../identity/permission';

/** What an order asks for (`product.md` §6). */
export type OrderKind = 'purchase' | 'terminate';

/** Life of an order; the last five are final (`product.md` §6). */
export type OrderState = 'pending-consumer' | 'executing' | 'done' | 'rejected' | 'cancelled' | 'expired' | 'failed';

/** What can happen to an order. */
export type OrderEvent =
  'approved' | 'rejected' | 'cancelled' | 'deadline-passed' | 'carried-out' | 'carrying-out-failed';

const moves: Readonly<Record<OrderState, Partial<Record<OrderEvent, OrderState>>>> = {
  'pending-consumer': {
    approved: 'executing',
    rejected: 'rejected',
    cancelled: 'cancelled',
    'deadline-passed': 'expired',
  },
  executing: { 'carried-out': 'done', 'carrying-out-failed': 'failed' },
  done: {},
  rejected: {},
  cancelled: {},
  expired: {},
  failed: {},
};

/** Every state of an order. */
export const orderStates = Object.keys(moves) as OrderState[];

/** An order that its creator may approve is executed at once; any other waits for the consumer's decision. */
export const firstOrderState = (approvedByCreator: boolean): OrderState =>
  approvedByCreator ? 'executing' : 'pending-consumer';

/**
 * The only way an order moves.
 * @throws DomainError `order-move-illegal`
 */
export const nextOrderState = (state: OrderState, event: OrderEvent): OrderState => {
  const next = moves[state][event];
  if (next === undefined)
    throw new DomainError('order-move-illegal', `an order that is ${state} cannot be ${event}`, { state, event });
  return next;
};

/** One person's answer to a pending order. `decisionId` makes a repeat of the same call harmless. */
export interface OrderDecision {
  readonly decisionId: string;
  readonly verdict: 'approve' | 'reject';
  readonly by: string;
  readonly comment: string | null;
  readonly decidedAt: string;
  /** The roles that the person holds, by which it is known whether it is asked. */
  readonly grants?: readonly Grant[];
  /** Who is out of office and has named the person to stand in, with the roles of each. */
  readonly standsInFor?: readonly { readonly userId: string; readonly grants: readonly Grant[] }[];
}

/**
 * Refuses what comes too late: nobody is asked about the order any more.
 * @throws DomainError `order-decided` (somebody has decided), `order-closed` (it ended without a decision)
 */
export const checkPending = (order: { readonly state: OrderState; readonly decidedBy: string | null }): void => {
  if (order.decidedBy !== null)
    throw new DomainError('order-decided', 'the order has been decided', { state: order.state });
  if (order.state !== 'pending-consumer')
    throw new DomainError('order-closed', 'the order no longer waits for a decision', { state: order.state });
};
