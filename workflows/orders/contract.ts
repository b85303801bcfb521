import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Approver } from '../../domain/approvals/policy';
import type { Grant } from '../../domain/identity/permission';
import type { OrderDecision, OrderState } from '../../domain/orders/order';

export const orderWorkflowId = (orderId: string): string => `order/${orderId}`;

export interface OrderAnswer {
  readonly orderId: string;
  readonly state: OrderState;
  readonly rev: number;
}

/** Sent with the start: stores the order and answers. The argument guards an idempotency key against another body. */
export const submitOrder = defineUpdate<OrderAnswer, [{ readonly requestHash: string }]>('submitOrder');

/** A person's decision. Refused with a domain error's code, leaving no trace, when it is late, second, one's own or not asked for. */
export const decideOrder = defineUpdate<OrderAnswer, [OrderDecision]>('decideOrder');

/** Who acts on an order that waits, with the roles by which it is known whether the person is asked. */
export interface ApproverAct {
  readonly by: string;
  readonly grants: readonly Grant[];
  readonly standsInFor: readonly { readonly userId: string; readonly grants: readonly Grant[] }[];
  readonly at: string;
}

/** Asks others in the place of those who are asked now. */
export const reassignOrder = defineUpdate<OrderAnswer, [ApproverAct & { readonly to: readonly Approver[] }]>(
  'reassignOrder',
);

/** Asks the buyer something; nothing falls due in the step meanwhile. */
export const askBuyer = defineUpdate<OrderAnswer, [ApproverAct & { readonly text: string }]>('askBuyer');

/** The buyer's answer. */
export const answerApprovers = defineUpdate<
  OrderAnswer,
  [{ readonly by: string; readonly text: string; readonly at: string }]
>('answerApprovers');

/** The buyer takes a pending order back. */
export const cancelOrder = defineUpdate<OrderAnswer, [{ readonly by: string; readonly at: string }]>('cancelOrder');

export interface CarryingOut {
  readonly result: 'succeeded' | 'failed';
  readonly reason: string | null;
  readonly at: string;
}

/** The subscription tells how carrying out the order ended. */
export const orderCarriedOut = defineSignal<[CarryingOut]>('orderCarriedOut');
