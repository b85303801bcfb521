import type { DecimalText } from '../decimal';
import type { Component } from './offering';

/** What a plan asks, as a vendor's file writes it. */
export interface PlanPrices {
  readonly components: readonly Component[];
  /** Paid once, when a subscription becomes active. */
  readonly setupFee?: DecimalText;
}

/** The component that a plan's set-up fee is kept as. A vendor's keys begin with a letter or a digit, so none is like it. */
export const setupFeeComponent = '@setup';

/** All that a plan asks as components, so that it has a place in price lists, versions and books as any other price. */
export const pricedComponents = ({ components, setupFee }: PlanPrices): readonly Component[] => [
  ...components,
  ...(setupFee === undefined ? [] : [setupComponent(setupFee)]),
];

/** The same as a file writes it. */
export const writtenPrices = (priced: readonly Component[]): PlanPrices => {
  const setup = priced.find(({ key }) => key === setupFeeComponent)?.price;
  return {
    components: priced.filter(({ key }) => !isReserved(key)),
    ...(setup?.kind === 'flat' ? { setupFee: setup.price } : {}),
  };
};

/** True for components that a plan's own prices are kept as. */
export const isReserved = (key: string): boolean => key.startsWith('@');

const setupComponent = (price: DecimalText): Component => ({
  key: setupFeeComponent,
  name: 'Set-up',
  unit: 'once',
  charge: 'one-time',
  price: { kind: 'flat', price },
});
