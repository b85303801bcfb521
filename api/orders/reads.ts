export type { OrderRecord, OrderView as OrderReads } from '../../db/orders/order-view';
