import fc from 'fast-check';
import { markUpImpact } from '../../../../domain/channel/impact';
import { bindingImpact, defaultImpact, listImpact, noListImpact } from '../../../../domain/channel/list-impact';
import type { OwnComponent } from '../../../../domain/channel/own-components';
import type { CostEntry } from '../../../../domain/channel/match';
import type { PriceList, PriceListRow } from '../../../../domain/channel/price-list';
import { channelPrices, noChannelPrices, planId, priceModels } from '../../../support/arbitraries';

const row = (value: string, over: Partial<PriceListRow> = {}): PriceListRow => ({
  ...{ planId, visibility: 'priced', locked: false },
  entries: [{ planId, component: '*', tier: null, kind: 'percentage', value }],
  ...over,
});
const list = (id: string, over: Partial<PriceList> = {}): PriceList => ({
  ...{ id, parentId: null, isDefault: false, buyerIds: [], rows: [] },
  ...over,
});
const plans = (prices = noChannelPrices) =>
  new Map([
    [planId, { planId, components: [{ key: 'seats', price: { kind: 'flat', price: '10' } as const }], prices }],
  ]);

describe('listImpact', () => {
  it('tells old and new price in the list and in those that inherit from it', () => {
    const child = list('child', { parentId: 'root' });
    const own = list('own', { parentId: 'root', rows: [row('1')] });
    const before = [list('root', { rows: [row('10')] }), child, own];
    const after = [list('root', { rows: [row('-20')] }), child, own];
    const place = { planId, component: 'seats', level: 'sellIn', tier: null, part: 'price' };
    expect(listImpact('sellIn', before, after, plans())).toEqual({
      prices: [
        { priceListId: 'root', ...place, before: '11', after: '8', belowCost: true },
        { priceListId: 'child', ...place, before: '11', after: '8', belowCost: true },
      ],
      rows: [],
      costEntries: [],
      components: [],
    });
  });

  it('tells every mark-up of cost lines that is new, gone or another one', () => {
    const cost = (name: string, value: string): CostEntry => ({
      ...{ name, rule: 'wildcard', pattern: `${name}.*`, weight: 0, kind: 'percentage', value },
    });
    const of = (...costEntries: CostEntry[]) => [list('root', { rows: [row('0', { costEntries })] })];
    const told = listImpact(
      'sellIn',
      of(cost('same', '5'), cost('gone', '1'), cost('other', '2')),
      of(cost('same', '5.0'), cost('other', '-2'), cost('new', '3')),
      plans(),
    ).costEntries;
    expect(told.map(({ name, before, after, belowCost }) => [name, before?.value, after?.value, belowCost])).toEqual([
      ['gone', '1', undefined, false],
      ['other', '2', '-2', true],
      ['new', undefined, '3', false],
    ]);
  });

  it('tells what a tier adds anew, no more, or at another price, with what becomes of that price', () => {
    const own = (key: string, price: string): OwnComponent => ({
      ...{ key, name: key, unit: 'month', charge: 'fixed', price: { kind: 'flat', price } },
    });
    const of = (...components: OwnComponent[]) => [list('root', { rows: [row('10', { components })] })];
    const { components, prices } = listImpact(
      'sellIn',
      of(own('same', '5'), own('gone', '1'), own('other', '2')),
      of(own('same', '5.0'), own('other', '3'), own('new', '3')),
      plans(),
    );
    expect(components.map(({ component, before, after }) => [component, before?.price, after?.price])).toEqual([
      ['@sellIn.gone', { kind: 'flat', price: '1' }, undefined],
      ['@sellIn.other', { kind: 'flat', price: '2' }, { kind: 'flat', price: '3' }],
      ['@sellIn.new', undefined, { kind: 'flat', price: '3' }],
    ]);
    expect(prices).toMatchObject([{ component: '@sellIn.other', before: '2', after: '3', belowCost: false }]);
  });

  it('tells which plans are shown otherwise, and takes a plan without a row for one that is sold', () => {
    const before = [list('a', { rows: [row('10', { visibility: 'excluded' })] })];
    const impact = (rows: readonly PriceListRow[]) =>
      listImpact('sellOut', before, [list('a', { rows })], plans()).rows;
    expect(impact([])).toEqual([{ priceListId: 'a', planId, before: 'excluded', after: 'priced' }]);
    expect(impact([row('10', { visibility: 'included' })])).toMatchObject([{ before: 'excluded', after: 'included' }]);
    expect(impact([row('12', { visibility: 'excluded' })])).toEqual([]);
  });

  it('tells nothing of a plan that has no price', () => {
    expect(listImpact('sellIn', [list('a')], [list('a', { rows: [row('10')] })], new Map()).prices).toEqual([]);
  });

  it('tells the prices of its own level alone, each as the chain changes it', () => {
    fc.assert(
      fc.property(priceModels, channelPrices('seats'), channelPrices('seats'), (price, prices, other) => {
        const listed = new Map([[planId, { planId, components: [{ key: 'seats', price }], prices }]]);
        const rowsOf = (entries: PriceListRow['entries']) => [list('a', { rows: [row('0', { entries })] })];
        const told = listImpact('sellIn', rowsOf(prices.sellIn), rowsOf(other.sellIn), listed).prices;
        const whole = markUpImpact(prices, { ...prices, sellIn: other.sellIn }, [
          { planId, component: 'seats', vendorPrice: price },
        ]);
        const expected = whole.filter(({ level }) => level === 'sellIn');
        expect(told).toEqual(expected.map((change) => ({ priceListId: 'a', ...change })));
      }),
    );
  });
});

describe('bindingImpact', () => {
  const root = list('root', { rows: [row('10')] });
  const child = list('child', { parentId: 'root' });
  const other = list('other', { rows: [row('-20', { visibility: 'included' })] });
  const impact = (from?: PriceList, to?: PriceList) =>
    bindingImpact('sellOut', { from, to }, [root, child, other], plans());

  it('tells what a buyer pays by one list and by another, with what they inherit', () => {
    expect(impact(child, other)).toMatchObject({
      prices: [{ priceListId: 'other', before: '11', after: '8', belowCost: true }],
      rows: [{ planId, before: 'priced', after: 'included' }],
    });
    expect(impact(child, root).prices).toEqual([]);
  });

  it('takes the price above where no list counts', () => {
    expect(impact(undefined, root).prices).toMatchObject([{ priceListId: 'root', before: '10', after: '11' }]);
    expect(impact(root, undefined).prices).toMatchObject([{ priceListId: 'root', before: '11', after: '10' }]);
  });
});

describe('defaultImpact', () => {
  const root = list('root', { rows: [row('10')] });
  const usual = list('usual', { isDefault: true, parentId: 'root' });
  const cheap = list('cheap', { rows: [row('-20')] });
  const before = [root, usual, cheap];

  it('tells what buyers pay otherwise by another default, or by none', () => {
    const other = [root, { ...usual, isDefault: false }, { ...cheap, isDefault: true }];
    expect(defaultImpact('sellOut', before, other, plans()).prices).toMatchObject([
      { priceListId: 'cheap', before: '11', after: '8', belowCost: true },
    ]);
    expect(defaultImpact('sellOut', before, [root, cheap], plans()).prices).toMatchObject([
      { priceListId: 'usual', before: '11', after: '10', belowCost: false },
    ]);
  });

  it('tells nothing of a default that stays one', () => {
    const changed = [root, { ...usual, parentId: null }, cheap];
    expect(defaultImpact('sellOut', before, changed, plans())).toEqual(noListImpact);
    expect(listImpact('sellOut', before, changed, plans()).prices).toMatchObject([
      { priceListId: 'usual', before: '11', after: '10' },
    ]);
  });
});
