import { z } from 'zod';
import { orderStates } from '../../domain/orders/order';
import { approversIn } from '../approvals/schemas';
import { AnswersIn, answersOut } from '../catalog/form-schemas';
import { campaignIdIn, couponCodeIn } from '../discounts/schemas';
import { AcceptedTermsIn, acceptedTermsOut } from '../catalog/terms-schemas';
import { examplePurchase, orderedCurrencyIn, QuantitiesIn, QuoteOut } from '../pricing/schemas';
import { decimalOut, idIn, idOut, instantOut, orNull, pageIn, pageOf, textIn, tokenIn } from '../shapes';

const OrderStateOut = z.enum(orderStates).meta({
  description:
    'pending-consumer waits for a decision, executing for its subscription; done, rejected, cancelled, expired and failed are final.',
});

export const OrderOut = z
  .object({
    id: idOut,
    kind: z.enum(['purchase', 'terminate']),
    state: OrderStateOut,
    subscriptionId: idOut.meta({ description: 'The subscription that is purchased, or the one that is terminated.' }),
    customerId: idOut,
    projectId: idOut,
    vendorId: idOut,
    offeringId: idOut,
    planId: idOut,
    createdBy: idOut.meta({ description: 'The user who placed it, and who may not decide it.' }),
    quantities: z.record(z.string(), decimalOut).meta({ description: 'Of each limit component, by key.' }),
    answers: orNull(answersOut).meta({
      description: 'To the order form, a mask for each that is secret; null for who is neither customer nor vendor.',
    }),
    acceptedTerms: orNull(acceptedTermsOut),
    quote: orNull(QuoteOut).meta({
      description: 'What the customer pays; null for who may not see that, and in a terminate order.',
    }),
    quoteId: orNull(idOut).meta({ description: 'The kept quote that was ordered.' }),
    bundleId: orNull(idOut).meta({ description: 'Common to the orders of one bundle, and their subscriptions.' }),
    placedAt: instantOut,
    deadlineAt: orNull(instantOut).meta({
      description: 'When a pending order ends if nobody decides; null when it waits for ever.',
    }),
    decidedBy: orNull(idOut),
    decidedAt: orNull(instantOut),
    decisionComment: orNull(z.string()),
    failure: orNull(z.string()).meta({ description: 'Why it could not be carried out.' }),
  })
  .meta({ id: 'Order', description: 'A request to purchase a plan, or to terminate a subscription.' });

export const OrderPage = pageOf('OrderPage', OrderOut);

export const OrderQuery = z.strictObject({
  state: z.enum(orderStates).optional(),
  kind: z.enum(['purchase', 'terminate']).optional(),
  projectId: idIn.optional(),
  subscriptionId: idIn.optional(),
  bundleId: idIn.optional(),
  ...pageIn,
});

export const OrderParams = z.strictObject({ orderId: idIn });

export const PlaceOrderBody = z
  .union([
    z
      .strictObject({
        kind: z.literal('purchase'),
        projectId: idIn.meta({ description: 'The project that will hold the subscription.' }),
        planId: idIn.meta({ description: 'One of the plans of an active offering.' }),
        currency: orderedCurrencyIn.optional(),
        quantities: QuantitiesIn.optional(),
        couponCode: couponCodeIn.optional(),
        campaignId: campaignIdIn,
        answers: AnswersIn.optional(),
        acceptedTerms: AcceptedTermsIn.optional(),
      })
      .meta({ id: 'PurchaseOrderRequest', description: 'Begins a subscription.' }),
    z
      .strictObject({
        kind: z.literal('purchase'),
        quoteId: idIn.meta({ description: 'A quote that was kept, and is still valid.' }),
        answers: AnswersIn.optional(),
        acceptedTerms: AcceptedTermsIn.optional(),
      })
      .meta({ id: 'QuotedOrderRequest', description: 'Begins a subscription at exactly the price of a kept quote.' }),
    z
      .strictObject({
        kind: z.literal('terminate'),
        subscriptionId: idIn.meta({ description: 'An active subscription with no other open order.' }),
        when: z.enum(['now', 'window-end']).optional().meta({
          description:
            'At once, as it is when left out, or with the order window of the open period: then the order is done when that is stored, and the subscription runs until `endsAt`.',
        }),
      })
      .meta({ id: 'TerminateOrderRequest', description: 'Ends a subscription.' }),
  ])
  .meta({ id: 'OrderRequest', example: { kind: 'purchase', ...examplePurchase } });

const orderedOfBundle = {
  planId: idIn,
  quantities: QuantitiesIn.optional(),
  couponCode: couponCodeIn.optional(),
  campaignId: campaignIdIn,
  answers: AnswersIn.optional(),
  acceptedTerms: AcceptedTermsIn.optional(),
};

export const BundleOrderBody = z
  .strictObject({
    bundleId: idIn,
    projectId: idIn.meta({ description: 'The project that will hold the subscriptions.' }),
    members: z
      .array(z.strictObject(orderedOfBundle).meta({ id: 'BundledOrderItem' }))
      .max(20, { error: 'has more than 20 plans' })
      .default([])
      .meta({ description: 'What you choose of each plan; of one that is left out, nothing.' }),
  })
  .meta({
    id: 'BundleOrderRequest',
    example: { bundleId: 'e0000000-0000-4000-8000-0000000000b1', projectId: examplePurchase.projectId },
  });

export const BundleOrderOut = z
  .object({
    id: idOut.meta({ description: 'The `bundleId` of its orders and their subscriptions.' }),
    bundleId: idOut.meta({ description: 'The bundle that was bought.' }),
    orders: z.array(OrderOut).meta({ description: 'One for each plan, in the order of the bundle.' }),
  })
  .meta({ id: 'BundleOrder' });

export type PlaceOrder = z.output<typeof PlaceOrderBody>;

export const IdempotencyHeaders = z.object({
  'idempotency-key': tokenIn(255).meta({
    description: 'One for each order: sent again with the same body it gives the same order.',
    example: 'crm-2026-12',
  }),
});

export const OptionalIdempotencyHeaders = z.object({
  'idempotency-key': tokenIn(255)
    .optional()
    .meta({ description: 'Sent again with the same verdict it does nothing new.' }),
});

export const PlacedHeaders = z.object({
  location: z.string().meta({ description: 'The path of the order.' }),
  'idempotent-replay': z.literal('true').optional().meta({ description: 'The order was there already.' }),
});

export const DecisionBody = z
  .strictObject({
    verdict: z.enum(['approve', 'reject']),
    comment: textIn(2_000).optional().meta({ description: 'Kept with the order, for all who may read it.' }),
    decisionId: tokenIn(255)
      .optional()
      .meta({ description: 'Your own id of the decision; goes before Idempotency-Key.' }),
  })
  .meta({ id: 'DecisionRequest', example: { verdict: 'approve', comment: 'Within the budget.' } });

export const ReassignmentBody = z
  .strictObject({ to: approversIn.meta({ description: 'Who is asked from now on.' }) })
  .meta({
    id: 'ReassignmentRequest',
    example: { to: [{ kind: 'user', userId: 'e0000000-0000-4000-8000-0000000000b1' }] },
  });

export const RemarkBody = z
  .strictObject({ text: textIn(2_000).meta({ description: 'Kept with the order, for the people of its customer.' }) })
  .meta({ id: 'RemarkRequest', example: { text: 'Which department is it for?' } });
