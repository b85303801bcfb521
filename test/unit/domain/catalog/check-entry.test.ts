import type { OfferingEntry, PlanEntry } from '../../../../domain/catalog/catalog-file';
import { checkOffering } from '../../../../domain/catalog/check-entry';
import type { Component } from '../../../../domain/catalog/offering';
import { calls, offeringEntry, planEntry, seats } from '../../../support/catalog-files';

const pointersOf = (fields: Partial<PlanEntry>): string[] => {
  const pointers: string[] = [];
  checkOffering(offeringEntry({ plans: [planEntry(fields)] }), (pointer) => void pointers.push(pointer));
  return pointers.map((pointer) => pointer.replace(/^\/plans\/0/, ''));
};

const pointersOfOffering = (fields: Partial<OfferingEntry>): string[] => {
  const pointers: string[] = [];
  checkOffering(offeringEntry(fields), (pointer) => void pointers.push(pointer));
  return pointers;
};

const component = (fields: Partial<Component>): Component => ({
  ...{ key: 'support', name: 'Support', unit: 'month', charge: 'fixed', price: { kind: 'flat', price: '9' } },
  ...fields,
});
const flat = (price: string) => ({ kind: 'flat', price }) as const;
const inDollars = (fields: Partial<Component>): Component =>
  component({ currencies: { USD: { price: flat('10') } }, ...fields });
const tiered = (charge: Component['charge']): Component =>
  component({
    charge,
    price: { kind: 'graduated', tiers: [{ from: '0', to: null, unitPrice: '1', setup: '5' }] },
  });
const one = (fields: Partial<Component>): Partial<PlanEntry> => ({ components: [component(fields)] });
const planned = (fields: object): Partial<PlanEntry> => ({
  plannedPrices: [{ validFrom: '2027-01-01T00:00:00.000Z', components: [seats('6')], ...fields }],
});

describe('checkOffering', () => {
  it.each<[string, Partial<PlanEntry>]>([
    ['a required component of every charge', one({ charge: 'plan-switch', presence: 'required' })],
    ['a price in arrears', one({ charge: 'postpaid' })],
    ['an optional component', one({ presence: 'optional' })],
    ['recommended usage', { components: [{ ...calls('1'), presence: 'recommended' }] }],
    ['an optional quantity within bounds', { components: [seats('5', { presence: 'optional', min: '3', max: '9' })] }],
    ['a set-up fee', { setupFee: '50' }],
    ['a plan that leads nowhere', { upgradeTargets: [] }],
    ['a quantity that is not lowered', { components: [seats('5', { downgradable: false })] }],
    ['a set-up fee of nothing', { setupFee: '0' }],
    ['a minimum of what is charged for a period', { components: [seats('5', { minimumSpend: '20' })] }],
    ['a minimum of the plan', { minimumSpend: '20.50' }],
    [
      'prices in two currencies',
      { components: [inDollars({})], setupFee: '5', currencies: { USD: { setupFee: '6' } } },
    ],
    ['a set-up fee of a plan that is paid once', { setupFee: '50', periodMonths: null }],
  ])('takes %s', (_, fields) => {
    expect(pointersOf(fields)).toEqual([]);
  });

  it.each<[string, Partial<PlanEntry>, string]>([
    [
      'a choice whether to pay for changing plans',
      one({ charge: 'plan-switch', presence: 'optional' }),
      '/components/0/presence',
    ],
    ['bounds of what has no quantity', one({ presence: 'optional', max: '1' }), '/components/0/max'],
    ['a set-up fee below zero', { setupFee: '-1' }, '/setupFee'],
    ['a set-up fee that is no number', { setupFee: '1e3' }, '/setupFee'],
    ['a minimum of what is paid once', one({ charge: 'one-time', minimumSpend: '5' }), '/components/0/minimumSpend'],
    ['a minimum of a change', one({ charge: 'plan-switch', minimumSpend: '5' }), '/components/0/minimumSpend'],
    ['a minimum below zero', one({ minimumSpend: '-5' }), '/components/0/minimumSpend'],
    ['a minimum of a plan that is no number', { minimumSpend: 'much' }, '/minimumSpend'],
    ['a planned minimum below zero', planned({ minimumSpend: '-1' }), '/plannedPrices/0/minimumSpend'],
    [
      'a price that not all of the plan has in a currency',
      { components: [inDollars({}), component({ key: 'other' })] },
      '/components/1/currencies/USD',
    ],
    ['a set-up fee in one currency alone', { components: [inDollars({})], setupFee: '5' }, '/currencies/USD/setupFee'],
    [
      'a set-up fee in another currency alone',
      { components: [inDollars({})], currencies: { USD: { setupFee: '5' } } },
      '/currencies/USD/setupFee',
    ],
    [
      'a set-up fee below zero in another currency',
      { components: [inDollars({})], setupFee: '5', currencies: { USD: { setupFee: '-5' } } },
      '/currencies/USD/setupFee',
    ],
    ['the currency of the plan among the others', one({ currencies: { EUR: { price: flat('9') } } }), ''],
    ['a currency that nobody knows', one({ currencies: { XQQ: { price: flat('9') } } }), ''],
    [
      'a price in another currency that is none',
      one({ currencies: { USD: { price: flat('-9') } } }),
      '/components/0/currencies/USD/price/price',
    ],
    [
      'a minimum in one currency alone',
      { components: [inDollars({ minimumSpend: '5' })] },
      '/components/0/currencies/USD/minimumSpend',
    ],
    ['a planned set-up fee below zero', planned({ setupFee: '-1' }), '/plannedPrices/0/setupFee'],
    ['a set-up fee of a tier in arrears', { components: [tiered('postpaid')] }, '/components/0/price/tiers/0/setup'],
    ['a plan that leads to itself', { upgradeTargets: [planEntry().key] }, '/upgradeTargets/0'],
    ['a plan that leads to none of its offering', { upgradeTargets: ['elsewhere'] }, '/upgradeTargets/0'],
    ['a quantity to keep of what has none', one({ downgradable: false }), '/components/0/downgradable'],
    ['the same for a change', { components: [tiered('plan-switch')] }, '/components/0/price/tiers/0/setup'],
  ])('refuses %s at its place', (_, fields, pointer) => {
    expect(pointersOf(fields)).toEqual([pointer]);
  });

  it('refuses a cap of what no plan has, or of what is not ordered', () => {
    const plans = [planEntry({ components: [seats('5'), calls('1'), component({})] }), planEntry({ key: 'other' })];
    expect(pointersOfOffering({ plans, caps: { seats: '5', support: '3' } })).toEqual([]);
    expect(pointersOfOffering({ plans, caps: { calls: '5', disks: '3' } })).toEqual(['/caps/calls', '/caps/disks']);
  });

  it('takes plans that lead to each other, each named once', () => {
    const plans = (upgradeTargets: readonly string[]) =>
      offeringEntry({ plans: [planEntry({ key: 'small', upgradeTargets }), planEntry({ key: 'large' })] });
    const refused = (upgradeTargets: readonly string[]): string[] => {
      const pointers: string[] = [];
      checkOffering(plans(upgradeTargets), (pointer) => void pointers.push(pointer));
      return pointers;
    };
    expect(refused(['large'])).toEqual([]);
    expect(refused(['large', 'large'])).toEqual(['/plans/0/upgradeTargets/1']);
  });
});
