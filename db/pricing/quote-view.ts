import type { Knex } from 'knex';
import type { ServiceDocument } from '../../domain/catalog/service-documents';
import type { KeptQuote } from '../../domain/pricing/kept-quote';
import { columns, preparedRows } from '../rows';

/** A quote as it is kept, with the order that has used it. */
export interface QuoteRecord extends KeptQuote {
  readonly requestHash: string;
  readonly orderId: string | null;
  /** Of the offering, as of now. */
  readonly termsOfService: readonly ServiceDocument[];
}

export interface QuoteView {
  find(quoteId: string): Promise<QuoteRecord | undefined>;
}

export const createQuoteView = (knex: Knex): QuoteView => ({
  find: async (quoteId) => (await preparedRows<QuoteRecord>(knex, 'kept-quote', oneQuote, [quoteId]))[0],
});

const fields = [
  ...['id', 'customerId', 'projectId', 'vendorId', 'distributorId', 'resellerId', 'planId', 'createdBy', 'requestHash'],
  ...['terms', 'prices', 'expectedUsage', 'createdAt', 'validUntil'],
];

const oneQuote = `
  select ${columns('q', fields)}, o.id as "orderId",
    coalesce(offering.details -> 'termsOfService', '[]') as "termsOfService"
  from quotes q
  join plans plan on plan.id = q.plan_id
  join offerings offering on offering.id = plan.offering_id
  left join orders o on o.quote_id = q.id where q.id = ?`;
