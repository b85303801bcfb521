import type { ChannelPrices, PriceListEntry } from '../channel/chain';
import { DomainError } from '../errors';
import type { Component, Plan } from './offering';

type Priced = Pick<Component, 'price' | 'minimumSpend' | 'currencies'>;

/**
 * The currencies beside its own that a plan is priced in: those of all components that its vendor sells, in the order of their
 * codes. What a tier adds takes none away.
 */
export const otherCurrencies = (components: readonly Pick<Component, 'currencies' | 'from'>[]): readonly string[] => {
  const sold = components.filter(({ from }) => from === undefined);
  const [first, ...rest] = sold.map(({ currencies = {} }) => Object.keys(currencies));
  return (first ?? []).filter((code) => rest.every((codes) => codes.includes(code))).sort();
};

/** Every currency that a plan is priced in, its own first. */
export const currenciesOf = ({ currency, components }: Pick<Plan, 'currency' | 'components'>): readonly string[] => [
  currency,
  ...otherCurrencies(components),
];

/** A component at its prices in another currency than the plan's; `undefined` when it has none there. */
export const componentIn = <C extends Priced>(component: C, currency: string): C | undefined => {
  const { currencies = {} } = component;
  const own = Object.hasOwn(currencies, currency) ? currencies[currency] : undefined;
  return own === undefined ? undefined : ({ ...unpriced(component), ...own } as unknown as C);
};

const unpriced = <C extends Priced>({ price: _, minimumSpend: __, currencies: ___, ...rest }: C) => rest;

/** Entries as they count in another currency than the plan's: percentages, and values that name it. */
const entriesIn = (entries: readonly PriceListEntry[], code: string): PriceListEntry[] =>
  entries.flatMap(({ currency, ...entry }) => (entry.kind === 'percentage' || currency === code ? [entry] : []));

/** Price lists as they count in another currency than the plan's. */
export const listsIn = ({ wholesale, sellIn, sellOut, ...rest }: ChannelPrices, currency: string): ChannelPrices => ({
  ...rest,
  wholesale: entriesIn(wholesale, currency),
  sellIn: entriesIn(sellIn, currency),
  sellOut: entriesIn(sellOut, currency),
});

/**
 * A plan and its price lists in one of the currencies that it is priced in: all else follows from these as if there were no
 * other. Without a currency it is the plan's own.
 * @throws DomainError `currency-not-priced`
 */
export const pricedIn = <S extends { readonly plan: Plan; readonly prices: ChannelPrices }>(
  sale: S,
  currency: string = sale.plan.currency,
): S => {
  const { plan } = sale;
  if (currency === plan.currency) return sale;
  if (!currenciesOf(plan).includes(currency))
    throw new DomainError('currency-not-priced', 'the plan has no prices in this currency', { currency });
  const components = plan.components.flatMap((component) => componentIn(component, currency) ?? []);
  return { ...sale, plan: { ...plan, currency, components }, prices: listsIn(sale.prices, currency) };
};
