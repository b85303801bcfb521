import { decimal } from '../decimal';
import { scaleOf } from '../money';
import { presenceOf } from '../pricing/choices';
import { checkPriceModel } from '../pricing/price-model';
import { checkCaps } from './caps';
import type { OfferingEntry, PlanEntry } from './catalog-file';
import { checkCurrencies } from './check-currencies';
import { checkKeys } from './check-keys';
import { checkTexts } from './check-texts';
import type { Component } from './offering';
import { checkTime } from './check-time';
import { checkAsked, checkOrderForm } from './order-form';
import type { PlanPrices } from './plan-prices';
import { isReserved, pricedComponents, setupFeeComponent } from './plan-prices';
import { checkDocuments } from './service-documents';
import type { RefuseAt } from './refusal';
import { below, told } from './refusal';

// Exact arithmetic on longer ones would outgrow its numbers.
const factorsBelow = '1000000000000';

/** Refuses what no state of an offering can make right: prices with holes, unknown currencies, keys that are not unique. */
export const checkOffering = (offering: OfferingEntry, refuse: RefuseAt): void => {
  const { plans, orderForm, termsOfService } = offering;
  checkKeys(plans, below(refuse, '/plans'));
  checkOrderForm(orderForm, below(refuse, '/orderForm'));
  checkDocuments(termsOfService, below(refuse, '/termsOfService'));
  plans.forEach((plan, at) => {
    checkPlan(plan, below(refuse, `/plans/${at}`));
    checkAsked(plan.formFields, orderForm, below(refuse, `/plans/${at}/formFields`));
  });
  checkCaps(offering, refuse);
  checkTexts(offering, refuse);
  checkTargets(plans, below(refuse, '/plans'));
};

const checkTargets = (plans: readonly PlanEntry[], refuse: RefuseAt): void => {
  const keys = new Set(plans.map(({ key }) => key));
  plans.forEach(({ key, upgradeTargets }, at) =>
    upgradeTargets?.forEach((target, index) => {
      const place = `/${at}/upgradeTargets/${index}`;
      if (target === key || !keys.has(target)) refuse(place, 'is no other plan of the offering');
      if (upgradeTargets.indexOf(target) !== index) refuse(place, 'names a plan twice');
    }),
  );
};

const checkPlan = (plan: PlanEntry, refuse: RefuseAt): void => {
  const { currency, plannedPrices, ...prices } = plan;
  checkTime(plan, refuse);
  told(() => scaleOf(currency), below(refuse, '/currency'));
  checkPrices(prices, plan.currency, refuse);
  plannedPrices.forEach((planned, at) => {
    const earlier = plannedPrices[at - 1];
    const place = below(refuse, `/plannedPrices/${at}`);
    if (earlier !== undefined && earlier.validFrom >= planned.validFrom) {
      place('/validFrom', 'planned prices stand in the order in which they begin');
    }
    checkPrices(planned, plan.currency, place);
  });
};

const checkPrices = (prices: PlanPrices, own: string, refuse: RefuseAt): void => {
  checkComponents(prices.components, below(refuse, '/components'));
  checkCurrencies(prices, own, refuse);
  for (const price of pricedComponents(prices).filter(({ key }) => isReserved(key))) {
    const place = price.key === setupFeeComponent ? '/setupFee' : '/minimumSpend';
    // A price of the plan itself is one number of its file.
    told(
      () => checkPriceModel(price),
      (_, rule) => refuse(place, rule),
    );
  }
};

/** Refuses components that no sale could price. */
export const checkComponents = (components: readonly Component[], refuse: RefuseAt): void => {
  checkKeys(components, refuse);
  components.forEach((component, at) => {
    const place = below(refuse, `/${at}`);
    told(() => checkPriceModel(component), place);
    checkBounds(component, place);
    if (component.charge === 'plan-switch' && presenceOf(component) !== 'required')
      place('/presence', 'what a change of plans costs is not chosen');
    checkFactor(component, place);
    checkMinimum(component, place);
    checkAggregation(component, place);
    checkLimits(component, place);
  });
};

const checkMinimum = ({ minimumSpend, ...component }: Component, refuse: RefuseAt): void => {
  if (minimumSpend === undefined) return;
  const place = (_: string, rule: string): void => refuse('/minimumSpend', rule);
  if (component.charge === 'one-time' || component.charge === 'plan-switch')
    place('', 'what is paid once has no minimum in a period');
  told(() => checkPriceModel({ ...component, price: { kind: 'flat', price: minimumSpend } }), place);
};

const checkBounds = ({ charge, min, max, step, downgradable }: Component, refuse: RefuseAt): void => {
  for (const [name, value] of Object.entries({ min, max, step })) {
    if (value !== undefined && charge !== 'limit') refuse(`/${name}`, 'only a limit component has a quantity to bound');
  }
  if (downgradable === false && charge !== 'limit')
    refuse('/downgradable', 'only a limit component has a quantity to keep');
  if (step !== undefined && decimal(step).eq('0')) refuse('/step', 'a step is more than nothing');
  if (max !== undefined && decimal(max).lt(decimal(min ?? '0'))) refuse('/max', 'the maximum is below the minimum');
};

const checkFactor = ({ charge, factor, price }: Component, refuse: RefuseAt): void => {
  if (factor === undefined) return;
  if (charge !== 'limit' && charge !== 'usage') refuse('/factor', 'only what has a quantity has a factor');
  if (decimal(factor).eq('0')) refuse('/factor', 'a factor is more than nothing');
  if (decimal(factor).gte(factorsBelow)) refuse('/factor', 'a factor has at most 12 digits before the point');
  if ('tiers' in price && price.tiers.some(({ tag }) => tag !== undefined))
    refuse('/factor', 'a step with a name has its own number, and no factor');
};

const checkAggregation = ({ charge, aggregation, price }: Component, refuse: RefuseAt): void => {
  if (aggregation === undefined) return;
  if (charge !== 'usage') refuse('/aggregation', 'only usage is aggregated');
  if (price.kind === 'percentage' && aggregation.kind !== 'sum')
    refuse('/aggregation', 'a price that takes percent of each event adds them up');
};

const checkLimits = ({ charge, aggregation, limitAmount, limitPeriod }: Component, refuse: RefuseAt): void => {
  if (limitPeriod !== undefined && charge !== 'usage') refuse('/limitPeriod', 'only usage is limited period by period');
  if (limitAmount !== undefined && charge !== 'usage' && charge !== 'limit')
    refuse('/limitAmount', 'only what has a quantity is limited');
  if (charge !== 'usage' || (limitAmount === undefined && limitPeriod === undefined)) return;
  if (limitAmount === undefined) refuse('/limitPeriod', 'a limit period has an amount');
  if (limitPeriod === undefined) refuse('/limitAmount', 'a limit of usage has a period');
  if (aggregation !== undefined && aggregation.kind !== 'sum')
    refuse('/limitAmount', 'only usage that is added up has a limit');
};
