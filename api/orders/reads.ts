import type { OrderKind, OrderState } from '../../domain/orders/order';
import type { Quote } from '../../domain/pricing/quote';
import type { Reach } from '../../domain/identity/permission';
import type { Page, PageRequest } from '../page';

/** An order as it is stored. */
export interface OrderRecord {
  readonly id: string;
  readonly kind: OrderKind;
  readonly state: OrderState;
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly projectId: string;
  readonly vendorId: string;
  readonly distributorId: string | null;
  readonly resellerId: string | null;
  readonly offeringId: string;
  readonly planId: string;
  readonly createdBy: string;
  readonly quantities: Readonly<Record<string, string>>;
  readonly quote: Quote | null;
  readonly testClockId: string | null;
  readonly placedAt: string;
  /** When the order falls due: a pending one expires then. */
  readonly nextDueAt: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decisionComment: string | null;
  readonly failure: string | null;
}

interface OrderFilter {
  readonly state?: OrderState | undefined;
  readonly kind?: OrderKind | undefined;
  readonly projectId?: string | undefined;
  readonly subscriptionId?: string | undefined;
}

export interface OrderReads {
  list(filter: OrderFilter, reach: Reach, page: PageRequest): Promise<Page<OrderRecord>>;
  find(orderId: string): Promise<OrderRecord | undefined>;
  findWithHash(orderId: string): Promise<(OrderRecord & { readonly requestHash: string }) | undefined>;
}
