import type { RefusedPlace } from '../errors';
import { defaultAggregation } from '../metering/measurement';
import type { Instant } from '../time';
import type { CatalogChange } from './catalog-change';
import type { OfferingEntry, PlanEntry, StoredOffering, StoredPlan } from './catalog-file';
import { checkOffering } from './check-entry';
import { checkKeys } from './check-keys';
import { fieldChanges } from './field-changes';
import { otherCurrencies } from './currencies';
import { checkGates, checkMove } from './offering-state';
import type { Component } from './offering';
import { isReserved, pricedComponents } from './plan-prices';
import type { NewPrice } from './price-schedule';
import { pricesToAdd } from './price-schedule';
import type { RefuseAt } from './refusal';
import { below } from './refusal';
import { checkVersions } from './service-documents';
import { sameComponent, sameValues } from './same-prices';

/** What an import would do, and what of it is refused; it is done only when nothing is. */
export interface CatalogPlan {
  readonly changes: readonly CatalogChange[];
  readonly refusals: readonly RefusedPlace[];
}

/**
 * The difference between a vendor's file and what is kept, as changes. Offerings that the file does not list stay as they
 * are; plans that a listed offering no longer has are removed, unless a subscription still runs on them.
 * @param stored those of the vendor's offerings that the file lists
 */
export const planCatalog = (
  file: readonly OfferingEntry[],
  stored: readonly StoredOffering[],
  now: Instant,
): CatalogPlan => {
  const refusals: RefusedPlace[] = [];
  const refuse: RefuseAt = (pointer, rule) => void refusals.push({ pointer, rule });
  checkKeys(file, below(refuse, '/offerings'));
  const known = new Map(stored.map((offering) => [offering.key, offering]));
  const changes = file.flatMap((entry, at) =>
    planOffering(entry, known.get(entry.key), now, below(refuse, `/offerings/${at}`)),
  );
  return { changes, refusals };
};

const planOffering = (
  entry: OfferingEntry,
  stored: StoredOffering | undefined,
  now: Instant,
  refuse: RefuseAt,
): CatalogChange[] => {
  checkOffering(entry, refuse);
  checkGates(entry, refuse);
  if (stored !== undefined) {
    checkMove(stored.state, entry.state, refuse);
    // Nobody has bought a draft.
    if (stored.state !== 'draft')
      checkVersions(entry.termsOfService, stored.termsOfService, below(refuse, '/termsOfService'));
  }
  const changes = [...offeringChange(entry, stored), ...planChanges(entry, stored, now, refuse)];
  if (stored?.state === 'archived' && changes.length > 0) refuse('', 'an archived offering is frozen');
  return changes;
};

const offeringChange = (
  { plans: _, ...values }: OfferingEntry,
  stored: StoredOffering | undefined,
): CatalogChange[] => {
  const offering = values.key;
  if (stored === undefined) return [{ kind: 'create-offering', offering, fields: [], values }];
  const fields = fieldChanges(stored, values);
  return fields.length === 0 ? [] : [{ kind: 'update-offering', offering, fields, values }];
};

const planChanges = (
  { key: offering, plans }: OfferingEntry,
  stored: StoredOffering | undefined,
  now: Instant,
  refuse: RefuseAt,
): CatalogChange[] => {
  const known = new Map(stored?.plans.map((plan) => [plan.key, plan]));
  const listed = new Set(plans.map(({ key }) => key));
  const gone = [...known.values()].filter(({ key, state }) => !listed.has(key) && state !== 'removed');
  return [
    ...gone.map((plan) => removal(offering, plan, refuse)),
    ...plans.flatMap((plan, at) => {
      const place = below(refuse, `/plans/${at}`);
      return [
        ...planChange(offering, plan, known.get(plan.key), place),
        ...priceChanges(offering, plan, known.get(plan.key), now, place),
      ];
    }),
  ];
};

const removal = (
  offering: string,
  { inUse, isSold: _, lastVersion: __, prices: ___, ...kept }: StoredPlan,
  refuse: RefuseAt,
): CatalogChange => {
  const { key } = kept;
  if (inUse !== null) refuse('/plans', `subscriptions run on the plan ${key}: archive it instead of removing it`);
  return { kind: 'remove-plan', offering, plan: key, fields: [], values: { ...kept, state: 'removed' } };
};

const planChange = (
  offering: string,
  { components: _, setupFee: __, minimumSpend: ___, currencies: ____, plannedPrices: _____, ...values }: PlanEntry,
  stored: StoredPlan | undefined,
  refuse: RefuseAt,
): CatalogChange[] => {
  const { key } = values;
  if (stored === undefined) return [{ kind: 'create-plan', offering, plan: key, fields: [], values }];
  const fields = fieldChanges(stored, values, isNumeric);
  if (stored.isSold) {
    for (const { field } of fields.filter((change) => change.field === 'currency' || change.field === 'periodMonths'))
      refuse(`/${field}`, 'a plan that has been sold keeps its currency and its period: make another plan');
  }
  return fields.length === 0 ? [] : [{ kind: 'update-plan', offering, plan: key, fields, values }];
};

const neverPriced = { prices: [], lastVersion: 0 };

const priceChanges = (
  offering: string,
  entry: PlanEntry,
  stored: StoredPlan | undefined,
  now: Instant,
  refuse: RefuseAt,
): CatalogChange[] => {
  let before = stored?.prices.findLast(({ validFrom }) => validFrom <= now)?.components ?? [];
  return pricesToAdd(stored ?? neverPriced, scheduleFor(entry), now).map((price): CatalogChange => {
    checkInUse(price, entry.currency, stored?.inUse ?? [], refuse);
    const { version, validFrom, components } = price;
    const change = { version, validFrom, ...componentChanges(before, components) };
    before = components;
    return { kind: 'set-prices', offering, plan: entry.key, ...change, values: { version, validFrom, components } };
  });
};

const scheduleFor = ({ plannedPrices, ...entry }: PlanEntry) => ({
  components: pricedComponents(entry),
  plannedPrices: plannedPrices.map(({ validFrom, ...prices }) => ({ validFrom, components: pricedComponents(prices) })),
});

/** What runs is charged by these components when it is renewed. */
const checkInUse = (
  { components, plannedAt }: NewPrice,
  own: string,
  inUse: NonNullable<StoredPlan['inUse']>,
  refuse: RefuseAt,
): void => {
  const pointer = plannedAt === null ? '/components' : `/plannedPrices/${plannedAt}/components`;
  const currencies = new Set([own, ...otherCurrencies(components)]);
  const lost = new Set(inUse.flatMap(({ currency = own }) => (currencies.has(currency) ? [] : [currency])));
  for (const currency of lost) refuse(pointer, `subscriptions run in ${currency}: its prices cannot be removed`);
  const priced = new Map(components.map((component) => [component.key, component]));
  for (const { key, charge, aggregation } of inUse.filter((sold) => !isReserved(sold.key))) {
    const next = priced.get(key);
    if (next === undefined) refuse(pointer, `subscriptions run on the component ${key}: it cannot be removed`);
    else if (next.charge !== charge)
      refuse(pointer, `subscriptions run on the component ${key}: its charge stays ${charge}`);
    // Records of earlier periods say where a level or a counter stands.
    else if (!sameValues(next.aggregation ?? defaultAggregation, aggregation ?? defaultAggregation))
      refuse(pointer, `subscriptions run on the component ${key}: its usage is aggregated as before`);
  }
};

const componentChanges = (before: readonly Component[], after: readonly Component[]) => {
  const old = new Map(before.map((component) => [component.key, component]));
  const kept = new Set(after.map(({ key }) => key));
  const keysOf = (components: readonly Component[]): string[] => components.map(({ key }) => key);
  return {
    added: keysOf(after.filter(({ key }) => !old.has(key))),
    changed: keysOf(
      after.filter((component) => old.has(component.key) && !sameComponent(component, old.get(component.key))),
    ),
    removed: keysOf(before.filter(({ key }) => !kept.has(key))),
  };
};

/** Fields of plans whose text is words, whatever its form. */
const isNumeric = (field: string): boolean => !['key', 'name', 'formFields', 'upgradeTargets', 'texts'].includes(field);
