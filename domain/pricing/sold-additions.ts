import type { Component } from '../catalog/offering';
import type { SoldComponent, Terms } from './terms';

/**
 * The components that a running subscription can choose among without another plan or list: what tiers have added to the plan
 * since its sale counts only when it is asked for, and what they have sold and sell no more goes on.
 * @param components Of the plan, with what its channel adds today.
 * @param asked Keys that somebody names.
 */
export const withSoldAdditions = (
  components: readonly Component[],
  { components: sold, quantities }: Pick<Terms, 'components' | 'quantities'>,
  asked: readonly string[],
): readonly Component[] => {
  const isKnown = (key: string): boolean =>
    sold.some((each) => each.key === key) || Object.hasOwn(quantities, key) || asked.includes(key);
  const offered = components.filter(({ key, from }) => from === undefined || isKnown(key));
  const ended = sold.filter(({ key, from }) => from !== undefined && !components.some((each) => each.key === key));
  return [...offered, ...ended.map(asComponent)];
};

const asComponent = ({ key, name, unit, charge, presence, prices, from }: SoldComponent): Component => ({
  ...{ key, name, unit, charge },
  price: prices[from ?? 'vendorCost'],
  ...(presence === undefined ? {} : { presence }),
  ...(from === undefined ? {} : { from }),
});
