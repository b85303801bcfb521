import { componentIn, currenciesOf, listsIn } from '../../domain/catalog/currencies';
import type { Component, Plan } from '../../domain/catalog/offering';
import type { ChannelPrices, Level } from '../../domain/channel/chain';
import { minimumChain, priceChain } from '../../domain/channel/chain';
import { isSeenAt } from '../../domain/channel/own-components';
import { onlyLevels, visibleLevels } from '../../domain/channel/visibility';
import { presenceOf } from '../../domain/pricing/choices';
import type { Caller } from '../auth';
import type { Sale } from '../pricing/reads';
import { offeredTo } from '../pricing/sale';

const noPrices: ChannelPrices = { wholesale: [], sellIn: [], sellOut: [] };

/** As the rows of the price lists of its channel show a plan to the caller: not at all, without prices, or with them. */
export const shownPlan = (caller: Caller, vendorId: string, plan: Plan, sale: Sale | undefined) => {
  const { shown, priced } = sale === undefined ? { shown: true, priced: true } : offeredTo(caller, sale);
  if (!shown) return [];
  const audience = levelsOf(caller, vendorId, sale);
  const levels = priced ? audience : [];
  const components = [...plan.components, ...addedTo(sale, audience)];
  const taxIncluded = levels.includes('sellOut') && sale?.prices.includedTax !== undefined;
  return [
    {
      ...plan,
      currencies: currenciesOf(plan),
      taxIncluded,
      components: pricedComponents(plan.id, components, levels, sale),
    },
  ];
};

/** What the tiers of a channel add to the plan, for those who buy from or through them. */
const addedTo = (sale: Sale | undefined, audience: readonly Level[]): readonly Component[] =>
  sale?.plan.components.filter((component) => component.from !== undefined && isSeenAt(component, audience)) ?? [];

/**
 * Prices come down a channel to somebody who buys. To anybody else, such as another vendor, what the channel asks is not
 * told; the platform's own staff and the vendor itself see what the vendor asks.
 */
export const levelsOf = (caller: Caller, vendorId: string, sale: Sale | undefined): readonly Level[] => {
  const levels = visibleLevels(caller, {
    vendorId,
    distributorId: sale?.channel.distributorId ?? null,
    resellerId: sale?.channel.resellerId ?? null,
  });
  const buys = sale?.customer.kinds.some((kind) => kind !== 'vendor') === true;
  return buys || levels.includes('vendorCost') ? levels : [];
};

/** Components at the levels that are to be seen. */
export const pricedComponents = (
  planId: string,
  components: readonly Component[],
  levels: readonly Level[],
  sale: Sale | undefined,
) =>
  components.map((component) => ({
    ...component,
    presence: presenceOf(component),
    ...pricesOf(planId, component, levels, sale?.prices ?? noPrices),
    currencies: Object.fromEntries(
      Object.keys(component.currencies ?? {}).map((currency) => {
        const abroad = componentIn(component, currency) ?? component;
        return [currency, pricesOf(planId, abroad, levels, listsIn(sale?.prices ?? noPrices, currency))];
      }),
    ),
  }));

const pricesOf = (planId: string, component: Component, levels: readonly Level[], prices: ChannelPrices) => ({
  prices: onlyLevels(priceChain(planId, component.key, component.price, prices, component.from), levels),
  ...minimumsOf(planId, component, levels, prices),
});

const minimumsOf = (
  planId: string,
  { key, minimumSpend }: Component,
  levels: readonly Level[],
  prices: ChannelPrices,
) =>
  minimumSpend === undefined || levels.length === 0
    ? {}
    : { minimums: onlyLevels(minimumChain(planId, key, minimumSpend, prices), levels) };
