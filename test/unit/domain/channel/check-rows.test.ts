import fc from 'fast-check';
import type { PriceModel } from '../../../../domain/catalog/offering';
import type { PriceListEntry } from '../../../../domain/channel/chain';
import { priceChain } from '../../../../domain/channel/chain';
import type { ListedPlan } from '../../../../domain/channel/check-rows';
import { checkRows } from '../../../../domain/channel/check-rows';
import type { CostEntry } from '../../../../domain/channel/match';
import type { PriceListRow } from '../../../../domain/channel/price-list';
import { linearRegex } from '../../../../platform/linear-regex';
import { noChannelPrices, planId, priceModels } from '../../../support/arbitraries';

const tiers = [
  { from: '1', to: '10', unitPrice: '5', setup: '20' },
  { from: '11', to: null, unitPrice: '4' },
];
const plan: ListedPlan = {
  planId,
  components: [
    {
      key: 'licence',
      price: { kind: 'flat', price: '20' },
      currencies: { USD: { price: { kind: 'flat', price: '22' } } },
    },
    {
      key: 'seats',
      price: { kind: 'graduated', tiers },
      minimumSpend: '30',
      currencies: { USD: { price: { kind: 'flat', price: '9' } } },
    },
  ],
  prices: noChannelPrices,
};
const plans = new Map([[planId, plan]]);

const entry = (over: Partial<PriceListEntry>): PriceListEntry => ({
  ...{ planId, component: 'licence', tier: null, kind: 'percentage', value: '10' },
  ...over,
});
const rowOf = (...entries: readonly PriceListEntry[]): PriceListRow => ({
  ...{ planId, visibility: 'priced', locked: false },
  entries,
});
const pointers = (rows: readonly PriceListRow[]): string[] => checkRows(rows, plans).map(({ pointer }) => pointer);

describe('checkRows', () => {
  it.each<[string, Partial<PriceListEntry>]>([
    ['a percentage on a component', {}],
    ['a percentage on all', { component: '*' }],
    ['a percentage on one part of all', { component: '*', part: 'setup' }],
    ['the value of a minimum, whatever tiers the price has', { component: 'seats', part: 'minimum', kind: 'value' }],
    ['a percentage on the minimums of all', { component: '*', part: 'minimum' }],
    ['a value in another currency', { kind: 'value', currency: 'USD' }],
    [
      'the same where prices have tiers in the own currency only',
      { component: 'seats', kind: 'value', currency: 'USD' },
    ],
    ['the value of a price without tiers', { kind: 'value', value: '0' }],
    ['the value of a tier', { component: 'seats', tier: 1, kind: 'value', value: '3.5' }],
    ['the value of the set-up fee of a tier', { component: 'seats', tier: 0, part: 'setup', kind: 'value' }],
    ['the lowest percentage', { value: '-100' }],
    ['the highest percentage', { value: '100000' }],
    ['the highest value', { kind: 'value', value: '1000000000000' }],
  ])('takes %s', (_, over) => {
    expect(checkRows([rowOf(entry(over))], plans)).toEqual([]);
  });

  it.each<[string, Partial<PriceListEntry>, string]>([
    ['a component that is not there', { component: 'sheets' }, '/component'],
    ['a tier that is not there', { component: 'seats', tier: 2 }, '/tier'],
    ['a tier of a price without tiers', { tier: 0 }, '/tier'],
    ['a part that is not there', { component: 'seats', tier: 1, part: 'setup' }, '/part'],
    ['a percentage in one currency', { currency: 'USD' }, '/currency'],
    ['a currency that the plan has no prices in', { kind: 'value', currency: 'GBP' }, '/currency'],
    ['the currency of the plan itself', { kind: 'value', currency: 'EUR' }, '/currency'],
    [
      'a tier that is not there in the currency',
      { component: 'seats', kind: 'value', tier: 1, currency: 'USD' },
      '/tier',
    ],
    ['the minimum of what has none', { part: 'minimum' }, '/part'],
    ['a part that no component has', { component: '*', part: 'fixed' }, '/part'],
    ['a value of all components', { component: '*', kind: 'value' }, '/component'],
    ['a tier of all components', { component: '*', tier: 0 }, '/tier'],
    ['one value of several tiers', { component: 'seats', kind: 'value' }, '/tier'],
    ['less than nothing as a value', { kind: 'value', value: '-0.0000000001' }, '/value'],
    ['less than nothing as a percentage', { value: '-100.0000000001' }, '/value'],
    ['a percentage out of reason', { value: '100000.0000000001' }, '/value'],
    ['a value out of reason', { kind: 'value', value: '1000000000000.01' }, '/value'],
  ])('points at %s', (_, over, field) => {
    expect(pointers([rowOf(entry({ component: '*', part: 'price' }), entry(over))])).toEqual([`/0/entries/1${field}`]);
  });

  it('points at every wrong place, of all rows', () => {
    const twice = rowOf(entry({ component: 'x' }), entry({}), entry({ value: '7' }));
    const unknown = { ...rowOf(), planId: 'other' };
    expect(pointers([twice, unknown, rowOf()])).toEqual([
      ...['/0/entries/0/component', '/0/entries/2', '/1/planId', '/2/planId'],
    ]);
  });

  it('lets stay what a list says of a plan that has gone, and takes nothing new of it', () => {
    const gone = (...entries: readonly PriceListEntry[]) => ({ ...rowOf(...entries), planId: 'gone' });
    const check = (row: PriceListRow) =>
      checkRows([row], plans, [gone(entry({ value: '7' }), entry({ component: '*' }))]).map(({ pointer }) => pointer);
    expect(check(gone(entry({ component: '*' }), entry({ value: '7.0' })))).toEqual([]);
    expect(check({ ...gone(), visibility: 'excluded' })).toEqual([]);
    expect(check(gone(entry({ value: '7.1' })))).toEqual(['/0/planId']);
    expect(check({ ...gone(), planId: 'unknown' })).toEqual(['/0/planId']);
  });

  it('lets each name and each pattern of cost lines be there once, compiled once for all rows', () => {
    const cost = (over: Partial<CostEntry> = {}): CostEntry => ({
      ...{ name: 'VMs', rule: 'regex', pattern: 'vm.*', weight: 0, kind: 'percentage', value: '5' },
      ...over,
    });
    let compiled = 0;
    const check = (...costEntries: readonly CostEntry[]) =>
      checkRows([{ ...rowOf(), costEntries }], plans, [], (pattern) => {
        compiled += 1;
        return linearRegex(pattern);
      }).map(({ pointer }) => pointer);
    expect(check(cost(), cost({ name: 'More', weight: 1 }))).toEqual([]);
    expect(compiled).toBe(1);
    expect(check(cost(), cost({ weight: 1 }), cost({ name: 'Same' }), cost({ name: 'Bad', pattern: '(' }))).toEqual([
      ...['/0/costEntries/1', '/0/costEntries/2', '/0/costEntries/3/pattern'],
    ]);
  });

  it('takes nothing that a sale would stumble over', () => {
    const kinds = fc.constantFrom('percentage' as const, 'value' as const);
    const parts = fc.constantFrom(undefined, 'price' as const, 'flat' as const, 'setup' as const, 'fixed' as const);
    const entries = fc
      .record({
        component: fc.constantFrom('seats', '*', 'none'),
        tier: fc.constantFrom(null, 0, 1, 5),
        part: parts,
        kind: kinds,
        value: fc.constantFrom('-100.5', '-100', '-1', '0', '12.5', '99999'),
      })
      .map(({ part, ...rest }) => entry({ ...rest, ...(part === undefined ? {} : { part }) }));
    let taken = 0;
    fc.assert(
      fc.property(priceModels, fc.array(entries, { maxLength: 3 }), (price: PriceModel, list) => {
        const of = new Map([[planId, { ...plan, components: [{ key: 'seats', price }] }]]);
        if (checkRows([rowOf(...list)], of).length > 0) return;
        taken += 1;
        expect(() => priceChain(planId, 'seats', price, { ...noChannelPrices, sellIn: list })).not.toThrow();
      }),
      { numRuns: 500 },
    );
    expect(taken).toBeGreaterThan(20);
  });
});
