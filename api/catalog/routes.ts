import type { Plan } from '../../domain/catalog/offering';
import { DomainError } from '../../domain/errors';
import { reachOf } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import type { Caller } from '../auth';
import type { SaleReads } from '../pricing/reads';
import type { Route } from '../route';
import { route } from '../route';
import { shownPlan } from './priced-plan';
import type { OfferingReads } from './reads';
import { FacetQuery, FacetsOut, OfferingOut, OfferingPage, OfferingParams, OfferingQuery } from './schemas';

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
    ({ caller, query: { limit, cursor, attribute, ...filter } }) =>
      offerings.list({ ...filter, attributes: attribute }, reachOf(caller, 'subscription.read'), { limit, cursor }),
  ),
  route(
    {
      method: 'get',
      path: '/v1/offerings/facets',
      operationId: 'countOfferings',
      tag: 'Catalog',
      summary: 'How many offerings a search finds in each category, of each vendor and value',
      description:
        'The categories are those without the filter by category, and so with vendors and attributes: others can be chosen.',
      access: 'authenticated',
      query: FacetQuery,
      status: 200,
      response: FacetsOut,
    },
    ({ caller, query: { attribute, ...filter } }) =>
      offerings.facets({ ...filter, attributes: attribute }, reachOf(caller, 'subscription.read')),
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
      const offering = await offerings.find(params.offeringId, at, reachOf(caller, 'subscription.read'));
      if (offering === undefined) throw new DomainError('offering-not-found', 'there is no such offering');
      const plans = offering.plans.map(async (plan) =>
        shownPlan(caller, offering.vendorId, plan, await channelOf(caller, plan)),
      );
      return { ...offering, plans: (await Promise.all(plans)).flat() };

      function channelOf(of: Caller, plan: Plan) {
        const { organizationId } = of;
        return organizationId === null ? undefined : sales.forPlan({ planId: plan.id, organizationId, now: at });
      }
    },
  ),
];
