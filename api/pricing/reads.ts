export type { Sale, SaleView as SaleReads } from '../../db/pricing/sale-view';
