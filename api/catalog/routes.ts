import type { Plan } from '../../domain/catalog/offering';
import { translatedOffering, translatedSummary } from '../../domain/catalog/translation';
import { DomainError } from '../../domain/errors';
import { reachOf } from '../../domain/identity/permission';
import type { RealClock } from '../../platform/clock';
import type { Caller } from '../auth';
import { tellLanguages } from '../language';
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
      localized: true,
      query: OfferingQuery,
      status: 200,
      response: OfferingPage,
    },
    async ({ caller, languages, query: { limit, cursor, attribute, ...filter } }, reply) => {
      const reach = reachOf(caller, 'subscription.read');
      const page = await offerings.list({ ...filter, attributes: attribute }, reach, { limit, cursor });
      const items = page.items.map((offering) => translatedSummary(offering, languages));
      tellLanguages(reply, items);
      return { ...page, items };
    },
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
      localized: true,
      params: OfferingParams,
      status: 200,
      response: OfferingOut,
      problems: ['offering-not-found'],
    },
    async ({ caller, languages, params }, reply) => {
      const at = now();
      const found = await offerings.find(params.offeringId, at, reachOf(caller, 'subscription.read'));
      if (found === undefined) throw new DomainError('offering-not-found', 'there is no such offering');
      const offering = translatedOffering(found, languages);
      tellLanguages(reply, [offering]);
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
