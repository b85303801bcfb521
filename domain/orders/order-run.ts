import type { ApprovalRun } from '../approvals/run';
import { firstApproval } from './approval';
import type { OrderState } from './order';
import { firstOrderState } from './order';
import type { PlacedOrder } from './placed-order';

/** What an order's workflow holds of it, as plain data: it goes from one run of the workflow to the next. */
export interface OrderRun {
  state: OrderState;
  rev: number;
  now: string;
  decidedBy: string | null;
  /** `null` for an order that needs nobody's approval. */
  approval: ApprovalRun | null;
}

/** An order as it is placed. */
export const firstOrderRun = (order: PlacedOrder): OrderRun => ({
  state: firstOrderState(order.approvedByCreator),
  rev: 1,
  now: order.placedAt,
  decidedBy: null,
  approval: order.approvedByCreator ? null : firstApproval(order).run,
});
