import type { Component } from '../catalog/offering';
import { componentIn, otherCurrencies } from '../catalog/currencies';
import { sameValues } from '../catalog/same-prices';
import type { DecimalText } from '../decimal';
import { decimal, decimalText } from '../decimal';
import type { PricePlace } from '../pricing/models/model-rules';
import { mapPrices } from '../pricing/rate';
import type { ChannelPrices, PriceListEntry } from './chain';
import { ownFaults } from './check-own';
import type { CompileRegex, CostEntry } from './match';
import { costEntryFault } from './match';
import type { MarkUp } from './mark-up';
import type { PriceListRow } from './price-list';

type ListedComponent = Pick<Component, 'key' | 'price' | 'minimumSpend' | 'currencies' | 'from'>;

/** A plan that can stand in a price list, and what the other tiers of the channel make of its prices. */
export interface ListedPlan {
  readonly planId: string;
  readonly components: readonly ListedComponent[];
  readonly prices: ChannelPrices;
  /** Of whoever invoices the customers of the list. */
  readonly taxPercent?: DecimalText;
}

/** One wrong place of the rows of a price list, as a JSON pointer within them. */
export interface RowFault {
  readonly pointer: string;
  readonly rule: string;
}

/** More than any tier asks on top, and few enough digits that every price down the channel stays a number. */
const mostPercent = '100000';
const mostValue = '1000000000000';

/**
 * Finds everything that is wrong with the rows of a price list, so that no sale stumbles over it later: plans, components,
 * tiers and parts that are not there, two entries for one price, mark-ups that would make a price negative, and patterns
 * of cost lines that are none.
 * @param stored The rows of the list as it is: what it says of plans that have gone may stay.
 */
export const checkRows = (
  rows: readonly PriceListRow[],
  plans: ReadonlyMap<string, ListedPlan>,
  stored: readonly PriceListRow[] = [],
  compileRegex: CompileRegex = noRegex,
): RowFault[] => {
  const seen = new Set<string>();
  const compileOnce = remembering(compileRegex);
  return rows.flatMap((row, at) => {
    const fault = (rule: string): RowFault => ({ pointer: `/${at}/planId`, rule });
    const plan = plans.get(row.planId);
    if (seen.has(row.planId)) return [fault('the plan has another row')];
    seen.add(row.planId);
    if (plan === undefined)
      return stored.some((old) => saysNothingNew(row, old)) ? [] : [fault('there is no such plan')];
    return [
      ...priceFaults(row, plan).map(({ pointer, rule }) => ({ pointer: `/${at}/entries${pointer}`, rule })),
      ...ownFaults(row.components ?? [], plan).map(({ pointer, rule }) => ({
        pointer: `/${at}/components${pointer}`,
        rule,
      })),
      ...costFaults(row, compileOnce).map(({ pointer, rule }) => ({ pointer: `/${at}/costEntries${pointer}`, rule })),
    ];
  });
};

const priceFaults = ({ entries }: PriceListRow, plan: ListedPlan): RowFault[] =>
  entries.flatMap((entry, nth) => {
    const found = entries.slice(0, nth).some((other) => placeOf(other) === placeOf(entry))
      ? { field: '', rule: 'there is another entry for the same price' }
      : faultOf(entry, plan);
    return found === undefined ? [] : [{ pointer: `/${nth}${found.field}`, rule: found.rule }];
  });

/** Plans of a list have much the same patterns, and to compile one takes a while. */
const remembering = (compileRegex: CompileRegex): CompileRegex => {
  const known = new Map<string, () => ReturnType<CompileRegex>>();
  return (pattern) => {
    const found = known.get(pattern) ?? outcomeOf(() => compileRegex(pattern));
    known.set(pattern, found);
    return found();
  };
};

const outcomeOf = <T>(work: () => T): (() => T) => {
  try {
    const result = work();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
};

/** Without an engine there are no regular expressions. */
const noRegex: CompileRegex = () => {
  throw new Error('there is no engine for regular expressions');
};

const costFaults = ({ costEntries = [] }: PriceListRow, compileRegex: CompileRegex): RowFault[] => {
  const [names, rules] = [new Set<string>(), new Set<string>()];
  return costEntries.flatMap((entry, nth) => {
    const isTwice = names.has(entry.name) || rules.has(ruleOf(entry));
    names.add(entry.name);
    rules.add(ruleOf(entry));
    const found = isTwice
      ? { field: '', rule: 'another entry has the same name, or the same pattern at the same weight' }
      : (numberFault(entry) ?? costEntryFault(entry, compileRegex));
    return found === undefined ? [] : [{ pointer: `/${nth}${found.field}`, rule: found.rule }];
  });
};

const ruleOf = ({ rule, pattern, weight }: CostEntry): string => JSON.stringify([rule, pattern, weight]);

const saysNothingNew = (row: PriceListRow, old: PriceListRow): boolean => {
  const known = new Set([...old.entries.map(textOf), ...(old.costEntries ?? []).map(costTextOf)]);
  const said = [...row.entries.map(textOf), ...(row.costEntries ?? []).map(costTextOf)];
  const isOwnKnown = sameValues(row.components ?? [], old.components ?? []);
  return row.planId === old.planId && said.every((text) => known.has(text)) && isOwnKnown;
};

const costTextOf = (entry: CostEntry): string =>
  JSON.stringify([entry.name, ruleOf(entry), entry.kind, decimalText(decimal(entry.value))]);

const textOf = (entry: PriceListEntry): string =>
  JSON.stringify([placeOf(entry), entry.kind, decimalText(decimal(entry.value))]);

const placeOf = ({ component, tier, part, currency }: PriceListEntry): string =>
  JSON.stringify([component, tier, part, currency]);

type Fault = { readonly field: string; readonly rule: string } | undefined;

const faultOf = (entry: PriceListEntry, plan: ListedPlan): Fault =>
  numberFault(entry) ?? (entry.currency === undefined ? placeFault(entry, plan) : currencyFault(entry, plan));

const placeFault = (entry: PriceListEntry, plan: ListedPlan): Fault =>
  entry.component === '*' ? wildcardFault(entry, plan) : componentFault(entry, plan);

/** A value in another currency is judged by the prices there. */
const currencyFault = ({ currency = '', ...entry }: PriceListEntry, plan: ListedPlan): Fault => {
  if (entry.kind === 'percentage') return { field: '/currency', rule: 'a percentage counts in every currency' };
  if (!otherCurrencies(plan.components).includes(currency))
    return { field: '/currency', rule: 'no other currency of the plan: its own is left out' };
  const components = plan.components.flatMap((component) => componentIn(component, currency) ?? []);
  return placeFault(entry, { ...plan, components });
};

const numberFault = ({ kind, value }: MarkUp): Fault => {
  const [least, most] = kind === 'percentage' ? ['-100', mostPercent] : ['0', mostValue];
  const number = decimal(value);
  return number.lt(least) || number.gt(most)
    ? { field: '/value', rule: `a ${kind} lies between ${least} and ${most}` }
    : undefined;
};

const wildcardFault = ({ kind, tier, part }: PriceListEntry, { components }: ListedPlan): Fault => {
  if (kind === 'value') return { field: '/component', rule: 'a value names one component' };
  if (tier !== null) return { field: '/tier', rule: 'a tier belongs to one component' };
  return hasPart(components.flatMap(placesOf), part);
};

const componentFault = ({ component, kind, tier, part }: PriceListEntry, { components }: ListedPlan): Fault => {
  const named = components.find(({ key }) => key === component);
  if (named === undefined) return { field: '/component', rule: 'the plan has no such component' };
  const places = placesOf(named);
  const here = tier === null ? places : places.filter((place) => place.tier === tier);
  if (here.length === 0) return { field: '/tier', rule: 'the price of the component has no such tier' };
  if (kind === 'value' && tier === null && part !== 'minimum' && places.some((place) => place.tier !== null))
    return { field: '/tier', rule: 'a value names one tier of a price that has tiers' };
  return hasPart(here, part ?? (kind === 'value' ? 'price' : undefined));
};

/** Without a part a percentage is on all that is there. */
const hasPart = (places: readonly PricePlace[], part: PricePlace['part'] | undefined): Fault =>
  part === undefined || places.some((place) => place.part === part)
    ? undefined
    : { field: '/part', rule: `nothing is asked there as ${part}` };

const placesOf = ({ price: model, minimumSpend }: ListedComponent): PricePlace[] => {
  const places: PricePlace[] = minimumSpend === undefined ? [] : [{ tier: null, part: 'minimum' }];
  mapPrices(model, (price, place) => {
    places.push(place);
    return price;
  });
  return places;
};
