import type { Knex } from 'knex';
import type { StoredOffering } from '../../domain/catalog/catalog-file';
import { rowsOf } from '../rows';
import { storedOfferings } from './stored-offerings';

/** A vendor's own catalog, in any state. */
export interface CatalogView {
  /**
   * All its offerings in the order of their keys, with the prices in force at `now` and all planned ones; `undefined` when
   * there is no such vendor.
   */
  ofVendor(vendorId: string, now: string): Promise<readonly StoredOffering[] | undefined>;
}

export const createCatalogView = (knex: Knex): CatalogView => ({
  ofVendor: async (vendorId, now) => {
    const vendors = await rowsOf(knex, `select id from organizations where id = ? and 'vendor' = any (kinds)`, [
      vendorId,
    ]);
    return vendors.length === 0 ? undefined : storedOfferings(knex, { vendorId, keys: null, now });
  },
});
