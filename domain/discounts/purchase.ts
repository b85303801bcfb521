import type { Level } from '../channel/chain';
import type { Channel } from '../pricing/terms';
import type { Instant } from '../time';

/** What is about to be bought, as far as discounts look at it. */
export interface DiscountedPurchase {
  /** Business time of the customer. */
  readonly at: Instant;
  readonly userId: string;
  readonly customerId: string;
  readonly vendorId: string;
  readonly offeringId: string;
  readonly planId: string;
  readonly currency: string;
  readonly channel: Channel;
}

/** The level that the owner asks in this sale; `undefined` for who has no part in it. */
export const ownedLevel = (
  ownerId: string,
  { vendorId, channel }: Pick<DiscountedPurchase, 'vendorId' | 'channel'>,
): Level | undefined => {
  if (ownerId === channel.resellerId) return 'sellOut';
  if (ownerId === channel.distributorId) return 'sellIn';
  if (ownerId === channel.platformId) return 'wholesale';
  return ownerId === vendorId ? 'vendorCost' : undefined;
};

/** True where nothing is named, or this. */
export const isFor = (ids: readonly string[], id: string): boolean => ids.length === 0 || ids.includes(id);
