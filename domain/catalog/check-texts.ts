import type { OfferingEntry, PlanEntry } from './catalog-file';
import type { FormField } from './order-form';
import { isReserved } from './plan-prices';
import type { RefuseAt } from './refusal';
import { below } from './refusal';

/** Refuses words in other languages that nobody would ever be told. */
export const checkTexts = ({ language, texts, plans, orderForm }: OfferingEntry, refuse: RefuseAt): void => {
  const known = new Set(Object.keys(texts));
  if (known.size > 0 && language === null)
    refuse('/language', 'an offering with texts in other languages says which one its own is');
  if (language !== null && known.has(language)) refuse(`/texts/${language}`, 'this is the language of the offering');
  plans.forEach((plan, at) => checkPlanTexts(plan, known, below(refuse, `/plans/${at}/texts`)));
  orderForm.forEach((field, at) => checkFieldTexts(field, known, below(refuse, `/orderForm/${at}/texts`)));
};

const checkKnown = (texts: object, known: ReadonlySet<string>, refuse: RefuseAt): void => {
  for (const language of Object.keys(texts).filter((tag) => !known.has(tag)))
    refuse(`/${language}`, 'the offering itself has no texts in this language');
};

const checkPlanTexts = (plan: PlanEntry, known: ReadonlySet<string>, refuse: RefuseAt): void => {
  const prices = [plan, ...plan.plannedPrices];
  const keys = new Set(prices.flatMap(({ components }) => components.map(({ key }) => key)));
  checkKnown(plan.texts, known, refuse);
  for (const [language, { components = {} }] of Object.entries(plan.texts))
    for (const key of Object.keys(components).filter((name) => isReserved(name) || !keys.has(name)))
      refuse(`/${language}/components/${key}`, 'the plan has no such component');
};

const checkFieldTexts = ({ texts = {}, choices = [] }: FormField, known: ReadonlySet<string>, refuse: RefuseAt) => {
  const values = new Set(choices.map(({ value }) => value));
  checkKnown(texts, known, refuse);
  for (const [language, { choices: labels = {} }] of Object.entries(texts))
    for (const value of Object.keys(labels).filter((named) => !values.has(named)))
      refuse(`/${language}/choices`, `the field has no choice ${value}`);
};
