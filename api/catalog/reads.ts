export type { OfferingView as OfferingReads } from '../../db/catalog/offering-view';
