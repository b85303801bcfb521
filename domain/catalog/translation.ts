import type { Component, Offering, Plan } from './offering';
import type { FormField } from './order-form';
import { lookUp, wordsIn } from './texts';

/** In which language something is told: `null` when its vendor does not say. */
export interface Told {
  readonly language: string | null;
  /** All that it is told in, its own first. */
  readonly languages: readonly string[];
}

type Summary = Omit<Offering, 'plans'>;

/** An offering in the best of the languages that somebody reads, else in its own. @param ranges the best first */
export const translatedSummary = <Known extends Summary>(offering: Known, ranges: readonly string[]): Known & Told => {
  const { language: own, texts, name, description, orderForm } = offering;
  const languages = [...(own === null ? [] : [own]), ...Object.keys(texts).sort()];
  const language = lookUp(ranges, languages) ?? own;
  const words = wordsIn(texts, language);
  return {
    ...offering,
    name: words?.name ?? name,
    description: words?.description ?? description,
    orderForm: orderForm.map((field) => translatedField(field, language)),
    language,
    languages,
  };
};

/** The same with its plans. */
export const translatedOffering = <Known extends Offering>(
  offering: Known,
  ranges: readonly string[],
): Known & Told => {
  const told = translatedSummary(offering, ranges);
  return { ...told, plans: told.plans.map((plan) => translatedPlan(plan, told.language)) };
};

const translatedPlan = (plan: Plan, language: string | null): Plan => {
  const words = wordsIn(plan.texts, language);
  if (words === undefined) return plan;
  const translated = (component: Component): Component => {
    const { name, unit } = words.components?.[component.key] ?? {};
    return { ...component, name: name ?? component.name, unit: unit ?? component.unit };
  };
  return { ...plan, name: words.name ?? plan.name, components: plan.components.map(translated) };
};

/** Values of choices stay what they are; only their labels are told. */
const translatedField = ({ texts, ...field }: FormField, language: string | null): FormField => {
  const words = wordsIn(texts, language);
  if (words === undefined) return field;
  const { label, help, choices } = words;
  return {
    ...field,
    label: label ?? field.label,
    ...(field.help === undefined && help === undefined ? {} : { help: help ?? field.help ?? '' }),
    ...(field.choices === undefined
      ? {}
      : { choices: field.choices.map(({ value, label: own }) => ({ value, label: choices?.[value] ?? own })) }),
  };
};
