import { pricedIn } from '../../domain/catalog/currencies';
import { withOwn } from '../../domain/channel/own-components';
import { rowsOf } from '../../domain/channel/price-list';
import { pricesBy } from '../../domain/channel/row-prices';
import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import { isChoosable } from '../../domain/pricing/choices';
import { withSoldAdditions } from '../../domain/pricing/sold-additions';
import type { Terms } from '../../domain/pricing/terms';
import type { RealClock } from '../../platform/clock';
import { vendorScopes } from '../access';
import type { Caller } from '../auth';
import type { PriceListReads, PriceListRecord } from '../channel/reads';
import type { PlanPriceReads, Sale, SaleReads } from '../pricing/reads';
import { offeredTo, ownersOf, termsOf } from '../pricing/sale';
import type { SubscriptionDetail } from './reads';

export interface OtherTermsDeps {
  readonly sales: SaleReads;
  readonly planPrices: PlanPriceReads;
  readonly priceLists: Pick<PriceListReads, 'find' | 'family'>;
  readonly now: RealClock;
}

/** What of a subscription is to be another; what is left out stays as it was sold. */
export interface Asked {
  readonly planId?: string | undefined;
  readonly priceVersion?: number | undefined;
  /** The price list that a tier of the sale is to sell it by. */
  readonly priceListId?: string | undefined;
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
export const createOtherTerms = ({ sales, planPrices, priceLists, now }: OtherTermsDeps) => {
  const byList = async (caller: Caller, sale: Sale, priceListId: string): Promise<Sale> => {
    const list = await priceLists.find(priceListId);
    if (list === undefined || !may(caller, 'price-list.read', { organizationIds: [list.ownerId] }))
      throw new DomainError('price-list-not-found', 'there is no such price list');
    const { level, ownerId } = list;
    if (ownerId !== ownersOf(sale)[level])
      throw new DomainError('price-list-of-another-channel', 'no tier of the subscription sells by this list', {
        level,
      });
    return soldBy(sale, list, await priceLists.family(ownerId, level));
  };

  /** The sale at the version that is asked for; who plans prices may look at those that are not valid yet. */
  const atVersion = async (caller: Caller, sale: Sale, version: number): Promise<Sale> => {
    const found = version === sale.plan.priceVersion ? null : await planPrices.find(sale.plan.id, version);
    if (found === null) return sale;
    const plans = may(caller, 'subscription.report', vendorScopes({ ...sale.offering, customerId: sale.customer.id }));
    if (found === undefined || (!plans && found.validFrom > (sale.customer.clockNow ?? now()))) {
      throw new DomainError('price-version-not-found', 'the plan has no such price version');
    }
    // What tiers have added has no versions.
    const added = sale.plan.components.filter(({ from }) => from !== undefined);
    return { ...sale, plan: { ...sale.plan, priceVersion: version, components: [...found.components, ...added] } };
  };

  /** What runs on a plan goes on when that is sold no more. */
  const currentSale = async (planId: string, ownId: string, projectId: string): Promise<Sale | undefined> => {
    const at = now();
    const found = await sales.forPlan({ planId, projectId, now: at });
    return found ?? (planId === ownId ? sales.forRenewal({ planId, projectId, at }) : undefined);
  };

  return async (caller: Caller, subscription: SubscriptionDetail, asked: Asked): Promise<OtherTerms> => {
    const { terms, projectId } = subscription;
    const { planId = terms.planId } = asked;
    const current = await currentSale(planId, terms.planId, projectId);
    if (current === undefined || current.offering.id !== subscription.offeringId) throw planNotFound();
    const kept = planId === terms.planId ? terms.priceVersion : current.plan.priceVersion;
    const { priceListId } = asked;
    const priced = await atVersion(caller, current, asked.priceVersion ?? kept);
    const offered = priceListId === undefined ? priced : await byList(caller, priced, priceListId);
    const isSameVersion = planId === terms.planId && offered.plan.priceVersion === terms.priceVersion;
    const isAsSold = isSameVersion && priceListId === undefined;
    const found = pricedIn(offered, terms.currency);
    const sale = isAsSold ? asSold(found, terms, Object.keys(asked.quantities ?? {})) : found;
    if (!isAsSold) checkOffered(caller, sale);
    if (planId !== terms.planId) checkMovable(sale);
    // What is bound to the plan does not come along to another.
    const soldWith = { coupon: terms.coupon, discounts: planId === terms.planId ? terms.discounts : [] };
    const frozen = termsOf(sale, { ...keptQuantities(terms, sale), ...asked.quantities }, soldWith);
    // Its own prices are those that it was sold at, whatever price lists have become since.
    return { terms: isAsSold ? atSoldPrices(frozen, terms) : frozen, sale, isAsSold };
  };
};

/** The sale if the owner of a list sold by it, with what it inherits. */
const soldBy = (sale: Sale, list: PriceListRecord, family: readonly PriceListRecord[]): Sale => {
  const row = rowsOf(list, family).find(({ planId }) => planId === sale.plan.id);
  const { visibility = 'priced', components = [] } = row ?? {};
  return {
    ...sale,
    plan: { ...sale.plan, components: withOwn(sale.plan.components, list.level, components) },
    prices: pricesBy({ prices: sale.prices, taxPercent: sale.issuer.taxPercent }, list.level, row),
    rows: { ...sale.rows, [list.level]: visibility },
  };
};

const planNotFound = (): DomainError => new DomainError('plan-not-found', 'the offering has no such plan');

/** What runs on an archived offering stays on its plan: nobody begins anything new with it. */
const checkMovable = ({ offering: { state } }: Sale): void => {
  if (state === 'archived')
    throw new DomainError('offering-not-for-sale', 'the offering is archived: its subscriptions keep their plans', {
      state,
    });
};

const checkOffered = (caller: Caller, sale: Sale): void => {
  const { shown, orderable } = offeredTo(caller, sale);
  if (!shown) throw planNotFound();
  if (!orderable) throw new DomainError('offering-not-for-sale', 'the plan is sold on request: ask the seller');
};

const asSold = (sale: Sale, terms: Terms, asked: readonly string[]): Sale => ({
  ...sale,
  plan: { ...sale.plan, components: withSoldAdditions(sale.plan.components, terms, asked) },
});

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
