import type { ListLevel, Offered } from '../../domain/channel/price-list';
import { offeredDown } from '../../domain/channel/price-list';
import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import { checkProjectOpen } from '../../domain/identity/project';
import type { Terms, TermsRequest } from '../../domain/pricing/terms';
import { freezeTerms } from '../../domain/pricing/terms';
import { permit } from '../access';
import type { Caller } from '../auth';
import type { Sale } from './reads';

const hidden: Offered = { shown: false, priced: false, orderable: false };

/** Whose price lists set each level of a sale. */
export const ownersOf = ({ channel }: Sale): Readonly<Record<ListLevel, string | null>> => ({
  wholesale: channel.platformId,
  sellIn: channel.distributorId,
  sellOut: channel.resellerId,
});

/** What the rows of the price lists leave to the caller. A tier is on the seller's side of its own lists, a vendor of all. */
export const offeredTo = (caller: Caller, sale: Sale): Offered => {
  const { offering, rows, isVisible } = sale;
  const owners = ownersOf(sale);
  if (!isVisible && !may(caller, 'order.read', { organizationIds: [offering.vendorId] })) return hidden;
  return offeredDown(rows, (level) =>
    may(caller, 'order.read', { organizationIds: [owners[level], offering.vendorId] }),
  );
};

/**
 * A sale that the caller may make. What it may not see answers 404: a foreign project first, then a plan that is not for it.
 * @throws DomainError `plan-not-found`, `project-not-found`, `forbidden`, `organization-closed`, `project-not-open`,
 * `offering-not-for-sale`
 */
export const permittedSale = (caller: Caller, projectId: string, sale: Sale | undefined): Sale => {
  if (sale === undefined) throw new DomainError('plan-not-found', 'there is no such plan, or no such project');
  const { customer, channel, offering } = sale;
  const { shown, orderable } = offeredTo(caller, sale);
  const above = { organizationIds: [customer.id, channel.resellerId, channel.distributorId], projectId };
  if (!may(caller, 'order.read', above)) throw new DomainError('project-not-found', 'there is no such project');
  // Whoever sells to a customer may order for it, and the customer decides.
  const sellerId = channel.resellerId ?? channel.distributorId;
  permit(caller, 'order.create', { organizationIds: [customer.id, sellerId], projectId });
  checkBuys(sale);
  // Whoever orders for a customer gives it nothing that is not for it.
  if (!shown || !sale.isVisible || offering.state === 'draft' || offering.state === 'archived') {
    throw new DomainError('plan-not-found', 'there is no such plan');
  }
  if (offering.state !== 'active') {
    throw new DomainError('offering-not-for-sale', 'the offering takes no purchases at present', {
      state: offering.state,
    });
  }
  if (!orderable) throw new DomainError('offering-not-for-sale', 'the plan is sold on request: ask the seller');
  return sale;
};

const checkBuys = ({ customer, project, at, zone }: Sale): void => {
  if (customer.closedAt !== null) throw new DomainError('organization-closed', 'the customer is closed');
  if (project !== null) checkProjectOpen(project, at, zone);
};

/** What a sale is discounted by. */
export type SoldWith = Pick<TermsRequest, 'coupon' | 'discounts'>;

/** What would be sold, frozen as of now. */
export const termsOf = (sale: Sale, quantities: Readonly<Record<string, string>>, soldWith: SoldWith = {}): Terms =>
  freezeTerms({
    plan: sale.plan,
    prices: sale.prices,
    quantities,
    channel: sale.channel,
    issuer: sale.issuer,
    zone: sale.zone,
    platformSharePercent: sale.platformSharePercent,
    ...soldWith,
  });
