import type { Answers, Choice, FormField } from '../catalog/order-form';
import { DomainError } from '../errors';
import { pointerTo } from './answers';

/** A field whose choices the vendor tells. */
export type FetchedField = FormField & { readonly choicesUrl: string };

/** Whether the choices of a field are the vendor's to tell. */
export const isFetched = (field: FormField): field is FetchedField => field.choicesUrl !== undefined;

/** The fields for whose answers a vendor has to be asked. */
export const answeredOfVendor = (fields: readonly FormField[], answers: Answers): readonly FetchedField[] =>
  fields.filter(isFetched).filter(({ key }) => Object.hasOwn(answers, key));

/** The answers that a vendor is told when it is asked for the choices of a field. */
export const toldForChoices = ({ choicesDependOn = [] }: FormField, answers: Answers): Answers =>
  Object.fromEntries(
    choicesDependOn.flatMap((key) => {
      const answer = Object.hasOwn(answers, key) ? answers[key] : undefined;
      return answer === undefined ? [] : [[key, answer]];
    }),
  );

/** A field with the choices that its vendor offers at present. */
export interface OfferedChoices {
  readonly field: FetchedField;
  readonly choices: readonly Choice[];
}

/**
 * Refuses answers that their vendor does not offer.
 * @throws DomainError `answers-invalid` with every place that is wrong
 */
export const checkOffered = (answers: Answers, offered: readonly OfferedChoices[]): void => {
  const places = offered
    .filter(({ field, choices }) => !isOffered(answers[field.key], choices))
    .map(({ field }) => ({ pointer: pointerTo(field.key), rule: 'is not one of the choices that the vendor offers' }));
  if (places.length === 0) return;
  throw new DomainError('answers-invalid', `${places.length} of the answers cannot be taken`, {}, places);
};

const isOffered = (answer: Answers[string] | undefined, choices: readonly Choice[]): boolean => {
  const values = new Set(choices.map(({ value }) => value));
  return (typeof answer === 'object' ? answer : [answer]).every((each) => typeof each === 'string' && values.has(each));
};
