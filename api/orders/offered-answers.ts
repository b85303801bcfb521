import { askedFields } from '../../domain/catalog/order-form';
import type { Answers } from '../../domain/catalog/order-form';
import { pointerTo } from '../../domain/orders/answers';
import { answeredOfVendor, checkOffered } from '../../domain/orders/offered-choices';
import type { Sale } from '../pricing/reads';
import type { FetchedChoices } from '../vendors/fetched-choices';

/**
 * Asks the vendor of a sale for the choices that it tells itself, and refuses answers that are none of them.
 * @throws DomainError `answers-invalid`; RequestProblem `choices-unavailable`
 */
export const checkAnswersOffered = async (
  fetched: FetchedChoices,
  { offering, plan }: Pick<Sale, 'offering' | 'plan'>,
  currency: string,
  answers: Answers,
): Promise<void> => {
  const { id: offeringId, vendorId } = offering;
  const fields = answeredOfVendor(askedFields(offering, plan), answers);
  const offered = await Promise.all(
    fields.map(async (field) => {
      const wanted = { vendorId, offeringId, planId: plan.id, currency, field, answers };
      return { field, choices: await fetched.of({ ...wanted, pointer: pointerTo(field.key) }) };
    }),
  );
  checkOffered(answers, offered);
};
