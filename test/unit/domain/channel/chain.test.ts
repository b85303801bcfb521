import fc from 'fast-check';
import type { PriceModel } from '../../../../domain/catalog/offering';
import type { ByLevel, ChannelPrices, PriceListEntry } from '../../../../domain/channel/chain';
import { byLevel, chainSteps, levels, minimumChain, minimumSteps, priceChain } from '../../../../domain/channel/chain';
import { decimal } from '../../../../domain/decimal';
import type { Money } from '../../../../domain/money';
import { addMoney, roundToMoney } from '../../../../domain/money';
import { mapPrices, rate } from '../../../../domain/pricing/rate';
import { difference } from '../../../support/amounts';
import { channelPrices, noChannelPrices, planId, priceModels, quantities } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const seats = 'seats';
const on = (
  entry: Pick<PriceListEntry, 'kind' | 'value'>,
  component = seats,
  tier: number | null = null,
): PriceListEntry[] => [{ planId, component, tier, ...entry }];
const only = (level: keyof ChannelPrices, ...entries: PriceListEntry[]): ChannelPrices => ({
  ...noChannelPrices,
  [level]: entries,
});
const lines = (prices: ByLevel<PriceModel>, quantity: string, currency: string): ByLevel<Money> =>
  byLevel((level) => roundToMoney(rate(prices[level], quantity), currency));
const margins = (line: ByLevel<Money>) => ({
  platform: difference(line.wholesale, line.vendorCost),
  distributor: difference(line.sellIn, line.wholesale),
  reseller: difference(line.sellOut, line.sellIn),
});
const perUnit = (price: string): PriceModel => ({ kind: 'per-unit', unitPrice: price });
const twoTiers: PriceModel = {
  kind: 'graduated',
  tiers: [
    { from: '1', to: '9', unitPrice: '4' },
    { from: '10', to: null, unitPrice: '2' },
  ],
};
const rows: PriceModel = { kind: 'matrix', rows: [{ dimensions: { region: 'eu' }, unitPrice: '2' }], otherwise: '1' };
const pricesOf = (model: PriceModel): string[] => {
  const found: string[] = [];
  mapPrices(model, (price) => (found.push(price), price));
  return found;
};
const invalid = refusal('price-entry-invalid');

describe('priceChain', () => {
  it('gives a missing tier no margin', () => {
    fc.assert(
      fc.property(
        priceModels,
        channelPrices(seats),
        fc.constantFrom('wholesale', 'sellIn', 'sellOut'),
        (model, lists, tier) => {
          const prices = priceChain(planId, seats, model, { ...lists, [tier]: [] });
          const above = levels[levels.indexOf(tier) - 1]!;
          expect(prices[tier as 'sellIn']).toEqual(prices[above]);
        },
      ),
    );
  });

  it('lets vendor cost and margins sum to sell-out', () => {
    fc.assert(
      fc.property(priceModels, channelPrices(seats), quantities, (model, lists, quantity) => {
        const amounts = lines(priceChain(planId, seats, model, lists), quantity, 'EUR');
        const { platform, distributor, reseller } = margins(amounts);
        expect(addMoney('EUR', [amounts.vendorCost, platform, distributor, reseller])).toEqual(amounts.sellOut);
      }),
    );
  });

  it('never touches what the vendor asks', () => {
    fc.assert(
      fc.property(priceModels, channelPrices(seats), (model, lists) => {
        expect(priceChain(planId, seats, model, lists).vendorCost).toEqual(model);
      }),
    );
  });

  it('keeps bounds of tiers and makes no price negative', () => {
    fc.assert(
      fc.property(priceModels, channelPrices(seats), (model, lists) => {
        const { sellOut } = priceChain(planId, seats, model, lists);
        expect(pricesOf(sellOut).filter((price) => decimal(price).lt('0'))).toEqual([]);
        const unpriced = (each: PriceModel) => mapPrices(each, () => '0');
        expect(unpriced(sellOut)).toEqual(unpriced(model));
      }),
    );
  });

  it('prefers the entry of a tier to that of its component, and that to the wildcard', () => {
    const entries = [
      ...on({ kind: 'percentage', value: '50' }, '*'),
      ...on({ kind: 'percentage', value: '10' }),
      ...on({ kind: 'value', value: '9.99' }, seats, 1),
    ];
    for (const list of [entries, [...entries].reverse()]) {
      expect(pricesOf(priceChain(planId, seats, twoTiers, only('sellOut', ...list)).sellOut)).toEqual(['4.4', '9.99']);
      expect(pricesOf(priceChain(planId, 'disks', twoTiers, only('sellOut', ...list)).sellOut)).toEqual(['6', '3']);
    }
  });

  it('is not changed by entries of another plan, component or tier', () => {
    const strangers = [
      { planId: 'other', component: seats, tier: null, kind: 'value', value: '1' } as const,
      ...on({ kind: 'value', value: '1' }, 'disks'),
      ...on({ kind: 'value', value: '1' }, seats, 7),
    ];
    expect(priceChain(planId, seats, twoTiers, only('sellIn', ...strangers)).sellOut).toEqual(twoTiers);
  });

  it('keeps full precision on the way down', () => {
    const third = on({ kind: 'percentage', value: '0.0000000001' });
    const prices = priceChain(planId, seats, perUnit('0.0000000001'), {
      wholesale: third,
      sellIn: third,
      sellOut: third,
    });
    expect(pricesOf(prices.sellOut)).toEqual(['0.0000000001000000000003000000000003000000000001']);
  });

  it('takes a value for the price of a unit, and marks up flat parts and set-up fees by percentages alone', () => {
    const tier = { from: '1', to: null, unitPrice: '5', flat: '2', setup: '10' };
    const model: PriceModel = { kind: 'volume', tiers: [tier] };
    const { sellIn, sellOut } = priceChain(planId, seats, model, {
      wholesale: [],
      sellIn: on({ kind: 'value', value: '6' }, seats, 0),
      sellOut: on({ kind: 'percentage', value: '50' }),
    });
    expect([pricesOf(sellIn), pricesOf(sellOut)]).toEqual([
      ['6', '2', '10'],
      ['9', '3', '15'],
    ]);
  });

  it.each<[string, PriceModel, PriceListEntry[]]>([
    ['a value for all rows at once', rows, on({ kind: 'value', value: '3' })],
    ['a value for all tiers at once', twoTiers, on({ kind: 'value', value: '3' })],
    ['a value for all components at once', perUnit('5'), on({ kind: 'value', value: '3' }, '*')],
    ['a negative value', perUnit('5'), on({ kind: 'value', value: '-0.01' })],
    ['a discount of more than everything', perUnit('5'), on({ kind: 'percentage', value: '-100.01' })],
  ])('refuses %s', (_, model, entries) => {
    expect(() => priceChain(planId, seats, model, only('wholesale', ...entries))).toThrow(invalid);
  });
});

describe('priceChain, part by part', () => {
  const tiered: PriceModel = {
    kind: 'graduated',
    tiers: [
      { from: '1', to: '9', unitPrice: '10', setup: '5' },
      { from: '10', to: null, unitPrice: '8', setup: '4' },
    ],
  };
  const sold = (...sellOut: PriceListEntry[]) => {
    const { sellOut: model } = priceChain(planId, seats, tiered, { ...noChannelPrices, sellOut });
    return 'tiers' in model ? model.tiers.map(({ unitPrice, setup }) => [unitPrice, setup]) : [];
  };
  const entry = (over: Partial<PriceListEntry>): PriceListEntry => ({
    ...{ planId, component: seats, tier: null, kind: 'percentage', value: '10' },
    ...over,
  });

  it('marks up a set-up fee on its own', () => {
    expect(sold(entry({}), entry({ part: 'setup', value: '100' }))).toEqual([
      ['11', '10'],
      ['8.8', '8'],
    ]);
    expect(sold(entry({ part: 'setup', value: '100' }))).toEqual([
      ['10', '10'],
      ['8', '8'],
    ]);
    expect(sold(entry({ tier: 1, kind: 'value', value: '0', part: 'setup' }))).toEqual([
      ['10', '5'],
      ['8', '0'],
    ]);
  });

  it('lets the value of a unit leave set-up fees to the entries around it', () => {
    expect(sold(entry({ component: '*' }), entry({ tier: 0, kind: 'value', value: '12' }))).toEqual([
      ['12', '5.5'],
      ['8.8', '4.4'],
    ]);
  });

  it('refuses one value for the set-up fees of several tiers', () => {
    expect(() => sold(entry({ kind: 'value', part: 'setup' }))).toThrow(refusal('price-entry-invalid'));
  });
});

describe('minimumChain', () => {
  const minimums = (...entries: PriceListEntry[]) => minimumChain(planId, seats, '20', only('sellIn', ...entries));

  it('is marked up by a percentage on the component, or on all', () => {
    const [entry] = on({ kind: 'percentage', value: '10' });
    expect(minimums(entry!)).toEqual({ vendorCost: '20', wholesale: '20', sellIn: '22', sellOut: '22' });
    expect(minimums({ ...entry!, component: '*' }).sellOut).toBe('22');
  });

  it('is left alone by a value, which is that of the price', () => {
    expect(minimums(...on({ kind: 'value', value: '99' })).sellOut).toBe('20');
    expect(minimums(...on({ kind: 'percentage', value: '50' }, seats, 0)).sellOut).toBe('20');
  });

  it('is what an entry for it alone says, which changes no price', () => {
    const own = [{ ...on({ kind: 'value', value: '35' })[0]!, part: 'minimum' as const }];
    expect(minimums(...own, ...on({ kind: 'percentage', value: '10' })).sellOut).toBe('35');
    const prices = only('sellIn', ...own);
    expect(priceChain(planId, seats, perUnit('4'), prices).sellOut).toEqual(perUnit('4'));
    expect(chainSteps(planId, seats, perUnit('4'), prices)).toHaveLength(3);
    expect(minimumSteps(planId, seats, '20', prices)[1]).toMatchObject({
      ...{ level: 'sellIn', part: 'minimum', before: '20', after: '35' },
    });
  });
});

describe('priceChain, where prices include the tax', () => {
  it('takes a value for what the customer pays where prices include the tax, and puts the tax on top of all else', () => {
    const flat = { kind: 'flat', price: '10' } as const;
    const by = (...sellOut: readonly PriceListEntry[]) =>
      priceChain(planId, seats, flat, {
        ...only('sellIn', ...on({ kind: 'percentage', value: '50' })),
        sellOut,
        includedTax: '22',
      });
    expect(by(...on({ kind: 'value', value: '9.99' }))).toMatchObject({
      sellIn: { price: '15' },
      sellOut: { price: '9.99' },
    });
    expect(by(...on({ kind: 'percentage', value: '10' })).sellOut).toEqual({ kind: 'flat', price: '20.13' });
    expect(by().sellOut).toEqual({ kind: 'flat', price: '18.3' });
    const steps = chainSteps(planId, seats, flat, { ...noChannelPrices, includedTax: '22' });
    expect(steps.map(({ includedTax }) => includedTax)).toEqual([undefined, undefined, '22']);
  });
});
