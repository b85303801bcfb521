import type { Answers } from '../../domain/catalog/order-form';
import { askedFields } from '../../domain/catalog/order-form';
import type { AcceptedVersion } from '../../domain/orders/acceptance';
import { checkAccepted } from '../../domain/orders/acceptance';
import { readAnswers, splitSecrets } from '../../domain/orders/answers';
import type { RealClock } from '../../platform/clock';
import { linearRegex } from '../../platform/linear-regex';
import type { SecretBox } from '../../platform/secrets';
import type { Sale } from '../pricing/reads';
import type { VendorCalls } from '../vendors/calls';
import type { FetchedChoices } from '../vendors/fetched-choices';
import type { CheckedOrder } from '../vendors/order-check';
import { checkWithVendor } from '../vendors/order-check';
import { requestHashOf } from './identity';
import { checkAnswersOffered } from './offered-answers';
import type { PlacedPurchase } from './compose';
import type { Enclosure } from './reads';

/** By an engine that no pattern can keep busy. */
export const fits = (pattern: string, text: string): boolean => linearRegex(pattern)(text);

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

export interface EncloseDeps {
  readonly secrets: SecretBox;
  readonly choices: FetchedChoices;
  readonly vendors: VendorCalls;
  readonly now: RealClock;
}

/** What is still to be done for a purchase before it is handed over: first of all asked, and only then kept. */
export interface Enclosing {
  /** Asks the vendor about the answers and about the order. @throws DomainError, RequestProblem: as it refuses */
  readonly confirm: () => Promise<void>;
  /** What is kept with the order, its secrets sealed; `undefined` when there is nothing. */
  readonly sealed: () => Enclosure | undefined;
}

/** Checks what comes with a purchase, as far as the vendor need not be asked. */
export const createEnclose =
  ({ secrets, choices, vendors, now }: EncloseDeps) =>
  (order: PlacedPurchase, sale: Sale, enclosed: Enclosed): Enclosing => {
    const given = answersTo(sale, enclosed.answers);
    const { offering, plan } = sale;
    const documents = offering.termsOfService;
    checkAccepted(documents, enclosed.acceptedTerms ?? []);
    const { told, secrets: open } = splitSecrets(askedFields(offering, plan), given);
    const seal = ([key, text]: readonly [string, string]) =>
      [key, secrets.seal(text, answerContext(order.id, key))] as const;
    const by = { acceptedBy: order.createdBy, acceptedAt: order.placedAt };
    const sealed = (): Enclosure => ({
      ...{ orderId: order.id, requestHash: order.requestHash, keptAt: now(), answers: told },
      sealedAnswers: Object.fromEntries<string>(Object.entries(open).map(seal)),
      acceptedTerms: documents.map((document) => {
        const { key, version, title } = document;
        return { key, version, title, hash: requestHashOf(document), ...by };
      }),
    });
    const isNothing = Object.keys(given).length === 0 && documents.length === 0;
    return {
      confirm: async () => {
        await checkAnswersOffered(choices, sale, order.terms.currency, given);
        if (offering.orderCheck !== null)
          await checkWithVendor(vendors, offering.vendorId, offering.orderCheck, checkedOrder(order, told, open));
      },
      sealed: () => (isNothing ? undefined : sealed()),
    };
  };

/** A secret is told once the order is taken: what is refused must not have told it. */
const checkedOrder = (
  { id: orderId, customerId, projectId, offeringId, planId, terms }: PlacedPurchase,
  told: Answers,
  secret: Readonly<Record<string, string>>,
): CheckedOrder => ({
  ...{ orderId, customerId, projectId, offeringId, planId },
  ...{ currency: terms.currency, quantities: terms.quantities },
  answers: Object.fromEntries(Object.entries(told).filter(([key]) => !Object.hasOwn(secret, key))),
});
