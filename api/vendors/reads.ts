export type { VendorEndpointView as VendorEndpointReads } from '../../db/syndication/vendor-endpoint-view';
