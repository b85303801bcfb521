export type { OrderRecord, OrderView as OrderReads } from '../../db/orders/order-view';
export type { Enclosure, EnclosureIntake as EnclosureWrites } from '../../db/orders/enclosure-intake';
export type { EnclosureView as EnclosureReads } from '../../db/orders/enclosure-view';
export type { BundleIntake as BundleWrites, StoredPurchase } from '../../db/orders/bundle-intake';
