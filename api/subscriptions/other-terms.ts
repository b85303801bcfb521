import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import { isChoosable } from '../../domain/pricing/choices';
import type { Terms } from '../../domain/pricing/terms';
import type { RealClock } from '../../platform/clock';
import { vendorScopes } from '../access';
import type { Caller } from '../auth';
import type { PlanPriceReads, Sale, SaleReads } from '../pricing/reads';
import { offeredTo, termsOf } from '../pricing/sale';
import type { SubscriptionDetail } from './reads';

export interface OtherTermsDeps {
  readonly sales: SaleReads;
  readonly planPrices: PlanPriceReads;
  readonly now: RealClock;
}

/** What of a subscription is to be another; what is left out stays as it was sold. */
export interface Asked {
  readonly planId?: string | undefined;
  readonly priceVersion?: number | undefined;
  readonly quantities?: Readonly<Record<string, string>> | undefined;
}

/** A subscription's terms as they would be otherwise, and the sale that they follow from. */
export interface OtherTerms {
  readonly terms: Terms;
  readonly sale: Sale;
  /** The terms have the prices that the subscription was sold at. */
  readonly isAsSold: boolean;
}

/** Finds the terms that a subscription would have otherwise. */
export const createOtherTerms = ({ sales, planPrices, now }: OtherTermsDeps) => {
  /** The sale at the version that is asked for; who plans prices may look at those that are not valid yet. */
  const atVersion = async (caller: Caller, sale: Sale, version: number): Promise<Sale> => {
    const found = version === sale.plan.priceVersion ? null : await planPrices.find(sale.plan.id, version);
    if (found === null) return sale;
    const plans = may(caller, 'subscription.report', vendorScopes({ ...sale.offering, customerId: sale.customer.id }));
    if (found === undefined || (!plans && found.validFrom > (sale.customer.clockNow ?? now()))) {
      throw new DomainError('price-version-not-found', 'the plan has no such price version');
    }
    return { ...sale, plan: { ...sale.plan, priceVersion: version, components: found.components } };
  };

  return async (caller: Caller, subscription: SubscriptionDetail, asked: Asked): Promise<OtherTerms> => {
    const { terms, projectId } = subscription;
    const { planId = terms.planId } = asked;
    const current = await sales.forPlan({ planId, projectId, now: now() });
    if (current === undefined || current.offering.id !== subscription.offeringId) throw planNotFound();
    const kept = planId === terms.planId ? terms.priceVersion : current.plan.priceVersion;
    const sale = await atVersion(caller, current, asked.priceVersion ?? kept);
    const isAsSold = planId === terms.planId && sale.plan.priceVersion === terms.priceVersion;
    if (!isAsSold) checkOffered(caller, sale);
    // What is bound to the plan does not come along to another.
    const soldWith = { coupon: terms.coupon, discounts: planId === terms.planId ? terms.discounts : [] };
    const priced = termsOf(sale, { ...keptQuantities(terms, sale), ...asked.quantities }, soldWith);
    // Its own prices are those that it was sold at, whatever price lists have become since.
    return { terms: isAsSold ? atSoldPrices(priced, terms) : priced, sale, isAsSold };
  };
};

const planNotFound = (): DomainError => new DomainError('plan-not-found', 'the offering has no such plan');

const checkOffered = (caller: Caller, sale: Sale): void => {
  const { shown, orderable } = offeredTo(caller, sale);
  if (!shown) throw planNotFound();
  if (!orderable) throw new DomainError('offering-not-for-sale', 'the plan is sold on request: ask the seller');
};

/** What had been left out is not sold yet: it has the prices of today. */
const atSoldPrices = ({ components, quantities }: Terms, sold: Terms): Terms => ({
  ...sold,
  quantities,
  components: components.map((component) => sold.components.find(({ key }) => key === component.key) ?? component),
});

/** What was chosen stays chosen, as far as the plan has the component. */
const keptQuantities = ({ quantities }: Terms, { plan }: Sale): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(quantities).filter(([key]) =>
      plan.components.some((component) => component.key === key && isChoosable(component)),
    ),
  );
