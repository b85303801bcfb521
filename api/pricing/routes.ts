import type { Route } from '../route';
import { route } from '../route';
import type { QuoteDeskDeps } from './quote-desk';
import { createQuoteDesk } from './quote-desk';
import { QuoteAnswer, QuoteBody } from './schemas';

export type PricingDeps = QuoteDeskDeps;

export const pricingRoutes = (deps: PricingDeps): readonly Route[] => {
  const desk = createQuoteDesk(deps);
  return [
    route(
      {
        method: 'post',
        path: '/v1/quotes',
        operationId: 'quote',
        tag: 'Pricing',
        summary: 'Prices a purchase, a basket of them or a termination before it is ordered',
        description:
          'Nothing is stored. An order from the same input has the same price to the cent. Without a `kind` it is a purchase; `explain` tells how each figure came about.',
        access: 'authenticated',
        body: QuoteBody,
        status: 200,
        response: QuoteAnswer,
        problems: [
          'forbidden',
          'offering-not-for-sale',
          'plan-not-found',
          'project-not-found',
          'quantity-invalid',
          'subscription-ended',
          'subscription-not-active',
          'subscription-not-found',
        ],
      },
      async ({ caller, body }) => {
        if (body.kind === 'basket') return desk.basket(caller, body);
        return body.kind === 'terminate' ? desk.termination(caller, body) : desk.purchase(caller, body);
      },
    ),
  ];
};
