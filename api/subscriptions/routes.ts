import { reachOf } from '../../domain/identity/permission';
import type { SecretBox } from '../../platform/secrets';
import { permit, vendorScopes, visible } from '../access';
import type { Caller } from '../auth';
import { answerContext } from '../orders/enclose';
import type { EnclosureReads } from '../orders/reads';
import type { Route } from '../route';
import { route } from '../route';
import type { ResourceWrites, SubscriptionDetail, SubscriptionReads } from './reads';
import { toSubscriptionResponse } from './response';
import {
  EndpointsBody,
  EndpointsOut,
  InstructionsBody,
  InstructionsOut,
  SecretAnswersOut,
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
  readonly sealedAnswers: EnclosureReads;
  readonly secrets: SecretBox;
}

const tag = 'Subscriptions';

export const subscriptionRoutes = (deps: SubscriptionDeps): readonly Route[] => {
  const { subscriptions, resources, sealedAnswers, secrets } = deps;
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
        writes: false,
        params: SubscriptionParams,
        body: WhatIfBody,
        status: 200,
        response: WhatIfOut,
        problems: [
          'currency-not-priced',
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
        method: 'get',
        path: '/v1/subscriptions/{subscriptionId}/secret-answers',
        operationId: 'getSecretAnswers',
        tag,
        summary: 'What the buyer has told the vendor in confidence, in clear',
        description:
          'For people of the vendor itself who may report: everybody else, staff of the platform too, sees a mask.',
        access: 'authenticated',
        params: SubscriptionParams,
        status: 200,
        response: SecretAnswersOut,
        problems: ['forbidden', 'subscription-not-found'],
      },
      async ({ caller, params: { subscriptionId } }) => {
        permit(ownPeople(caller), 'subscription.report', vendorScopes(await seen(caller, subscriptionId)));
        const found = await sealedAnswers.sealedOf(subscriptionId);
        if (found === undefined) return {};
        const open = ([key, text]: [string, string]) => [key, secrets.open(text, answerContext(found.orderId, key))];
        return Object.fromEntries(Object.entries(found.sealed).map(open)) as Record<string, string>;
      },
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

/** The caller as far as its roles in organizations go: what staff of the platform may do everywhere is left out. */
const ownPeople = (caller: Caller): Caller => ({
  ...caller,
  grants: caller.grants.filter(({ scope }) => scope === 'organization'),
});
