import type { Component, Plan } from '../catalog/offering';
import { pricedIn } from '../catalog/currencies';
import { defaultChangeSettings, defaultLeavingSettings, defaultTimeSettings, settingsIn } from '../catalog/settings';
import type { ChannelPrices } from '../channel/chain';
import type { DecimalText } from '../decimal';
import { isChoosable, presenceOf } from './choices';
import type { Issuer, Terms } from './terms';
import { freezeTerms } from './terms';

/** What a renewal follows from: the plan with the prices of that instant, and what the channel makes of them. */
export interface RenewalSale {
  readonly plan: Plan;
  readonly prices: ChannelPrices;
  readonly platformSharePercent?: DecimalText | null;
}

/**
 * The terms of the next order window: what was chosen, at the prices of now. Calendar, issuer, channel, zone and discounts
 * stay as they were sold; the periods of a discount are counted on. Bounds are for who chooses, and a renewal chooses
 * nothing: a quantity that they no longer take goes on as long as it has a price. What the plan has to offer by now is in
 * only if it is required, and what it no longer has is out.
 * @throws DomainError `quantity-invalid` for a quantity that has no price any more, `currency-not-priced`, and as `freezeTerms`
 */
export const renewedTerms = (terms: Terms, sale: RenewalSale): Terms => {
  const { plan, prices, platformSharePercent } = pricedIn(sale, terms.currency);
  const { periodMonths, channel, issuer, zone, coupon, discounts } = terms;
  const calendar = {
    ...settingsIn(defaultTimeSettings, terms),
    ...settingsIn(defaultChangeSettings, terms),
    ...settingsIn(defaultLeavingSettings, terms),
    periodMonths,
  };
  const renewed = { ...plan, ...calendar, components: plan.components.map(boundless) };
  const quantities = runningQuantities(terms, plan);
  return freezeTerms({
    plan: renewed,
    prices: taxedAs(issuer, prices),
    platformSharePercent,
    quantities,
    channel,
    issuer,
    zone,
    coupon,
    discounts,
  });
};

/** The issuer stays, and so does its rate. */
const taxedAs = ({ taxPercent }: Issuer, prices: ChannelPrices): ChannelPrices =>
  prices.includedTax === undefined ? prices : { ...prices, includedTax: taxPercent };

const boundless = ({ min: _, max: __, step: ___, ...component }: Component): Component => component;

/** What has been chosen, in the words of a plan that may have changed since. */
const runningQuantities = (terms: Terms, { components }: Plan): Readonly<Record<string, DecimalText>> =>
  Object.fromEntries(components.filter(isChoosable).map((each) => [each.key, runningQuantity(terms, each)]));

const runningQuantity = ({ components, quantities }: Terms, component: Component): DecimalText => {
  const { key, charge } = component;
  const isSold = components.some((sold) => sold.key === key);
  const required = presenceOf(component) === 'required';
  if (!isSold) return required ? leastOf(component) : '0';
  const chosen = Object.hasOwn(quantities, key) ? quantities[key] : undefined;
  return charge === 'limit' ? (chosen ?? leastOf(component)) : '1';
};

/** Of a limit component that nobody has chosen a quantity of. */
const leastOf = ({ min = '0' }: Component): DecimalText => min;
