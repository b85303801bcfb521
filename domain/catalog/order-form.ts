import type { DecimalText } from '../decimal';
import { decimal } from '../decimal';
import { checkKeys } from './check-keys';
import { faultOf } from './field-answer';
import type { RefuseAt } from './refusal';
import { below } from './refusal';

/** What a field of an order form takes. `choices` takes several of them; a `secret` is told to the vendor alone. */
export const fieldTypes = [
  ...(['text', 'multiline', 'integer', 'decimal', 'boolean', 'date', 'email', 'url'] as const),
  ...(['choice', 'choices', 'secret'] as const),
];
export type FieldType = (typeof fieldTypes)[number];

/** What a buyer answers: true or false, several choices, and text for all else; numbers are decimal text. */
export type Answer = string | boolean | readonly string[];
export type Answers = Readonly<Record<string, Answer>>;

/** One of the texts that a buyer may choose, and how it is shown. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** One question of an offering's order form. */
export interface FormField {
  readonly key: string;
  readonly label: string;
  readonly help?: string;
  readonly type: FieldType;
  readonly required?: boolean;
  /** What holds when a buyer says nothing. */
  readonly default?: Answer;
  /** A regular expression that the whole text fits; of RE2, so that no text takes it long. */
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: DecimalText;
  readonly max?: DecimalText;
  readonly choices?: readonly Choice[];
  /** Where the vendor is asked for the list whenever it is needed, where it is not in the file. */
  readonly choicesUrl?: string;
  /** In other languages; labels of choices by their values. */
  readonly texts?: Readonly<Record<string, FieldWords>>;
  /** Keys of the earlier fields whose answers the vendor is told when it is asked for the list; no others are. */
  readonly choicesDependOn?: readonly string[];
  /** Asked only when an earlier field has this answer. */
  readonly shownWhen?: { readonly field: string; readonly is: string | boolean };
}

interface FieldWords {
  readonly label?: string | undefined;
  readonly help?: string | undefined;
  readonly choices?: Readonly<Record<string, string>> | undefined;
}

/** The fields of an offering that a plan asks, in the order of the form. */
export const askedFields = (
  { orderForm }: { readonly orderForm: readonly FormField[] },
  { formFields }: { readonly formFields: readonly string[] },
): readonly FormField[] => (formFields.length === 0 ? [] : orderForm.filter(({ key }) => formFields.includes(key)));

/** Refuses a form that nobody could fill in, or whose rules mean nothing for the type that they stand at. */
export const checkOrderForm = (form: readonly FormField[], refuse: RefuseAt): void => {
  checkKeys(form, refuse);
  form.forEach((field, at) => {
    const place = below(refuse, `/${at}`);
    checkRules(field, place);
    checkChoices(field, place);
    checkBounds(field, place);
    checkDefault(field, place);
    checkShownWhen(field, form.slice(0, at), below(place, '/shownWhen'));
    checkDependOn(field, form.slice(0, at), below(place, '/choicesDependOn'));
  });
};

/** Refuses a plan that asks what the form does not have, or a question without the one that it depends on. */
export const checkAsked = (asked: readonly string[], form: readonly FormField[], refuse: RefuseAt): void => {
  const fields = new Map(form.map((field) => [field.key, field]));
  asked.forEach((key, at) => {
    const field = fields.get(key);
    if (asked.indexOf(key) !== at) refuse(`/${at}`, 'the field is named twice');
    if (field === undefined) refuse(`/${at}`, 'the order form has no such field');
    for (const needed of neededBy(field))
      if (!asked.includes(needed)) refuse(`/${at}`, `it depends on the field ${needed}`);
  });
};

const neededBy = (field: FormField | undefined): ReadonlySet<string> => {
  const { shownWhen, choicesDependOn = [] } = field ?? {};
  return new Set([...(shownWhen === undefined ? [] : [shownWhen.field]), ...choicesDependOn]);
};

const texts: readonly FieldType[] = ['text', 'multiline', 'email', 'url', 'secret'];
const numbers: readonly FieldType[] = ['integer', 'decimal'];
const chosen: readonly FieldType[] = ['choice', 'choices'];

/** Which types a rule means something for. */
const rulesFor = {
  ...{ pattern: texts, minLength: texts, maxLength: texts },
  ...{ min: numbers, max: numbers },
  ...{ choices: chosen, choicesUrl: chosen },
} as const;

const checkRules = (field: FormField, refuse: RefuseAt): void => {
  for (const rule of Object.keys(rulesFor) as (keyof typeof rulesFor)[]) {
    if (field[rule] !== undefined && !rulesFor[rule].includes(field.type))
      refuse(`/${rule}`, `means nothing for the type ${field.type}`);
  }
};

const checkChoices = ({ type, choices, choicesUrl }: FormField, refuse: RefuseAt): void => {
  if (!chosen.includes(type)) return;
  if ((choices === undefined) === (choicesUrl === undefined)) refuse('', 'it has either choices or a choicesUrl');
  const seen = new Set<string>();
  choices?.forEach(({ value }, at) => {
    if (seen.has(value)) refuse(`/choices/${at}/value`, 'another choice has the same value');
    seen.add(value);
  });
};

const checkBounds = ({ minLength, maxLength, min, max }: FormField, refuse: RefuseAt): void => {
  if (minLength !== undefined && maxLength !== undefined && maxLength < minLength)
    refuse('/maxLength', 'the maximum is below the minimum');
  if (min !== undefined && max !== undefined && decimal(max).lt(decimal(min)))
    refuse('/max', 'the maximum is below the minimum');
};

// What the file says of a secret is told to every buyer, and a list of elsewhere may change at any time.
const checkDefault = (field: FormField, refuse: RefuseAt): void => {
  if (field.default === undefined) return;
  if (field.type === 'secret' || field.choicesUrl !== undefined) refuse('/default', 'such a field has no default');
  const fault = faultOf(field, field.default);
  if (fault !== undefined) refuse('/default', fault);
};

const checkShownWhen = ({ shownWhen }: FormField, earlier: readonly FormField[], refuse: RefuseAt): void => {
  if (shownWhen === undefined) return;
  const on = earlier.find(({ key }) => key === shownWhen.field);
  if (on === undefined) refuse('/field', 'no earlier field has this key');
  else if (on.type === 'secret') refuse('/field', 'nothing follows from a secret');
  else {
    const fault = faultOf(on, on.type === 'choices' ? [String(shownWhen.is)] : shownWhen.is);
    if (fault !== undefined) refuse('/is', fault);
  }
};

// An answer to a later field may be unknown when the list is asked for, and a secret is kept from every question.
const checkDependOn = (
  { choicesDependOn, choicesUrl }: FormField,
  earlier: readonly FormField[],
  refuse: RefuseAt,
): void => {
  if (choicesDependOn !== undefined && choicesUrl === undefined) refuse('', 'means nothing without a choicesUrl');
  choicesDependOn?.forEach((key, at) => {
    const on = earlier.find((field) => field.key === key);
    if (on === undefined) refuse(`/${at}`, 'no earlier field has this key');
    else if (on.type === 'secret') refuse(`/${at}`, 'nothing follows from a secret');
    if (choicesDependOn.indexOf(key) !== at) refuse(`/${at}`, 'the field is named twice');
  });
};
