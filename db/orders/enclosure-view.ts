import type { Knex } from 'knex';
import { preparedRows } from '../rows';

/** The secret answers of a purchase, as they are sealed. */
export interface SealedAnswers {
  readonly orderId: string;
  readonly sealed: Readonly<Record<string, string>>;
}

export interface EnclosureView {
  /** Of the purchase that created a subscription; `undefined` when nothing was enclosed. */
  sealedOf(subscriptionId: string): Promise<SealedAnswers | undefined>;
}

export const createEnclosureView = (knex: Knex): EnclosureView => ({
  sealedOf: async (subscriptionId) =>
    (await preparedRows<SealedAnswers>(knex, 'sealed-answers', sealedAnswers, [subscriptionId]))[0],
});

const sealedAnswers = `
  select o.id as "orderId", enclosure.sealed_answers as "sealed"
  from subscriptions s
  join orders o on o.id = s.order_id
  join order_enclosures enclosure on enclosure.order_id = o.id and enclosure.request_hash = o.request_hash
  where s.id = ?`;
