import { decimal } from '../decimal';
import { DomainError } from '../errors';
import { scaleOf } from '../money';
import { checkPriceModel } from '../pricing/price-model';
import type { OfferingEntry, PlanEntry } from './catalog-file';
import type { Component } from './offering';
import type { RefuseAt } from './refusal';
import { below } from './refusal';

/** Refuses keys that name two things. */
export const checkKeys = (entries: readonly { readonly key: string }[], refuse: RefuseAt): void => {
  const seen = new Set<string>();
  entries.forEach(({ key }, at) => {
    if (seen.has(key)) refuse(`/${at}/key`, 'another entry has the same key');
    seen.add(key);
  });
};

/** Refuses what no state of an offering can make right: prices with holes, unknown currencies, keys that are not unique. */
export const checkOffering = ({ plans }: OfferingEntry, refuse: RefuseAt): void => {
  checkKeys(plans, below(refuse, '/plans'));
  plans.forEach((plan, at) => checkPlan(plan, below(refuse, `/plans/${at}`)));
};

const checkPlan = ({ currency, components, plannedPrices }: PlanEntry, refuse: RefuseAt): void => {
  told(() => scaleOf(currency), below(refuse, '/currency'));
  checkComponents(components, below(refuse, '/components'));
  plannedPrices.forEach((planned, at) => {
    const earlier = plannedPrices[at - 1];
    const place = below(refuse, `/plannedPrices/${at}`);
    if (earlier !== undefined && earlier.validFrom >= planned.validFrom) {
      place('/validFrom', 'planned prices stand in the order in which they begin');
    }
    checkComponents(planned.components, below(place, '/components'));
  });
};

const checkComponents = (components: readonly Component[], refuse: RefuseAt): void => {
  checkKeys(components, refuse);
  components.forEach((component, at) => {
    const place = below(refuse, `/${at}`);
    told(() => checkPriceModel(component), place);
    checkBounds(component, place);
  });
};

const checkBounds = ({ charge, min, max, step }: Component, refuse: RefuseAt): void => {
  for (const [name, value] of Object.entries({ min, max, step })) {
    if (value !== undefined && charge !== 'limit') refuse(`/${name}`, 'only a limit component has a quantity to bound');
  }
  if (step !== undefined && decimal(step).eq('0')) refuse('/step', 'a step is more than nothing');
  if (max !== undefined && decimal(max).lt(decimal(min ?? '0'))) refuse('/max', 'the maximum is below the minimum');
};

/** Takes a refusal of another rule down at its place. */
const told = (check: () => unknown, refuse: RefuseAt): void => {
  try {
    check();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { pointer } = error.details;
    refuse(typeof pointer === 'string' ? pointer : '', error.message);
  }
};
