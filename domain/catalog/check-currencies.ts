import { scaleOf } from '../money';
import { checkPriceModel } from '../pricing/price-model';
import type { Component } from './offering';
import type { PlanPrices } from './plan-prices';
import { pricedComponents } from './plan-prices';
import type { RefuseAt } from './refusal';
import { below, told } from './refusal';

/**
 * Refuses prices in other currencies that are none, and those that not all of a plan has: one order is in one currency.
 * @param own The currency of the plan.
 */
export const checkCurrencies = (prices: PlanPrices, own: string, refuse: RefuseAt): void => {
  const all = pricedComponents(prices);
  const codes = new Set([
    ...all.flatMap(({ currencies = {} }) => Object.keys(currencies)),
    ...Object.keys(prices.currencies ?? {}),
  ]);
  for (const code of codes) {
    if (code === own) refuse('', `prices in ${code}, the currency of the plan, do not stand among the others`);
    told(
      () => scaleOf(code),
      (_, rule) => refuse('', `${code}: ${rule}`),
    );
  }
  prices.components.forEach((component, at) => checkComponent(component, codes, below(refuse, `/components/${at}`)));
  for (const code of codes) checkOwn(prices, code, below(refuse, `/currencies/${code}`));
};

const checkComponent = (component: Component, codes: ReadonlySet<string>, refuse: RefuseAt): void => {
  const { currencies = {} } = component;
  for (const code of codes) {
    const place = below(refuse, `/currencies/${code}`);
    const priced = currencies[code];
    if (priced === undefined) place('', `other prices of the plan are in ${code} too`);
    else checkPrice(component, priced, place);
  }
};

const checkPrice = (
  component: Component,
  { price, minimumSpend }: Pick<Component, 'price' | 'minimumSpend'>,
  refuse: RefuseAt,
): void => {
  told(() => checkPriceModel({ ...component, price }), refuse);
  const hasMinimum = component.minimumSpend !== undefined;
  if (hasMinimum !== (minimumSpend !== undefined))
    refuse('/minimumSpend', 'a component has a minimum in every currency, or in none');
  if (minimumSpend !== undefined) checkAmount(component, minimumSpend, below(refuse, '/minimumSpend'));
};

/** A plan's own prices are there in every currency, or in none. */
const checkOwn = (prices: PlanPrices, code: string, refuse: RefuseAt): void => {
  for (const name of ['setupFee', 'minimumSpend'] as const) {
    const amount = prices.currencies?.[code]?.[name];
    const place = below(refuse, `/${name}`);
    if ((prices[name] === undefined) !== (amount === undefined))
      place('', 'the plan has this price in every currency, or in none');
    if (amount !== undefined) checkAmount({ key: name, charge: 'fixed' }, amount, place);
  }
};

const checkAmount = ({ key, charge }: Pick<Component, 'key' | 'charge'>, price: string, refuse: RefuseAt): void => {
  told(
    () => checkPriceModel({ key, charge, price: { kind: 'flat', price } }),
    (_, rule) => refuse('', rule),
  );
};
