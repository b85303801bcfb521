import type { Offering, Plan } from '../../domain/catalog/offering';
import { translatedOffering } from '../../domain/catalog/translation';
import { DomainError } from '../../domain/errors';
import { may, reachOf } from '../../domain/identity/permission';
import type { Caller } from '../auth';
import type { ExclusionReads, SaleReads } from '../pricing/reads';
import { attachmentPath } from './attachment-path';
import { askedForm } from './form-schemas';
import { shownPlan } from './priced-plan';
import type { OfferingReads, OfferingViewer } from './reads';

export interface SeenDeps {
  readonly offerings: OfferingReads;
  readonly sales: SaleReads;
  readonly exclusions: ExclusionReads;
}

/** Who looks, with the price lists that hide plans from them; whoever sells by a list sees all of it. */
export const viewerOf = async ({ exclusions }: SeenDeps, caller: Caller): Promise<OfferingViewer> => {
  const reach = reachOf(caller, 'subscription.read');
  const { organizationId } = caller;
  if (reach.all || organizationId === null) return reach;
  const lists = await exclusions.forBuyer(organizationId);
  const against = lists.filter(({ ownerId }) => !may(caller, 'order.read', { organizationIds: [ownerId] }));
  return { ...reach, excludedBy: against.map(({ listIds }) => listIds) };
};

interface SeenBy {
  readonly caller: Caller;
  readonly offeringId: string;
  readonly at: string;
  readonly languages: readonly string[];
}

/**
 * An offering with the plans that are shown to the caller, at the prices of its channel.
 * @param languages that it is best told in, the best first
 * @throws DomainError `offering-not-found`, also where each of its plans is excluded
 */
export const seenOffering = async (deps: SeenDeps, { caller, offeringId, at, languages }: SeenBy) => {
  const kept = await deps.offerings.find(offeringId, at, reachOf(caller, 'subscription.read'));
  if (kept === undefined) throw noOffering();
  const found = translatedOffering(kept, languages);
  const plans = (await Promise.all(found.plans.map((plan) => shown(deps, caller, found, plan, at)))).flat();
  if (found.plans.length > 0 && plans.length === 0) throw noOffering();
  return { ...found, orderForm: askedForm(found.orderForm), logo: logoPath(found), plans };
};

/** Where the main image of an offering is. */
export const logoPath = ({ id, logo }: { readonly id: string; readonly logo: string | null }): string | null =>
  logo && attachmentPath(id, logo);

const noOffering = (): DomainError => new DomainError('offering-not-found', 'there is no such offering');

const shown = async ({ sales }: SeenDeps, caller: Caller, { vendorId }: Offering, plan: Plan, now: string) => {
  const { organizationId } = caller;
  const sale = organizationId === null ? undefined : await sales.forPlan({ planId: plan.id, organizationId, now });
  return shownPlan(caller, vendorId, plan, sale);
};
