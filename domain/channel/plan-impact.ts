import { componentIn, listsIn, otherCurrencies } from '../catalog/currencies';
import type { ChannelPrices } from './chain';
import type { ListedPlan } from './check-rows';
import type { PriceImpact } from './impact';
import { markUpImpact } from './impact';

/**
 * What a change of mark-ups does to the prices of one plan, in each of its currencies, its own first.
 * @throws DomainError `price-entry-invalid`
 */
export const planImpact = (
  before: ChannelPrices,
  after: ChannelPrices,
  { planId, components }: Pick<ListedPlan, 'planId' | 'components'>,
): PriceImpact[] => {
  const offered = (listed: ListedPlan['components']) =>
    listed.map(({ key, price, minimumSpend }) => ({ planId, component: key, vendorPrice: price, minimumSpend }));
  const abroad = otherCurrencies(components).flatMap((currency) => {
    const there = offered(components.flatMap((component) => componentIn(component, currency) ?? []));
    const impacts = markUpImpact(listsIn(before, currency), listsIn(after, currency), there);
    return impacts.map((impact) => ({ ...impact, currency }));
  });
  return [...markUpImpact(before, after, offered(components)), ...abroad];
};
