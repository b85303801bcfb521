import type { Route } from '../route';
import { route } from '../route';
import type { CostLineDeps } from './cost-lines';
import { createPriceCostLines } from './cost-lines';
import type { QuoteDeskDeps } from './quote-desk';
import { createQuoteDesk } from './quote-desk';
import {
  KeepHeaders,
  KeptHeaders,
  KeptQuoteOut,
  KeptQuoteParams,
  KeptQuoteQuery,
  QuoteAnswer,
  QuoteBody,
} from './schemas';

export type PricingDeps = QuoteDeskDeps & CostLineDeps;

export const pricingRoutes = (deps: PricingDeps): readonly Route[] => {
  const desk = createQuoteDesk(deps);
  const priceCostLines = createPriceCostLines(deps);
  return [
    route(
      {
        method: 'post',
        path: '/v1/quotes',
        operationId: 'quote',
        tag: 'Pricing',
        summary:
          'Prices a purchase, a change, a renewal, a termination, a bundle or a basket of them before it is ordered',
        description:
          'An order from the same input has the same price to the cent. Without a `kind` it is a purchase. `explain` tells how each figure came about; `keep` stores a purchase, to be ordered by its id at exactly this price. Nothing else is stored. `cost-lines` marks up what a provider bills for a plan, for the tiers that sell it.',
        access: 'authenticated',
        writes: isKept,
        headers: KeepHeaders,
        body: QuoteBody,
        status: 200,
        response: QuoteAnswer,
        responseHeaders: KeptHeaders,
        problems: [
          'answers-invalid',
          'bundle-not-found',
          'campaign-not-usable',
          'change-empty',
          'change-outside-period',
          'choices-unavailable',
          'component-not-downgradable',
          'coupon-not-usable',
          'currency-differs',
          'currency-not-priced',
          'exchange-rate-missing',
          'forbidden',
          'idempotency-key-reused',
          'offering-not-for-sale',
          'organization-closed',
          'project-not-open',
          'plan-not-found',
          'plan-not-upgrade-target',
          'project-not-found',
          'quantity-invalid',
          'subscription-ended',
          'subscription-not-active',
          'subscription-not-found',
          'subscription-not-renewable',
          'termination-too-early',
        ],
      },
      async ({ caller, headers, body }, reply) => {
        if (body.kind === 'cost-lines') return priceCostLines(caller, body);
        if (body.kind === 'basket') return desk.basket(caller, body);
        if (body.kind === 'change') return desk.change(caller, body);
        if (body.kind === 'renew') return desk.renewal(caller, body);
        if (body.kind === 'bundle') return desk.bundle(caller, body);
        if (body.kind === 'terminate') return desk.termination(caller, body);
        if (body.keep !== true) return desk.purchase(caller, body);
        const { quote, isReplay } = await desk.keep(caller, body, headers['idempotency-key']);
        reply.header('location', `/v1/quotes/${quote.id}`);
        if (isReplay) reply.header('idempotent-replay', 'true');
        return quote;
      },
    ),
    route(
      {
        method: 'get',
        path: '/v1/quotes/{quoteId}',
        operationId: 'getQuote',
        tag: 'Pricing',
        summary: 'A quote that is kept',
        description: 'For the customer it was made for, and its reseller.',
        access: 'authenticated',
        params: KeptQuoteParams,
        query: KeptQuoteQuery,
        status: 200,
        response: KeptQuoteOut,
        problems: ['quote-not-found'],
      },
      ({ caller, params, query }) => desk.kept(caller, params.quoteId, query.explain === 'true'),
    ),
  ];
};

const isKept = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'keep' in body && body.keep === true;
