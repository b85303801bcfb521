import type { Knex } from 'knex';
import type { Answers } from '../../domain/catalog/order-form';
import type { Acceptance } from '../../domain/orders/acceptance';
import type { Reach } from '../../domain/identity/permission';
import type { OrderKind, OrderState } from '../../domain/orders/order';
import type { Quote } from '../../domain/pricing/quote';
import { createListing } from '../listing';
import type { Page, PageRequest } from '../page';
import { columns, preparedRows } from '../rows';
import { enclosedWith } from './enclosed';

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
  /** To the order form, a mask for those that are secret. */
  readonly answers: Answers;
  /** The terms of service that were accepted with it. */
  readonly acceptedTerms: readonly Acceptance[];
  readonly quote: Quote | null;
  readonly quoteId: string | null;
  /** What the orders of one bundle have in common. */
  readonly bundleId: string | null;
  readonly testClockId: string | null;
  readonly placedAt: string;
  /** When something falls due: a reminder, the next group, the deadline. */
  readonly nextDueAt: string | null;
  /** When a pending one ends if nobody decides. */
  readonly deadlineAt: string | null;
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
  readonly bundleId?: string | undefined;
}

export interface OrderView {
  list(filter: OrderFilter, reach: Reach, page: PageRequest): Promise<Page<OrderRecord>>;
  find(orderId: string): Promise<OrderRecord | undefined>;
  findWithHash(orderId: string): Promise<(OrderRecord & { readonly requestHash: string }) | undefined>;
}

const fields = [
  ...['id', 'kind', 'state', 'subscriptionId', 'customerId', 'projectId', 'vendorId', 'distributorId', 'resellerId'],
  ...[
    'offeringId',
    'planId',
    'createdBy',
    'quantities',
    'quote',
    'quoteId',
    'bundleId',
    'testClockId',
    'placedAt',
    'nextDueAt',
    'deadlineAt',
  ],
  ...['decidedBy', 'decidedAt', 'decisionComment', 'failure'],
];

const recorded = `${columns('o', fields)}, ${enclosedWith('o')}`;

export const createOrderView = (knex: Knex): OrderView => {
  const page = createListing<OrderRecord>(knex, {
    table: 'orders',
    alias: 'o',
    columns: recorded,
    at: { column: 'placed_at', field: 'placedAt' },
    organizations: ['customer_id', 'vendor_id', 'distributor_id', 'reseller_id'],
    projects: ['project_id'],
    ofOffering: 'o.offering_id = ?',
  });
  return {
    list: ({ state, kind, projectId, subscriptionId, bundleId }, reach, request) =>
      page(
        [
          ['o.state = ?', state],
          ['o.kind = ?', kind],
          ['o.project_id = ?', projectId],
          ['o.subscription_id = ?', subscriptionId],
          ['o.bundle_id = ?', bundleId],
        ],
        reach,
        request,
      ),
    find: async (orderId) => (await preparedRows<OrderRecord>(knex, 'order', oneOrder, [orderId]))[0],
    findWithHash: async (orderId) =>
      (
        await preparedRows<OrderRecord & { requestHash: string }>(knex, 'order-with-hash', oneOrderWithHash, [orderId])
      )[0],
  };
};

const oneOrder = `select ${recorded} from orders o where o.id = ?`;
const oneOrderWithHash = `select ${recorded}, o.request_hash as "requestHash" from orders o where o.id = ?`;
