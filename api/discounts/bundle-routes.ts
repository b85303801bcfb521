import { DomainError } from '../../domain/errors';
import type { Caller } from '../auth';
import type { QuoteDeskDeps } from '../pricing/quote-desk';
import { createPricePurchase, toPurchaseResponse } from '../pricing/quote-desk';
import type { Route } from '../route';
import { route } from '../route';
import type { BundleMember, BundleSale } from './bundle-sale';
import { bundleSaleOf, bundleSalesOf } from './bundle-sale';
import { BundleList, BundleOut, BundleParams, BundleQuery } from './bundle-schemas';

export type BundleRouteDeps = QuoteDeskDeps;

const tag = 'Discounts';

export const bundleRoutes = (deps: BundleRouteDeps): readonly Route[] => {
  const price = createPricePurchase(deps);

  const quoteOf = async (caller: Caller, projectId: string, member: BundleMember) => {
    try {
      return toPurchaseResponse(caller, await price(caller, { projectId, planId: member.planId }, member));
    } catch (error) {
      // A quantity has to be chosen, or a coupon is demanded.
      if (error instanceof DomainError) return null;
      throw error;
    }
  };

  return [
    route(
      {
        method: 'get',
        path: '/v1/bundles',
        operationId: 'listBundles',
        tag,
        summary: 'Bundles that you may buy for a project',
        access: 'authenticated',
        query: BundleQuery,
        status: 200,
        response: BundleList,
        problems: ['forbidden', 'project-not-found'],
      },
      async ({ caller, query }) => ({ items: (await bundleSalesOf(deps, caller, query.projectId)).map(toBundle) }),
    ),
    route(
      {
        method: 'get',
        path: '/v1/bundles/{bundleId}',
        operationId: 'getBundle',
        tag,
        summary: 'One bundle, with the price of each plan in it',
        access: 'authenticated',
        params: BundleParams,
        query: BundleQuery,
        status: 200,
        response: BundleOut,
        problems: [
          'bundle-not-found',
          'forbidden',
          'offering-not-for-sale',
          'organization-closed',
          'project-not-found',
          'project-not-open',
        ],
      },
      async ({ caller, params, query: { projectId } }) => {
        const bundle = await bundleSaleOf(deps, caller, projectId, params.bundleId);
        const quotes = await Promise.all(bundle.members.map((member) => quoteOf(caller, projectId, member)));
        return {
          ...toBundle(bundle),
          members: bundle.members.map((member, at) => ({ ...toMember(member), quote: quotes[at] ?? null })),
        };
      },
    ),
  ];
};

const toBundle = ({ id, name, validUntil, members }: BundleSale) => ({
  ...{ id, name, validUntil },
  members: members.map(toMember),
});

const toMember = ({ planId, percent, sale: { plan, offering } }: BundleMember) => ({
  planId,
  planName: plan.name,
  offeringId: offering.id,
  offeringName: offering.name,
  percent,
});
