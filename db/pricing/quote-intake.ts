import type { Knex } from 'knex';
import type { KeptQuote } from '../../domain/pricing/kept-quote';
import { preparedWrite } from '../rows';

export interface QuoteIntake {
  /** Keeps a quote once: what is kept under its id already stays as it is. */
  keep(quote: KeptQuote & { readonly requestHash: string }): Promise<void>;
}

export const createQuoteIntake = (knex: Knex): QuoteIntake => ({
  keep: async ({ terms, prices, expectedUsage, ...quote }) => {
    await preparedWrite(knex, 'keep-quote', keepQuote, {
      ...quote,
      terms: JSON.stringify(terms),
      prices: JSON.stringify(prices),
      expectedUsage: JSON.stringify(expectedUsage),
    });
  },
});

const keepQuote = `
  insert into quotes (id, customer_id, project_id, vendor_id, distributor_id, reseller_id, plan_id, created_by,
    request_hash, terms, prices, expected_usage, created_at, valid_until)
  values (:id, :customerId, :projectId, :vendorId, :distributorId, :resellerId, :planId, :createdBy,
    :requestHash, :terms, :prices, :expectedUsage, :createdAt, :validUntil)
  on conflict (id) do nothing`;
