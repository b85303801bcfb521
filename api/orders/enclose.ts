import type { Answers } from '../../domain/catalog/order-form';
import { askedFields } from '../../domain/catalog/order-form';
import { readAnswers, splitSecrets } from '../../domain/orders/answers';
import type { PlacedOrder } from '../../domain/orders/placed-order';
import { linearRegex } from '../../platform/linear-regex';
import type { SecretBox } from '../../platform/secrets';
import type { Sale } from '../pricing/reads';
import { requestHashOf } from './identity';
import type { EnclosureWrites } from './reads';

const fits = (pattern: string, text: string): boolean => linearRegex(pattern)(text);

/** What a secret answer is sealed for: it opens for no other order, and for no other field. */
export const answerContext = (orderId: string, key: string): string => `order-answer|${orderId}|${key}`;

/**
 * A buyer's answers to what the plan of a sale asks.
 * @throws DomainError `answers-invalid`
 */
export const answersTo = ({ offering, plan }: Pick<Sale, 'offering' | 'plan'>, given: Answers = {}): Answers =>
  readAnswers(askedFields(offering, plan), given, fits);

/** A request with answers is known by a fingerprint: a plain hash of few words would tell a secret to who tries them out. */
export const submittedHashOf = (body: object, secrets: SecretBox): string => {
  const hash = requestHashOf(body);
  return 'answers' in body ? secrets.fingerprint(hash, 'order-request') : hash;
};

/** Keeps what a buyer encloses with an order; to be done before the order is placed. */
export const createEnclose =
  ({ enclosures, secrets }: { readonly enclosures: EnclosureWrites; readonly secrets: SecretBox }) =>
  async ({ id: orderId, requestHash }: PlacedOrder, sale: Sale, given: Answers): Promise<void> => {
    const { told, secrets: open } = splitSecrets(askedFields(sale.offering, sale.plan), given);
    const sealed = ([key, text]: readonly [string, string]) =>
      [key, secrets.seal(text, answerContext(orderId, key))] as const;
    const sealedAnswers = Object.fromEntries<string>(Object.entries(open).map(sealed));
    await enclosures.keep({ orderId, requestHash, answers: told, sealedAnswers });
  };
