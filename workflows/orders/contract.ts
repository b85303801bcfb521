import { defineSignal, defineUpdate } from '@temporalio/workflow';
import type { OrderDecision, OrderState } from '../../domain/orders/order';

export const orderWorkflowId = (orderId: string): string => `order/${orderId}`;

export interface OrderAnswer {
  readonly orderId: string;
  readonly state: OrderState;
  readonly rev: number;
}

/** Sent with the start: stores the order and answers. The argument guards an idempotency key against another body. */
export const submitOrder = defineUpdate<OrderAnswer, [{ readonly requestHash: string }]>('submitOrder');

/** A person's decision. Refused with a domain error's code, leaving no trace, when it is late, second or one's own. */
export const decideOrder = defineUpdate<OrderAnswer, [OrderDecision]>('decideOrder');

/** The buyer takes a pending order back. */
export const cancelOrder = defineUpdate<OrderAnswer, [{ readonly by: string; readonly at: string }]>('cancelOrder');

export interface CarryingOut {
  readonly result: 'succeeded' | 'failed';
  readonly reason: string | null;
  readonly at: string;
}

/** The subscription tells how carrying out the order ended. */
export const orderCarriedOut = defineSignal<[CarryingOut]>('orderCarriedOut');
