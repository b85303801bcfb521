import type { DecimalText } from '../decimal';
import type { Component } from './offering';

/** What a plan asks, as a vendor's file writes it. */
export interface PlanPrices {
  readonly components: readonly Component[];
  /** Paid once, when a subscription becomes active. */
  readonly setupFee?: DecimalText;
  /** Least that a period of the plan comes to. */
  readonly minimumSpend?: DecimalText;
}

/**
 * The components that a plan's set-up fee and minimum spend are kept as. A vendor's keys begin with a letter or a digit, so
 * none is like these.
 */
export const [setupFeeComponent, minimumSpendComponent] = ['@setup', '@minimum'] as const;

/** All that a plan asks as components, so that it has a place in price lists, versions and books as any other price. */
export const pricedComponents = ({ components, setupFee, minimumSpend }: PlanPrices): readonly Component[] => [
  ...components,
  ...(setupFee === undefined ? [] : [setupComponent(setupFee)]),
  ...(minimumSpend === undefined ? [] : [minimumComponent(minimumSpend)]),
];

/** The same as a file writes it. */
export const writtenPrices = (priced: readonly Component[]): PlanPrices => {
  const amountOf = (own: string): DecimalText | undefined => {
    const price = priced.find(({ key }) => key === own)?.price;
    return price?.kind === 'flat' ? price.price : undefined;
  };
  const [setupFee, minimumSpend] = [amountOf(setupFeeComponent), amountOf(minimumSpendComponent)];
  return {
    components: priced.filter(({ key }) => !isReserved(key)),
    ...(setupFee === undefined ? {} : { setupFee }),
    ...(minimumSpend === undefined ? {} : { minimumSpend }),
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

const minimumComponent = (price: DecimalText): Component => ({
  key: minimumSpendComponent,
  name: 'Minimum spend',
  unit: 'period',
  charge: 'minimum-spend',
  price: { kind: 'flat', price },
});
