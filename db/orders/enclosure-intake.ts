import type { Knex } from 'knex';
import type { Answers } from '../../domain/catalog/order-form';
import type { Acceptance } from '../../domain/orders/acceptance';
import { preparedWrite, rowsOf } from '../rows';

/** What comes with an order: answers as they are told, and the secret ones sealed, by key. */
export interface Enclosure {
  readonly orderId: string;
  readonly requestHash: string;
  /** When it was, in real time: what stays without an order for long is swept away. */
  readonly keptAt: string;
  readonly answers: Answers;
  readonly sealedAnswers: Readonly<Record<string, string>>;
  readonly acceptedTerms: readonly Acceptance[];
}

export interface EnclosureIntake {
  /** Keeps what comes with a request once; kept before the order is. */
  keep(enclosure: Enclosure): Promise<void>;
  /** Removes what was kept for an order that was refused; what belongs to an order stays. */
  drop(enclosure: Pick<Enclosure, 'orderId' | 'requestHash'>): Promise<void>;
  /** Removes what was kept before an instant and has no order. Answers how much that was. */
  sweep(before: string): Promise<number>;
}

export const createEnclosureIntake = (knex: Knex): EnclosureIntake => ({
  keep: async ({ orderId, requestHash, keptAt, answers, sealedAnswers, acceptedTerms }) => {
    await preparedWrite(knex, 'keep-enclosure', keepEnclosure, {
      ...{ orderId, requestHash, keptAt },
      answers: JSON.stringify(answers),
      sealedAnswers: JSON.stringify(sealedAnswers),
      acceptedTerms: JSON.stringify(acceptedTerms),
    });
  },
  drop: async ({ orderId, requestHash }) => {
    await knex.raw(`${withoutOrder} and e.order_id = ? and e.request_hash = ?`, [orderId, requestHash]);
  },
  sweep: async (before) =>
    (await rowsOf(knex, `${withoutOrder} and e.kept_at < ? returning e.order_id`, [before])).length,
});

const keepEnclosure = `
  insert into order_enclosures (order_id, request_hash, kept_at, answers, sealed_answers, accepted_terms)
  values (:orderId, :requestHash, :keptAt, :answers, :sealedAnswers, :acceptedTerms)
  on conflict (order_id, request_hash) do nothing`;

const withoutOrder = `
  delete from order_enclosures e
  where not exists (select from orders o where o.id = e.order_id and o.request_hash = e.request_hash)`;
