import type { Answers } from '../../domain/catalog/order-form';
import { askedFields } from '../../domain/catalog/order-form';
import type { AcceptedVersion } from '../../domain/orders/acceptance';
import { checkAccepted } from '../../domain/orders/acceptance';
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

/** What a buyer sends with an order beside what is bought. */
export interface Enclosed {
  readonly answers?: Answers | undefined;
  readonly acceptedTerms?: readonly AcceptedVersion[] | undefined;
}

/** Checks what comes with a purchase; where anything does, says how to keep it before the order is placed. */
export const createEnclose =
  ({ enclosures, secrets }: { readonly enclosures: EnclosureWrites; readonly secrets: SecretBox }) =>
  (order: PlacedOrder, sale: Sale, enclosed: Enclosed): (() => Promise<void>) | undefined => {
    const given = answersTo(sale, enclosed.answers);
    const documents = sale.offering.termsOfService;
    checkAccepted(documents, enclosed.acceptedTerms ?? []);
    if (Object.keys(given).length === 0 && documents.length === 0) return undefined;
    const { told, secrets: open } = splitSecrets(askedFields(sale.offering, sale.plan), given);
    const sealed = ([key, text]: readonly [string, string]) =>
      [key, secrets.seal(text, answerContext(order.id, key))] as const;
    const by = { acceptedBy: order.createdBy, acceptedAt: order.placedAt };
    return () =>
      enclosures.keep({
        ...{ orderId: order.id, requestHash: order.requestHash, answers: told },
        sealedAnswers: Object.fromEntries<string>(Object.entries(open).map(sealed)),
        acceptedTerms: documents.map((document) => {
          const { key, version, title } = document;
          return { key, version, title, hash: requestHashOf(document), ...by };
        }),
      });
  };
