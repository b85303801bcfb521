import type { Knex } from 'knex';

export interface PlatformShareIntake {
  /** Sets the share of a vendor's sales, or of all others; `null` ends it. Later sales are frozen with it. */
  set(share: {
    readonly vendorId: string | null;
    readonly percent: string | null;
    readonly userId: string;
    readonly now: string;
  }): Promise<void>;
}

export const createPlatformShareIntake = (knex: Knex): PlatformShareIntake => ({
  set: async ({ vendorId, percent, userId, now }) => {
    if (percent === null) {
      await knex('platform_shares').whereRaw('vendor_id is not distinct from ?', [vendorId]).delete();
      return;
    }
    await knex('platform_shares')
      .insert({ vendor_id: vendorId, percent, set_by: userId, set_at: now })
      .onConflict('vendor_id')
      .merge();
  },
});
