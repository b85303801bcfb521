import { decimal, isDecimalText } from '../decimal';
import { addDays } from '../time';
import type { Answer, FieldType, FormField } from './order-form';

/** The longest answer of a type whose field says nothing shorter. */
const longest: Partial<Record<FieldType, number>> = { text: 500, email: 254, url: 2_000 };
const longestOfAll = 10_000;

/** What is wrong with an answer by its field's own rules but its pattern; `undefined` when nothing is. */
export const faultOf = (field: FormField, answer: Answer): string | undefined => {
  if (field.type === 'boolean') return typeof answer === 'boolean' ? undefined : 'is neither true nor false';
  if (field.type === 'choices') return choicesFault(field, answer);
  if (typeof answer !== 'string') return 'is not text';
  return formFaults[field.type](answer) ?? rangeFault(field, answer) ?? lengthFault(field, answer);
};

const choicesFault = ({ choices }: FormField, answer: Answer): string | undefined => {
  if (typeof answer === 'string' || typeof answer === 'boolean') return 'is not a list of choices';
  if (new Set(answer).size !== answer.length) return 'names a choice twice';
  return choices === undefined || answer.every((each) => choices.some(({ value }) => value === each))
    ? undefined
    : 'is not one of the choices';
};

/** By type, what is wrong with the form of a text. */
const formFaults: Readonly<Record<Exclude<FieldType, 'boolean' | 'choices'>, (text: string) => string | undefined>> = {
  text: (text) => (/[\r\n]/.test(text) ? 'has more than one line' : undefined),
  multiline: () => undefined,
  secret: () => undefined,
  choice: () => undefined,
  integer: (text) => (/^-?\d{1,20}$/.test(text) ? undefined : 'is not a whole number as text, such as "12"'),
  decimal: (text) => (isDecimalText(text) ? undefined : 'is not a number as text in plain digits, such as "12.5"'),
  date: (text) => (isDate(text) ? undefined : 'is not a date such as 2026-12-01'),
  email: (text) => (/^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(text) ? undefined : 'is not an e-mail address'),
  url: (text) => (isWebAddress(text) ? undefined : 'is not an address that begins with https:// or http://'),
};

const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return addDays(text, 0) === text;
  } catch {
    return false;
  }
};

const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text) && !/\s/.test(text) && URL.canParse(text);

const rangeFault = ({ type, min, max, choices }: FormField, text: string): string | undefined => {
  if (type === 'choice' && choices !== undefined && !choices.some(({ value }) => value === text))
    return 'is not one of the choices';
  if (min !== undefined && decimal(text).lt(decimal(min))) return `is less than ${min}`;
  return max !== undefined && decimal(text).gt(decimal(max)) ? `is more than ${max}` : undefined;
};

const lengthFault = ({ type, minLength = 1, maxLength }: FormField, text: string): string | undefined => {
  const most = maxLength ?? longest[type] ?? longestOfAll;
  // Characters, not the halves that some of them are stored as.
  const length = Array.from(text).length;
  if (length < minLength) return length === 0 ? 'is empty' : `has less than ${minLength} characters`;
  return length > most ? `has more than ${most} characters` : undefined;
};
