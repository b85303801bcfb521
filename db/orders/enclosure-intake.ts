import type { Knex } from 'knex';
import type { Answers } from '../../domain/catalog/order-form';
import type { Acceptance } from '../../domain/orders/acceptance';
import { preparedWrite } from '../rows';

/** What comes with an order: answers as they are told, and the secret ones sealed, by key. */
interface Enclosure {
  readonly orderId: string;
  readonly requestHash: string;
  readonly answers: Answers;
  readonly sealedAnswers: Readonly<Record<string, string>>;
  readonly acceptedTerms: readonly Acceptance[];
}

export interface EnclosureIntake {
  /** Keeps what comes with a request once; kept before the order is. */
  keep(enclosure: Enclosure): Promise<void>;
}

export const createEnclosureIntake = (knex: Knex): EnclosureIntake => ({
  keep: async ({ orderId, requestHash, answers, sealedAnswers, acceptedTerms }) => {
    await preparedWrite(knex, 'keep-enclosure', keepEnclosure, {
      ...{ orderId, requestHash },
      answers: JSON.stringify(answers),
      sealedAnswers: JSON.stringify(sealedAnswers),
      acceptedTerms: JSON.stringify(acceptedTerms),
    });
  },
});

const keepEnclosure = `
  insert into order_enclosures (order_id, request_hash, answers, sealed_answers, accepted_terms)
  values (:orderId, :requestHash, :answers, :sealedAnswers, :acceptedTerms)
  on conflict (order_id, request_hash) do nothing`;
