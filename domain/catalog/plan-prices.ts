import type { DecimalText } from '../decimal';
import type { Component, PriceModel } from './offering';

/** What a plan asks, as a vendor's file writes it. */
export interface PlanPrices {
  readonly components: readonly Component[];
  /** Paid once, when a subscription becomes active. */
  readonly setupFee?: DecimalText;
  /** Least that a period of the plan comes to. */
  readonly minimumSpend?: DecimalText;
  /** The plan's own prices in other currencies, by their codes. */
  readonly currencies?: Readonly<Record<string, OwnPrices>>;
}

interface OwnPrices {
  readonly setupFee?: DecimalText;
  readonly minimumSpend?: DecimalText;
}

/**
 * The components that a plan's set-up fee and minimum spend are kept as. A vendor's keys begin with a letter or a digit, so
 * none is like these.
 */
export const [setupFeeComponent, minimumSpendComponent] = ['@setup', '@minimum'] as const;

/** All that a plan asks as components, so that it has a place in price lists, versions and books as any other price. */
export const pricedComponents = ({
  components,
  setupFee,
  minimumSpend,
  currencies = {},
}: PlanPrices): readonly Component[] => [
  ...components,
  ...(setupFee === undefined ? [] : [{ ...setupComponent(setupFee), ...ownIn(currencies, 'setupFee') }]),
  ...(minimumSpend === undefined ? [] : [{ ...minimumComponent(minimumSpend), ...ownIn(currencies, 'minimumSpend') }]),
];

const ownIn = (
  currencies: Readonly<Record<string, OwnPrices>>,
  name: keyof OwnPrices,
): Pick<Component, 'currencies'> => {
  const prices = Object.entries(currencies).flatMap(([code, { [name]: price }]) =>
    price === undefined ? [] : [[code, { price: { kind: 'flat', price } }] as const],
  );
  return prices.length === 0 ? {} : { currencies: Object.fromEntries(prices) };
};

/** The same as a file writes it. */
export const writtenPrices = (priced: readonly Component[]): PlanPrices => {
  const own = priced.filter(({ key }) => isReserved(key));
  const codes = [...new Set(own.flatMap(({ currencies = {} }) => Object.keys(currencies)))];
  const others = codes.map((code) => [code, ownAmounts(own, ({ currencies }) => currencies?.[code]?.price)] as const);
  return {
    components: priced.filter(({ key }) => !isReserved(key)),
    ...ownAmounts(own, ({ price }) => price),
    ...(others.length === 0 ? {} : { currencies: Object.fromEntries(others) }),
  };
};

const ownAmounts = (
  own: readonly Component[],
  priceOf: (component: Component) => PriceModel | undefined,
): OwnPrices => {
  const amounts = own.flatMap((component) => {
    const price = priceOf(component);
    const name = component.key === setupFeeComponent ? 'setupFee' : 'minimumSpend';
    return price?.kind === 'flat' ? [[name, price.price] as const] : [];
  });
  return Object.fromEntries(amounts);
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
