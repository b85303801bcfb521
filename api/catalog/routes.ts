import type { Offering, Plan } from '../../domain/catalog/offering';
import type { ChannelPrices, Level } from '../../domain/channel/chain';
import { priceChain } from '../../domain/channel/chain';
import { onlyLevels, visibleLevels } from '../../domain/channel/visibility';
import { DomainError } from '../../domain/errors';
import { may, reachOf } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import type { Caller } from '../auth';
import type { SaleReads } from '../pricing/reads';
import { offeredTo } from '../pricing/sale';
import type { Route } from '../route';
import { route } from '../route';
import type { OfferingReads } from './reads';
import { OfferingOut, OfferingPage, OfferingParams, OfferingQuery } from './schemas';

export interface CatalogDeps {
  readonly offerings: OfferingReads;
  readonly sales: SaleReads;
  readonly now: RealClock;
}

export const catalogRoutes = ({ offerings, sales, now }: CatalogDeps): readonly Route[] => [
  route(
    {
      method: 'get',
      path: '/v1/offerings',
      operationId: 'listOfferings',
      tag: 'Catalog',
      summary: 'Offerings for sale, and your own in any state',
      access: 'authenticated',
      query: OfferingQuery,
      status: 200,
      response: OfferingPage,
    },
    ({ caller, query: { limit, cursor, ...filter } }) =>
      offerings.list(filter, reachOf(caller, 'subscription.read'), { limit, cursor }),
  ),
  route(
    {
      method: 'get',
      path: '/v1/offerings/{offeringId}',
      operationId: 'getOffering',
      tag: 'Catalog',
      summary: 'One offering with its plans, at the prices of your channel',
      access: 'authenticated',
      params: OfferingParams,
      status: 200,
      response: OfferingOut,
      problems: ['offering-not-found'],
    },
    async ({ caller, params }) => {
      const at = now();
      const offering = seen(caller, await offerings.find(params.offeringId, at));
      const plans = offering.plans.map(async (plan) =>
        shownPlan(caller, offering, plan, await channelOf(caller, plan)),
      );
      return { ...offering, plans: (await Promise.all(plans)).flat() };

      function channelOf(of: Caller, plan: Plan) {
        const { organizationId } = of;
        return organizationId === null ? undefined : sales.forPlan({ planId: plan.id, organizationId, now: at });
      }
    },
  ),
];

const seen = (caller: Caller, offering: Offering | undefined): Offering => {
  if (offering === undefined || !isSeen(caller, offering)) {
    throw new DomainError('offering-not-found', 'there is no such offering');
  }
  return offering;
};

const isSeen = (caller: Caller, { state, vendorId }: Offering): boolean =>
  state === 'active' || may(caller, 'subscription.read', { organizationIds: [vendorId] });

const noPrices: ChannelPrices = { wholesale: [], sellIn: [], sellOut: [] };

type ChannelSale = Awaited<ReturnType<SaleReads['forPlan']>>;

/** As the rows of the price lists of its channel show a plan to the caller: not at all, without prices, or with them. */
const shownPlan = (caller: Caller, offering: Offering, plan: Plan, sale: ChannelSale) => {
  const { shown, priced } = sale === undefined ? { shown: true, priced: true } : offeredTo(caller, sale);
  if (!shown) return [];
  return [pricedPlan(priced ? levelsOf(caller, offering, sale) : [], plan, sale)];
};

/** Who has no channel, such as the platform's own staff, sees what the vendor asks. */
const levelsOf = (caller: Caller, { vendorId }: Offering, sale: ChannelSale): readonly Level[] =>
  visibleLevels(caller, {
    vendorId,
    distributorId: sale?.channel.distributorId ?? null,
    resellerId: sale?.channel.resellerId ?? null,
  });

const pricedPlan = (levels: readonly Level[], plan: Plan, sale: ChannelSale) => {
  const { id, name, currency, periodMonths, priceVersion, couponRule = 'allowed', components } = plan;
  return {
    id,
    name,
    currency,
    periodMonths,
    priceVersion,
    couponRule,
    components: components.map((component) => ({
      ...component,
      prices: onlyLevels(priceChain(id, component.key, component.price, sale?.prices ?? noPrices), levels),
    })),
  };
};
