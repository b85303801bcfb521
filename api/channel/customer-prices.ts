import { buyerImpact } from '../../domain/channel/buyer-impact';
import type { PriceImpact } from '../../domain/channel/impact';
import type { ListLevel } from '../../domain/channel/price-list';
import { visibleLevels } from '../../domain/channel/visibility';
import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import type { Caller } from '../auth';
import type { Sale, SaleReads } from '../pricing/reads';
import type { PriceListRecord } from './reads';

/** A list that changes, among all that it inherits from or that inherit from it, as they are and as they would be. */
export interface ListChange {
  readonly list: PriceListRecord;
  readonly family: readonly PriceListRecord[];
  readonly next: readonly PriceListRecord[];
  readonly planIds: readonly string[];
}

/** Follows a change of a list down to one customer: each price that changes, at the levels that the caller sees. */
export const createCustomerPrices =
  (sales: Pick<SaleReads, 'forPlans'>, now: RealClock) =>
  async (caller: Caller, customerId: string, change: ListChange): Promise<PriceImpact[]> => {
    const { list, family, next, planIds } = change;
    const found = await sales.forPlans({ planIds, organizationId: customerId, now: now() });
    // Whoever is not there is answered as whoever may not be seen.
    const isUnknown = found.length === 0 && planIds.length > 0;
    if (isUnknown || !found.every((sale) => isSeen(caller, sale)))
      throw new DomainError('organization-not-found', 'there is no such customer of yours');
    return found.flatMap((sale) => {
      const { ownerId, buyerId } = endsOf(sale, list.level);
      if (ownerId !== list.ownerId || !sale.isVisible) return [];
      const { plan, prices, offering, channel, issuer } = sale;
      const levels = visibleLevels(caller, { vendorId: offering.vendorId, ...channel });
      const listed = { planId: plan.id, components: plan.components, prices, taxPercent: issuer.taxPercent };
      return buyerImpact(list.level, buyerId, family, next, listed).filter(({ level }) => levels.includes(level));
    });
  };

const isSeen = (caller: Caller, { customer, channel }: Sale): boolean =>
  may(caller, 'order.read', { organizationIds: [customer.id, channel.resellerId, channel.distributorId] });

/** Who sells at a level, and to whom: the next tier that there is, else the customer. */
const endsOf = (
  { customer, channel: { platformId, distributorId, resellerId } }: Sale,
  level: ListLevel,
): { readonly ownerId: string | null; readonly buyerId: string } => {
  if (level === 'wholesale') return { ownerId: platformId, buyerId: distributorId ?? resellerId ?? customer.id };
  if (level === 'sellIn') return { ownerId: distributorId, buyerId: resellerId ?? customer.id };
  return { ownerId: resellerId, buyerId: customer.id };
};
