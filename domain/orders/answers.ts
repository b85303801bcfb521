import { faultOf } from '../catalog/field-answer';
import type { Answer, Answers, FormField } from '../catalog/order-form';
import type { RefusedPlace } from '../errors';
import { DomainError } from '../errors';

/** Whether a text fits a pattern; the engine is handed in, one that no pattern can keep busy. */
export type Fits = (pattern: string, text: string) => boolean;

/** What stands for a secret wherever it is told. */
export const mask = '********';

/**
 * A buyer's answers to the fields that a plan asks, with defaults for what is not said.
 * @throws DomainError `answers-invalid` with every place that is wrong
 */
export const readAnswers = (fields: readonly FormField[], given: Answers, fits: Fits): Answers => {
  const { answers, places } = partialAnswers(fields, given, fits);
  const missing = fields
    .filter((field) => field.required === true && isShown(field, answers))
    .filter(({ key }) => !Object.hasOwn(answers, key) && !Object.hasOwn(given, key))
    .map(({ key }) => ({ pointer: pointerTo(key), rule: 'is missing' }));
  refuseAnswers([...missing, ...places]);
  return answers;
};

/** As `readAnswers`, of a form that is still being filled in: nothing is missing yet. */
export const readSomeAnswers = (fields: readonly FormField[], given: Answers, fits: Fits): Answers => {
  const { answers, places } = partialAnswers(fields, given, fits);
  refuseAnswers(places);
  return answers;
};

/** @throws DomainError `answers-invalid` when there is a place that is wrong */
const refuseAnswers = (places: readonly RefusedPlace[]): void => {
  if (places.length === 0) return;
  const message = `${places.length} of the answers cannot be taken`;
  throw new DomainError('answers-invalid', message, {}, places.slice(0, placesMost));
};

// As many as a form has fields, and then some that it does not have.
const placesMost = 60;

const partialAnswers = (fields: readonly FormField[], given: Answers, fits: Fits) => {
  const known = new Set(fields.map(({ key }) => key));
  const places: RefusedPlace[] = Object.keys(given)
    .filter((key) => !known.has(key))
    .map((key) => ({ pointer: pointerTo(key), rule: 'is not asked for this plan' }));
  const answers: Record<string, Answer> = {};
  for (const field of fields) {
    const { key } = field;
    const said = Object.hasOwn(given, key) ? given[key] : undefined;
    const refuse = (rule: string): void => void places.push({ pointer: pointerTo(key), rule });
    if (!isShown(field, answers)) {
      if (said !== undefined) refuse('is asked only after another answer');
      continue;
    }
    const answer = said ?? field.default;
    if (answer === undefined) continue;
    const fault = faultOf(field, answer) ?? patternFault(field, answer, fits);
    if (fault === undefined) answers[key] = answer;
    else refuse(fault);
  }
  return { answers, places };
};

/** Fields stand after those that they depend on. */
const isShown = ({ shownWhen }: FormField, answers: Answers): boolean => {
  if (shownWhen === undefined) return true;
  const answer = Object.hasOwn(answers, shownWhen.field) ? answers[shownWhen.field] : undefined;
  return typeof answer === 'object' ? answer.includes(String(shownWhen.is)) : answer === shownWhen.is;
};

const patternFault = ({ pattern }: FormField, answer: Answer, fits: Fits): string | undefined =>
  pattern === undefined || typeof answer !== 'string' || fits(pattern, answer) ? undefined : 'does not fit the pattern';

/** Where an answer stands in a request. */
export const pointerTo = (key: string): string => `/answers/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Answers as they are told, and the secret ones by themselves. */
export const splitSecrets = (
  fields: readonly FormField[],
  answers: Answers,
): { readonly told: Answers; readonly secrets: Readonly<Record<string, string>> } => {
  const secret = fields
    .filter(({ type, key }) => type === 'secret' && Object.hasOwn(answers, key))
    .map(({ key }) => key);
  return {
    told: { ...answers, ...Object.fromEntries(secret.map((key) => [key, mask])) },
    secrets: Object.fromEntries(secret.map((key) => [key, String(answers[key])])),
  };
};
