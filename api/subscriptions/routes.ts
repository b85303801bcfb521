import { reachOf } from '../../domain/identity/permission';
import { permit, vendorScopes, visible } from '../access';
import type { Caller } from '../auth';
import type { Route } from '../route';
import { route } from '../route';
import type { ResourceWrites, SubscriptionDetail, SubscriptionReads } from './reads';
import { toSubscriptionResponse } from './response';
import {
  EndpointsBody,
  EndpointsOut,
  InstructionsBody,
  InstructionsOut,
  SubscriptionOut,
  SubscriptionPage,
  SubscriptionParams,
  SubscriptionQuery,
  WhatIfBody,
  WhatIfOut,
} from './schemas';
import type { WhatIfDeps } from './what-if';
import { createWhatIf } from './what-if';

export interface SubscriptionDeps extends WhatIfDeps {
  readonly subscriptions: SubscriptionReads;
  readonly resources: ResourceWrites;
}

const tag = 'Subscriptions';

export const subscriptionRoutes = (deps: SubscriptionDeps): readonly Route[] => {
  const { subscriptions, resources } = deps;
  const whatIf = createWhatIf(deps);
  const seen = async (caller: Caller, subscriptionId: string): Promise<SubscriptionDetail> =>
    visible(caller, 'subscription.read', await subscriptions.find(subscriptionId), 'subscription-not-found');

  const reportable = async (caller: Caller, subscriptionId: string): Promise<void> =>
    permit(caller, 'subscription.report', vendorScopes(await seen(caller, subscriptionId)));

  return [
    route(
      {
        method: 'get',
        path: '/v1/subscriptions',
        operationId: 'listSubscriptions',
        tag,
        summary: 'Subscriptions, newest first',
        access: 'authenticated',
        query: SubscriptionQuery,
        status: 200,
        response: SubscriptionPage,
      },
      ({ caller, query: { limit, cursor, ...filter } }) =>
        subscriptions.list(filter, reachOf(caller, 'subscription.read'), { limit, cursor }),
    ),
    route(
      {
        method: 'get',
        path: '/v1/subscriptions/{subscriptionId}',
        operationId: 'getSubscription',
        tag,
        summary: 'One subscription: what was sold, and what the vendor says of the resource',
        access: 'authenticated',
        params: SubscriptionParams,
        status: 200,
        response: SubscriptionOut,
        problems: ['subscription-not-found'],
      },
      async ({ caller, params }) => toSubscriptionResponse(caller, await seen(caller, params.subscriptionId)),
    ),
    route(
      {
        method: 'post',
        path: '/v1/subscriptions/{subscriptionId}/what-if',
        operationId: 'whatIf',
        tag,
        summary:
          'What the subscription would cost under other prices, another price list, another plan or other quantities',
        description:
          'Difference by line and in total for whole periods, at each level that the caller sees. What is left out stays as it was sold. Nothing is written.',
        access: 'authenticated',
        params: SubscriptionParams,
        body: WhatIfBody,
        status: 200,
        response: WhatIfOut,
        problems: [
          'currency-differs',
          'offering-not-for-sale',
          'plan-not-found',
          'price-list-broken',
          'price-list-not-found',
          'price-list-of-another-channel',
          'price-version-not-found',
          'quantity-invalid',
          'subscription-not-found',
        ],
      },
      async ({ caller, params, body }) => whatIf(caller, await seen(caller, params.subscriptionId), body),
    ),
    route(
      {
        method: 'put',
        path: '/v1/subscriptions/{subscriptionId}/endpoints',
        operationId: 'setEndpoints',
        tag,
        summary: 'The vendor tells where the resource is reached',
        description: 'Replaces all endpoints of the subscription.',
        access: 'authenticated',
        params: SubscriptionParams,
        body: EndpointsBody,
        status: 200,
        response: EndpointsOut,
        problems: ['forbidden', 'subscription-not-found'],
      },
      async ({ caller, params, body }) => {
        await reportable(caller, params.subscriptionId);
        await resources.setEndpoints(params.subscriptionId, body);
        return body;
      },
    ),
    route(
      {
        method: 'put',
        path: '/v1/subscriptions/{subscriptionId}/instructions',
        operationId: 'setInstructions',
        tag,
        summary: 'The vendor tells how the resource is used, in one or more languages',
        description: 'Replaces the texts of all languages.',
        access: 'authenticated',
        params: SubscriptionParams,
        body: InstructionsBody,
        status: 200,
        response: InstructionsOut,
        problems: ['forbidden', 'subscription-not-found'],
      },
      async ({ caller, params, body }) => {
        await reportable(caller, params.subscriptionId);
        await resources.setInstructions(params.subscriptionId, body);
        return body;
      },
    ),
  ];
};
