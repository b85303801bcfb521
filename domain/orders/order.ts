import { DomainError } from '../errors';

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
}

/**
 * Refuses a decision that comes too late or from the order's own creator.
 * @throws DomainError `order-decided` (somebody has decided), `order-closed` (it ended without a decision), `order-own`
 */
export const checkDecision = (
  order: { readonly state: OrderState; readonly createdBy: string; readonly decidedBy: string | null },
  by: string,
): void => {
  if (order.decidedBy !== null)
    throw new DomainError('order-decided', 'the order has been decided', { state: order.state });
  if (order.state !== 'pending-consumer')
    throw new DomainError('order-closed', 'the order no longer waits for a decision', { state: order.state });
  if (by === order.createdBy) throw new DomainError('order-own', 'nobody decides an order of their own');
};
