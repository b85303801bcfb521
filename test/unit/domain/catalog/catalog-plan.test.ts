import fc from 'fast-check';
import type { CatalogChange } from '../../../../domain/catalog/catalog-change';
import { exportCatalog } from '../../../../domain/catalog/catalog-export';
import type { OfferingEntry, PlanEntry, StoredOffering, StoredPlan } from '../../../../domain/catalog/catalog-file';
import { defaultPlanSettings } from '../../../../domain/catalog/settings';
import { planCatalog } from '../../../../domain/catalog/catalog-plan';
import type { Component, OfferingState } from '../../../../domain/catalog/offering';
import type { PlanPrices } from '../../../../domain/catalog/plan-prices';
import { pricedComponents } from '../../../../domain/catalog/plan-prices';
import { sameComponents } from '../../../../domain/catalog/same-prices';
import { calls, offeringEntry, planEntry, seats } from '../../../support/catalog-files';
import { priceModels } from '../../../support/arbitraries';

const day = (nth: number): string => new Date(Date.UTC(2026, 0, nth)).toISOString();
const now = day(10);

/** Keeps what an import says, as the database does. */
const apply = (stored: readonly StoredOffering[], changes: readonly CatalogChange[]): StoredOffering[] => {
  const offerings = new Map(stored.map((offering) => [offering.key, offering]));
  for (const change of changes) {
    const before = offerings.get(change.offering);
    if (!('plan' in change)) {
      offerings.set(change.offering, { ...change.values, plans: before?.plans ?? [] });
      continue;
    }
    const plans = new Map(before!.plans.map((plan) => [plan.key, plan]));
    const plan = plans.get(change.plan) ?? ({ isSold: false, inUse: null, lastVersion: 0, prices: [] } as unknown);
    plans.set(change.plan, changed(plan as StoredPlan, change));
    offerings.set(change.offering, { ...before!, plans: [...plans.values()] });
  }
  return [...offerings.values()];
};

const changed = (plan: StoredPlan, change: Extract<CatalogChange, { readonly plan: string }>): StoredPlan => {
  if (change.kind !== 'set-prices') return { ...plan, ...change.values };
  const prices = [...plan.prices, change.values].sort((a, b) =>
    a.validFrom === b.validFrom ? a.version - b.version : a.validFrom < b.validFrom ? -1 : 1,
  );
  return { ...plan, prices, lastVersion: change.version };
};

/** Imports a file that nothing is refused of. */
const imported = (stored: readonly StoredOffering[], file: readonly OfferingEntry[], at = now): StoredOffering[] => {
  const { changes, refusals } = planCatalog(file, stored, at);
  expect(refusals).toEqual([]);
  return apply(stored, changes);
};

const pointersOf = (file: readonly OfferingEntry[], stored: readonly StoredOffering[] = []): string[] =>
  planCatalog(file, stored, now).refusals.map(({ pointer }) => pointer);

const sold = (stored: readonly StoredOffering[]): StoredOffering[] =>
  stored.map((offering) => ({
    ...offering,
    plans: offering.plans.map((plan) => ({ ...plan, isSold: true, inUse: [{ key: 'seats', charge: 'limit' }] })),
  }));

const componentLists: fc.Arbitrary<Component[]> = fc
  .uniqueArray(fc.constantFrom('seats', 'disk', 'calls'), { minLength: 1 })
  .chain((keys) =>
    fc.tuple(
      ...keys.map((key) =>
        priceModels.map((price): Component => ({ key, name: key, unit: 'each', charge: 'limit', price })),
      ),
    ),
  )
  // A matrix of no rows is refused by its own rules.
  .filter((components) => components.every(({ price }) => price.kind !== 'matrix' || price.rows.length > 0));

const planPrices: fc.Arbitrary<PlanPrices> = fc.record(
  { components: componentLists, setupFee: fc.constantFrom('0', '50', '50.5'), minimumSpend: fc.constantFrom('0', '9') },
  { requiredKeys: ['components'] },
);

const plans: fc.Arbitrary<PlanEntry> = fc
  .record({
    key: fc.constantFrom('a', 'b', 'c'),
    state: fc.constantFrom('published', 'archived'),
    currency: fc.constantFrom('EUR', 'JPY'),
    couponRule: fc.constantFrom('allowed', 'forbidden', 'demanded'),
    formFields: fc.constant([]),
    periodMonths: fc.constantFrom(1, 12, null),
    prices: planPrices,
    planned: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 30 }), planPrices), {
      maxLength: 3,
      selector: ([nth]) => nth,
    }),
  })
  .map(({ planned, prices, ...plan }) => ({
    ...defaultPlanSettings,
    ...plan,
    ...prices,
    name: plan.key,
    plannedPrices: [...planned].sort(([a], [b]) => a - b).map(([nth, later]) => ({ validFrom: day(nth), ...later })),
  }));

const files: fc.Arbitrary<OfferingEntry[]> = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom('x', 'y'), fc.uniqueArray(plans, { maxLength: 3, selector: ({ key }) => key })),
    { maxLength: 2, selector: ([key]) => key },
  )
  .map((offerings) => offerings.map(([key, each]) => offeringEntry({ key, state: 'draft', plans: each })));

const byKey = <T extends { readonly key: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (a.key < b.key ? -1 : 1));
const sorted = (file: readonly OfferingEntry[]): OfferingEntry[] =>
  byKey(file).map((offering) => ({ ...offering, plans: byKey(offering.plans) }));

describe('planCatalog', () => {
  it('changes nothing when a file is imported again, whatever was kept before', () => {
    fc.assert(
      fc.property(files, files, (earlier, file) => {
        const stored = imported(imported([], earlier), file);
        expect(planCatalog(file, stored, now)).toEqual({ changes: [], refusals: [] });
      }),
    );
  });

  it('changes nothing when an old file is imported after its planned prices have begun', () => {
    fc.assert(
      fc.property(files, fc.integer({ min: 11, max: 40 }), (file, later) => {
        expect(planCatalog(file, imported([], file), day(later)).changes).toEqual([]);
      }),
    );
  });

  it('never changes a price of the past', () => {
    fc.assert(
      fc.property(files, files, (earlier, file) => {
        const before = imported([], earlier, day(5));
        const priceAt = (stored: readonly StoredOffering[], key: string, plan: string, at: string) =>
          stored
            .find((each) => each.key === key)
            ?.plans.find((each) => each.key === plan)
            ?.prices.findLast(({ validFrom }) => validFrom <= at)?.version;
        const after = imported(before, file);
        for (const { key, plans: kept } of before) {
          for (const plan of kept) {
            expect(priceAt(after, key, plan.key, day(9))).toBe(priceAt(before, key, plan.key, day(9)));
          }
        }
      }),
    );
  });

  it('leaves offerings alone that the file does not list', () => {
    const stored = imported([], [offeringEntry({ key: 'other' })]);
    expect(imported(stored, [offeringEntry()]).map(({ key }) => key)).toEqual(['other', 'crm']);
  });

  it('plans no new price for one that is only written otherwise', () => {
    const stored = imported([], [offeringEntry({ plans: [planEntry({ components: [seats('5.00')] })] })]);
    const file = [offeringEntry({ plans: [planEntry({ components: [seats('5')] })] })];
    expect(planCatalog(file, stored, now).changes).toEqual([]);
  });

  it('tells which components new prices add, change and remove', () => {
    const stored = imported([], [offeringEntry({ plans: [planEntry({ components: [seats('5'), calls('1')] })] })]);
    const file = [offeringEntry({ plans: [planEntry({ components: [seats('6'), seats('1', { key: 'disk' })] })] })];
    expect(planCatalog(file, stored, now).changes).toMatchObject([
      { kind: 'set-prices', version: 2, validFrom: now, added: ['disk'], changed: ['seats'], removed: ['calls'] },
    ]);
  });

  it('takes planned prices back by a later version of the same beginning', () => {
    const planned = planEntry({ plannedPrices: [{ validFrom: day(20), components: [seats('6')] }] });
    const stored = imported([], [offeringEntry({ plans: [planned] })]);
    const { changes } = planCatalog([offeringEntry()], stored, now);
    expect(changes).toMatchObject([{ kind: 'set-prices', version: 3, validFrom: day(20) }]);
    expect(exportCatalog(apply(stored, changes), now)).toEqual([offeringEntry()]);
  });

  const states: readonly OfferingState[] = ['draft', 'active', 'paused', 'archived'];
  it.each<[OfferingState, readonly OfferingState[]]>([
    ['draft', ['draft', 'active', 'archived']],
    ['active', ['active', 'paused', 'archived']],
    ['paused', ['active', 'paused', 'archived']],
    ['archived', ['archived']],
  ])('moves an offering that is %s to nothing but %j', (from, to) => {
    const stored = imported([], [offeringEntry({ state: from })]);
    const allowed = states.filter((state) => pointersOf([offeringEntry({ state })], stored).length === 0);
    expect(allowed).toEqual(to);
  });

  it('freezes an archived offering', () => {
    const stored = imported([], [offeringEntry({ state: 'archived' })]);
    expect(pointersOf([offeringEntry({ state: 'archived', name: 'Another' })], stored)).toEqual(['/offerings/0']);
    expect(pointersOf([offeringEntry({ state: 'archived' })], stored)).toEqual([]);
  });

  it.each<[string, Partial<OfferingEntry>, string]>([
    ['a category', { category: ' ' }, '/category'],
    ['a description', { description: '' }, '/description'],
    ['a plugin that is installed', { plugin: 'magic' }, '/plugin'],
    ['a plan', { plans: [] }, '/plans'],
    ['a published plan', { plans: [planEntry({ state: 'archived' })] }, '/plans'],
    [
      'priced components in each plan',
      { plans: [planEntry(), planEntry({ key: 'b', components: [] })] },
      '/plans/1/components',
    ],
    [
      'priced components in planned prices',
      { plans: [planEntry({ plannedPrices: [{ validFrom: day(20), components: [] }] })] },
      '/plans/0/components',
    ],
  ])('has nothing for sale without %s, but takes it as a draft', (_, fields, pointer) => {
    expect(pointersOf([offeringEntry({ ...fields, state: 'active' })])).toEqual([`/offerings/0${pointer}`]);
    expect(pointersOf([offeringEntry({ ...fields, state: 'paused' })])).toEqual([`/offerings/0${pointer}`]);
    expect(pointersOf([offeringEntry({ ...fields, state: 'draft' })])).toEqual([]);
  });

  it.each<[string, Partial<PlanEntry>, string]>([
    ['an unknown currency', { currency: 'XQQ' }, '/currency'],
    ['two components of one key', { components: [seats('5'), seats('6')] }, '/components/1/key'],
    ['a factor of nothing', { components: [seats('5', { factor: '0' })] }, '/components/0/factor'],
    ['a factor that is too long', { components: [seats('5', { factor: '1000000000000' })] }, '/components/0/factor'],
    [
      'a factor without a quantity',
      { components: [seats('5', { charge: 'fixed', factor: '2' })] },
      '/components/0/factor',
    ],
    [
      'an aggregation of what is not used',
      { components: [seats('5', { aggregation: { kind: 'max' } })] },
      '/components/0/aggregation',
    ],
    [
      'the most of events that cost percent each',
      { components: [{ ...calls('1'), price: { kind: 'percentage', rate: '1' }, aggregation: { kind: 'max' } }] },
      '/components/0/aggregation',
    ],
    ['a limit without a period', { components: [{ ...calls('1'), limitAmount: '9' }] }, '/components/0/limitAmount'],
    [
      'a limit period without an amount',
      { components: [{ ...calls('1'), limitPeriod: 'year' }] },
      '/components/0/limitPeriod',
    ],
    [
      'a limit period of what is chosen',
      { components: [seats('5', { limitPeriod: 'year' })] },
      '/components/0/limitPeriod',
    ],
    [
      'a limit of what has no quantity',
      { components: [seats('5', { charge: 'fixed', limitAmount: '9' })] },
      '/components/0/limitAmount',
    ],
    [
      'a limit of what is not added up',
      { components: [{ ...calls('1'), limitAmount: '9', limitPeriod: 'month', aggregation: { kind: 'last' } }] },
      '/components/0/limitAmount',
    ],
    ['a step of nothing', { components: [seats('5', { step: '0' })] }, '/components/0/step'],
    ['a maximum below the minimum', { components: [seats('5', { min: '9', max: '8.5' })] }, '/components/0/max'],
    ['bounds of what nobody chooses', { components: [{ ...calls('1'), min: '1' }] }, '/components/0/min'],
    [
      'prices with a hole',
      { components: [seats('5', { price: { kind: 'graduated', tiers: [{ from: '1', to: '9', unitPrice: '1' }] } })] },
      '/components/0/price/tiers/0/to',
    ],
    [
      'planned prices that stand in no order',
      {
        plannedPrices: [
          { validFrom: day(20), components: [seats('6')] },
          { validFrom: day(20), components: [seats('7')] },
        ],
      },
      '/plannedPrices/1/validFrom',
    ],
  ])('refuses %s at its place, in a draft too', (_, fields, pointer) => {
    expect(pointersOf([offeringEntry({ state: 'draft', plans: [planEntry(fields)] })])).toEqual([
      `/offerings/0/plans/0${pointer}`,
    ]);
  });

  it('refuses keys that stand twice', () => {
    expect(pointersOf([offeringEntry(), offeringEntry()])).toContain('/offerings/1/key');
    expect(pointersOf([offeringEntry({ plans: [planEntry(), planEntry()] })])).toContain('/offerings/0/plans/1/key');
  });

  it('refuses what would break a running subscription, and tells every place', () => {
    const stored = sold(imported([], [offeringEntry()]));
    const gone = planEntry({ components: [calls('1')], currency: 'USD', periodMonths: 12 });
    expect(pointersOf([offeringEntry({ plans: [gone] })], stored)).toEqual([
      '/offerings/0/plans/0/currency',
      '/offerings/0/plans/0/periodMonths',
      '/offerings/0/plans/0/components',
    ]);
    expect(pointersOf([offeringEntry({ plans: [planEntry({ key: 'other' })] })], stored)).toEqual([
      '/offerings/0/plans',
    ]);
    const usd = { USD: { price: { kind: 'per-unit' as const, unitPrice: '6' } } };
    const inDollars = imported(
      [],
      [offeringEntry({ plans: [planEntry({ components: [seats('5', { currencies: usd })] })] })],
    );
    const runsIn = (currency: string) =>
      inDollars.map((offering) => ({
        ...offering,
        plans: offering.plans.map((plan) => ({
          ...plan,
          ...{ isSold: true, inUse: [{ key: 'seats', charge: 'limit' as const, currency }] },
        })),
      }));
    expect(pointersOf([offeringEntry()], runsIn('USD'))).toEqual(['/offerings/0/plans/0/components']);
    expect(pointersOf([offeringEntry()], runsIn('EUR'))).toEqual([]);
    const withFee = imported([], [offeringEntry({ plans: [planEntry({ setupFee: '50' })] })]).map((offering) => ({
      ...offering,
      plans: offering.plans.map((plan) => ({
        ...plan,
        ...{ isSold: true, inUse: [{ key: '@setup', charge: 'one-time' as const }] },
      })),
    }));
    expect(pointersOf([offeringEntry()], withFee)).toEqual([]);
    const archived = planEntry({ state: 'archived' });
    expect(pointersOf([offeringEntry({ plans: [archived, planEntry({ key: 'other' })] })], stored)).toEqual([]);
  });
});

describe('exportCatalog', () => {
  it('gives the file back that was imported', () => {
    fc.assert(
      fc.property(files, (file) => {
        const exported = exportCatalog(imported([], file, day(0)), day(0));
        const wanted = sorted(file).map((offering) => ({ ...offering, plans: offering.plans.map(withoutRepeats) }));
        expect(sorted(exported)).toEqual(wanted);
      }),
    );
  });

  it('gives a file that changes nothing and is exported again the same', () => {
    fc.assert(
      fc.property(files, files, (earlier, file) => {
        const stored = imported(imported([], earlier), file);
        const exported = exportCatalog(stored, now);
        const again = exportCatalog(imported(stored, exported), now);
        expect([planCatalog(exported, stored, now).changes, again]).toEqual([[], exported]);
      }),
    );
  });
});

/** Planned prices that repeat those before them say nothing. */
const withoutRepeats = (plan: PlanEntry): PlanEntry => {
  let before = pricedComponents(plan);
  const plannedPrices = plan.plannedPrices.filter((later) => {
    const isNew = !sameComponents(before, pricedComponents(later));
    before = pricedComponents(later);
    return isNew;
  });
  return { ...plan, plannedPrices };
};
