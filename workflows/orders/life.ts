import type { OrderRun } from '../../domain/orders/order-run';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import type { RunClock } from '../clock';
import type { CarryingOut } from './contract';

/** What the parts of an order's life share. */
export interface Life {
  readonly order: PlacedOrder;
  readonly s: OrderRun;
  readonly clock: RunClock;
  /** True once the order is stored. */
  placed: boolean;
  /** Why it could not be stored. */
  refusal: unknown;
  /** True while a step is being made: one after the other, whoever makes it. */
  busy: boolean;
  /** Steps of this run of the workflow. */
  steps: number;
  carriedOut: CarryingOut | undefined;
}

/** True while the order waits for approvers. */
export const isPending = ({ s }: Life): boolean => s.state === 'pending-consumer';
