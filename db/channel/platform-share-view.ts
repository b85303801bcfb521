import type { Knex } from 'knex';
import { rowsOf } from '../rows';

/** What the platform keeps of sales of a vendor, or of all that have no share of their own. */
export interface PlatformShare {
  readonly vendorId: string | null;
  /** `null` where it keeps nothing. */
  readonly percent: string | null;
  /** False where that of all counts for the vendor. */
  readonly isOwn: boolean;
}

export interface PlatformShareView {
  /** @returns nothing for a vendor that is not there */
  find(vendorId: string | null): Promise<PlatformShare | undefined>;
}

export const createPlatformShareView = (knex: Knex): PlatformShareView => ({
  find: async (vendorId) =>
    (await rowsOf<PlatformShare>(knex, vendorId === null ? ofAll : ofVendor, vendorId === null ? [] : [vendorId]))[0],
});

const percent = `cast(trim_scale(share.percent) as text) as "percent"`;

const ofAll = `
  select null as "vendorId", ${percent}, true as "isOwn"
  from (select 1) one left join platform_shares share on share.vendor_id is null`;

const ofVendor = `
  select vendor.id as "vendorId", ${percent}, share.vendor_id is not null as "isOwn"
  from organizations vendor
  left join lateral (
    select vendor_id, percent from platform_shares
    where vendor_id = vendor.id or vendor_id is null order by vendor_id nulls last limit 1
  ) share on true
  where vendor.id = ? and 'vendor' = any (vendor.kinds)`;
