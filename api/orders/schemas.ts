import { z } from 'zod';
import { orderStates } from '../../domain/orders/order';
import { QuantitiesIn, QuoteOut } from '../pricing/schemas';
import { decimalOut, idIn, idOut, instantOut, orNull, pageIn, pageOf, textIn, tokenIn } from '../shapes';

export const OrderOut = z
  .object({
    id: idOut,
    kind: z.enum(['purchase', 'terminate']),
    state: z.enum(orderStates),
    subscriptionId: idOut,
    customerId: idOut,
    projectId: idOut,
    vendorId: idOut,
    offeringId: idOut,
    planId: idOut,
    createdBy: idOut,
    quantities: z.record(z.string(), decimalOut),
    quote: orNull(QuoteOut).meta({
      description: 'What the customer pays; null for who may not see that, and in a terminate order.',
    }),
    placedAt: instantOut,
    deadlineAt: orNull(instantOut).meta({ description: 'When a pending order expires.' }),
    decidedBy: orNull(idOut),
    decidedAt: orNull(instantOut),
    decisionComment: orNull(z.string()),
    failure: orNull(z.string()),
  })
  .meta({ id: 'Order' });

export const OrderPage = pageOf('OrderPage', OrderOut);

export const OrderQuery = z.strictObject({
  state: z.enum(orderStates).optional(),
  kind: z.enum(['purchase', 'terminate']).optional(),
  projectId: idIn.optional(),
  subscriptionId: idIn.optional(),
  ...pageIn,
});

export const OrderParams = z.strictObject({ orderId: idIn });

export const PlaceOrderBody = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('purchase'),
        projectId: idIn,
        planId: idIn,
        quantities: QuantitiesIn.optional(),
      })
      .meta({ id: 'PurchaseOrderRequest' }),
    z.strictObject({ kind: z.literal('terminate'), subscriptionId: idIn }).meta({ id: 'TerminateOrderRequest' }),
  ])
  .meta({ id: 'OrderRequest' });

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
  location: z.string(),
  'idempotent-replay': z.literal('true').optional().meta({ description: 'The order was there already.' }),
});

export const DecisionBody = z
  .strictObject({
    verdict: z.enum(['approve', 'reject']),
    comment: textIn(2_000).optional(),
    decisionId: tokenIn(255)
      .optional()
      .meta({ description: 'Your own id of the decision; goes before Idempotency-Key.' }),
  })
  .meta({ id: 'DecisionRequest' });
