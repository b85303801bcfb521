import type { Knex } from 'knex';
import type { StoredOffering } from '../../domain/catalog/catalog-file';
import { storedOfferings } from './stored-offerings';

/** A vendor's own catalog, in any state. */
export interface CatalogView {
  /** All its offerings in the order of their keys, with the prices in force at `now` and all planned ones. */
  ofVendor(vendorId: string, now: string): Promise<readonly StoredOffering[]>;
}

export const createCatalogView = (knex: Knex): CatalogView => ({
  ofVendor: (vendorId, now) => storedOfferings(knex, { vendorId, keys: null, now }),
});
