import { componentIn, listsIn, otherCurrencies } from '../catalog/currencies';
import { sameValues } from '../catalog/same-prices';
import type { ChannelPrices } from './chain';
import type { ListedPlan } from './check-rows';
import type { OfferedComponent, PriceImpact } from './impact';
import { markUpImpact } from './impact';

type Listed = ListedPlan['components'];

/**
 * What a change of mark-ups does to the prices of one plan, in each of its currencies, its own first.
 * @param was The components before, where a tier changes what it adds.
 * @throws DomainError `price-entry-invalid`
 */
export const planImpact = (
  before: ChannelPrices,
  after: ChannelPrices,
  { planId, components }: Pick<ListedPlan, 'planId' | 'components'>,
  was: Listed = components,
): PriceImpact[] => {
  const inCurrency = (listed: Listed, currency: string): Listed =>
    listed.flatMap((component) => componentIn(component, currency) ?? []);
  const abroad = otherCurrencies(components).flatMap((currency) => {
    const there = offered(planId, inCurrency(components, currency), inCurrency(was, currency));
    const impacts = markUpImpact(listsIn(before, currency), listsIn(after, currency), there);
    return impacts.map((impact) => ({ ...impact, currency }));
  });
  return [...markUpImpact(before, after, offered(planId, components, was)), ...abroad];
};

const offered = (planId: string, listed: Listed, was: Listed): OfferedComponent[] =>
  listed.map(({ key, price, minimumSpend, from }) => {
    const priceBefore = was.find((component) => component.key === key)?.price;
    const isNew = priceBefore === undefined || sameValues(priceBefore, price, true);
    return { planId, component: key, vendorPrice: price, minimumSpend, from, ...(isNew ? {} : { priceBefore }) };
  });
