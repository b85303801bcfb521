import type { Component, Presence, PriceModel } from '../catalog/offering';
import type { Big, DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import type { ErrorDetails } from '../errors';
import { DomainError } from '../errors';
import { isQuantityAllowed } from './quantity-rules';

/** Whether a buyer may do without a component. */
export const presenceOf = ({ presence = 'required' }: Pick<Component, 'presence'>): Presence => presence;

/** True for a component that leaves the buyer a choice: how much of it, or whether at all. */
export const isChoosable = (component: Pick<Component, 'charge' | 'presence'>): boolean =>
  component.charge === 'limit' || presenceOf(component) !== 'required';

/** What a buyer has chosen of a plan. */
interface Chosen {
  /** What is sold, in the plan's order: nothing is charged, and no usage taken, of what was left out. */
  readonly components: readonly Component[];
  /** Of each component that leaves a choice, by key: 0 of what was left out, 1 of what is in without a quantity. */
  readonly quantities: Readonly<Record<string, DecimalText>>;
}

type Quantities = Readonly<Record<string, DecimalText>>;

/**
 * What is sold of a plan for the quantities that a buyer names (`product.md` §4).
 * @throws DomainError `quantity-invalid` naming the component that is missing, unknown or out of bounds, `decimal-invalid`
 */
export const chosenComponents = (components: readonly Component[], quantities: Quantities): Chosen => {
  const choosable = components.filter(isChoosable);
  for (const key of Object.keys(quantities)) {
    if (choosable.some((component) => component.key === key)) continue;
    throw new DomainError('quantity-invalid', 'the plan has no component of this key whose quantity can be chosen', {
      component: key,
    });
  }
  const chosen = Object.fromEntries(choosable.map((each) => [each.key, chosenQuantity(each, quantities)]));
  const isLeftOut = (component: Component): boolean =>
    presenceOf(component) !== 'required' && chosen[component.key] === '0';
  return { components: components.filter((component) => !isLeftOut(component)), quantities: chosen };
};

type RefuseQuantity = (rule: string, details?: ErrorDetails) => never;

const chosenQuantity = (component: Component, quantities: Quantities): DecimalText => {
  const { key, price } = component;
  const refuse: RefuseQuantity = (rule, details = {}) => {
    throw new DomainError('quantity-invalid', rule, { component: key, ...details });
  };
  const chosen = Object.hasOwn(quantities, key) ? quantities[key] : unsaidQuantity(component);
  if (chosen === undefined) return refuse('a quantity is needed for this component');
  const number = quantityOfTag(price, chosen) ?? chosen;
  if (/^[a-zA-Z]/.test(number)) return refuse('the price has no step of this name');
  const quantity = decimal(number);
  if (presenceOf(component) !== 'required' && quantity.eq('0')) return '0';
  if (component.charge === 'limit') return limitQuantity(component, quantity, refuse);
  return quantity.eq('1') ? '1' : refuse('a component without quantities is chosen with 1, and left out with 0');
};

const unsaidQuantity = (component: Component): DecimalText | undefined => {
  if (presenceOf(component) === 'optional') return '0';
  return component.charge === 'limit' ? component.min : '1';
};

const limitQuantity = (component: Component, quantity: Big, refuse: RefuseQuantity): DecimalText => {
  const { min = '0', max, step, limitAmount } = component;
  const least = decimal(min);
  if (quantity.lt('0') || quantity.lt(least)) refuse('the quantity is below the minimum', { min: decimalText(least) });
  if (max !== undefined && quantity.gt(decimal(max))) refuse('the quantity is above the maximum', { max });
  if (limitAmount !== undefined && quantity.gt(decimal(limitAmount)))
    refuse('the quantity is above the limit', { limitAmount });
  const text = decimalText(quantity);
  if (step !== undefined && !isQuantityAllowed(component, text))
    refuse('the quantity is not a step above the minimum', { min: decimalText(least), step });
  if (!hasPrice(component, text)) refuse('the price has no step of this quantity');
  return text;
};

/** The number of the step of this name, if the price has one (`stairstep`). */
const quantityOfTag = (price: PriceModel, tag: string): DecimalText | undefined =>
  'tiers' in price ? price.tiers.find((tier) => tier.tag === tag)?.from : undefined;

/** A `stairstep` may end; all other models price every quantity. */
const hasPrice = ({ price, factor = '1' }: Component, quantity: DecimalText): boolean => {
  const last = price.kind === 'stairstep' ? price.tiers.at(-1)?.to : null;
  return last === null || last === undefined || decimal(quantity).lte(decimal(last).times(decimal(factor)));
};
