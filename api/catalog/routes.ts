import { translatedSummary } from '../../domain/catalog/translation';
import type { RealClock } from '../../platform/clock';
import { tellLanguages } from '../language';
import type { Route } from '../route';
import { route } from '../route';
import { FacetQuery, FacetsOut, OfferingOut, OfferingPage, OfferingParams, OfferingQuery } from './schemas';
import type { SeenDeps } from './seen-offering';
import { logoPath, seenOffering, viewerOf } from './seen-offering';

export interface CatalogDeps extends SeenDeps {
  readonly now: RealClock;
}

export const catalogRoutes = (deps: CatalogDeps): readonly Route[] => [
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
      const viewer = await viewerOf(deps, caller);
      const page = await deps.offerings.list({ ...filter, attributes: attribute }, viewer, { limit, cursor });
      const items = page.items.map((offering) => ({
        ...translatedSummary(offering, languages),
        logo: logoPath(offering),
      }));
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
      summary: 'How many offerings a search finds in each category and currency, of each vendor and value',
      description:
        'The categories are those without the filter by category, and so with vendors, currencies and attributes: others can be chosen.',
      access: 'authenticated',
      query: FacetQuery,
      status: 200,
      response: FacetsOut,
    },
    async ({ caller, query: { attribute, ...filter } }) =>
      deps.offerings.facets({ ...filter, attributes: attribute }, await viewerOf(deps, caller)),
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
    async ({ caller, languages, params: { offeringId } }, reply) => {
      const offering = await seenOffering(deps, { caller, offeringId, at: deps.now(), languages });
      tellLanguages(reply, [offering]);
      return offering;
    },
  ),
];
