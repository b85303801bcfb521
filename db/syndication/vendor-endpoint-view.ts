import type { Knex } from 'knex';

/** Where a vendor listens; the secret is sealed. */
interface VendorEndpoint {
  readonly url: string;
  readonly sealedSecret: string;
}

export interface VendorEndpointView {
  find(vendorId: string): Promise<VendorEndpoint | undefined>;
}

interface EndpointRow {
  readonly vendor_id: string;
  readonly url: string;
  readonly sealed_secret: string;
}

export const createVendorEndpointView = (knex: Knex): VendorEndpointView => ({
  find: async (vendorId) => {
    const row = await knex<EndpointRow>('vendor_endpoints').where({ vendor_id: vendorId }).first();
    return row && { url: row.url, sealedSecret: row.sealed_secret };
  },
});
