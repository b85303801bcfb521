import type { Component } from '../../domain/catalog/offering';
import type { Level } from '../../domain/channel/chain';
import { DomainError } from '../../domain/errors';
import { may } from '../../domain/identity/permission';
import { presenceOf } from '../../domain/pricing/choices';
import type { RealClock } from '../../platform/clock';
import type { Caller } from '../auth';
import type { Sale, SaleReads } from '../pricing/reads';
import { offeredTo } from '../pricing/sale';
import type { Route } from '../route';
import { route } from '../route';
import { PlanParams, PriceHistoryQuery, PriceVersionPage } from './price-history-schemas';
import { levelsOf, pricedComponents } from './priced-plan';
import type { PriceHistoryReads } from './reads';

export interface PriceHistoryDeps {
  readonly priceHistory: PriceHistoryReads;
  readonly sales: SaleReads;
  readonly now: RealClock;
}

export const priceHistoryRoutes = ({ priceHistory, sales, now }: PriceHistoryDeps): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/plans/{planId}/prices',
      operationId: 'listPrices',
      tag: 'Catalog',
      summary: 'Every version of the prices of a plan, the last one first',
      description:
        "At the levels that you see, under the mark-ups of today. Only the vendor's side is told of prices that are planned.",
      access: 'authenticated',
      params: PlanParams,
      query: PriceHistoryQuery,
      status: 200,
      response: PriceVersionPage,
      problems: ['plan-not-found'],
    },
    async ({ caller, params: { planId }, query: { limit, cursor } }) => {
      const at = now();
      const { organizationId } = caller;
      const plan = await priceHistory.findPlan(planId);
      const sale = organizationId === null ? undefined : await sales.forPlan({ planId, organizationId, now: at });
      const { vendorId, isVendor } = seen(caller, plan, sale);
      const until = isVendor ? null : (sale?.customer.clockNow ?? at);
      const page = await priceHistory.list(planId, until, { limit, cursor });
      const levels = shownLevels(caller, vendorId, sale);
      return {
        ...page,
        items: page.items.map((price) => ({
          ...price,
          components: price.components.flatMap((component) => pastPrices(planId, component, levels, sale)),
        })),
      };
    },
  ),
];

type FoundPlan = Awaited<ReturnType<PriceHistoryReads['findPlan']>>;

/** Others than the vendor's side see the history of what they could buy. */
const seen = (
  caller: Caller,
  plan: FoundPlan,
  sale: Sale | undefined,
): { readonly vendorId: string; readonly isVendor: boolean } => {
  const isVendor = plan !== undefined && may(caller, 'subscription.read', { organizationIds: [plan.vendorId] });
  const isForSale = plan?.offeringState === 'active' && sale !== undefined && offeredTo(caller, sale).shown;
  if (plan === undefined || !(isVendor || isForSale)) throw new DomainError('plan-not-found', 'there is no such plan');
  return { vendorId: plan.vendorId, isVendor };
};

const shownLevels = (caller: Caller, vendorId: string, sale: Sale | undefined): readonly Level[] =>
  sale === undefined || offeredTo(caller, sale).priced ? levelsOf(caller, vendorId, sale) : [];

/** The mark-ups of today may not fit the tiers of another version: then its prices are left out, not the whole history. */
const pastPrices = (planId: string, component: Component, levels: readonly Level[], sale: Sale | undefined) => {
  try {
    return pricedComponents(planId, [component], levels, sale);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'price-entry-invalid') throw error;
    return [
      {
        ...component,
        presence: presenceOf(component),
        currencies: {},
        prices: levels.includes('vendorCost') ? { vendorCost: component.price } : {},
      },
    ];
  }
};
