import fc from 'fast-check';
import type { ChannelPrices, PriceListEntry } from '../../../../domain/channel/chain';
import { levels, priceChain } from '../../../../domain/channel/chain';
import { markUpImpact } from '../../../../domain/channel/impact';
import { channelPrices, noChannelPrices, planId, priceModels } from '../../../support/arbitraries';

const on = (value: string, tier: number | null = null): PriceListEntry => ({
  ...{ planId, component: 'seats', tier },
  ...{ kind: tier === null ? 'percentage' : 'value', value },
});
const lists = channelPrices('seats');
const seats = (vendorPrice: Parameters<typeof priceChain>[2]) => [{ planId, component: 'seats', vendorPrice }];

describe('markUpImpact', () => {
  it('tells nothing when no price changes', () => {
    fc.assert(
      fc.property(priceModels, lists, (model, prices) => {
        expect(markUpImpact(prices, prices, seats(model))).toEqual([]);
      }),
    );
  });

  it('never touches a level above the change', () => {
    fc.assert(
      fc.property(priceModels, lists, lists, (model, before, other) => {
        const after: ChannelPrices = { ...before, sellOut: other.sellOut };
        expect(markUpImpact(before, after, seats(model)).every(({ level }) => level === 'sellOut')).toBe(true);
      }),
    );
  });

  it('is undone by the change back', () => {
    fc.assert(
      fc.property(priceModels, lists, lists, (model, before, after) => {
        const there = markUpImpact(before, after, seats(model));
        const back = markUpImpact(after, before, seats(model));
        expect(back.map(({ before: from, after: to }) => [to, from])).toEqual(
          there.map(({ before: from, after: to }) => [from, to]),
        );
      }),
    );
  });

  it('takes a price with the tax for a loss only when it does not cover the tax too', () => {
    const to = (value: string) =>
      markUpImpact(
        noChannelPrices,
        { ...noChannelPrices, sellOut: [{ ...on(value), kind: 'value' }], includedTax: '22' },
        seats({ kind: 'flat', price: '10' }),
      ).map(({ after, belowCost }) => [after, belowCost]);
    expect([to('12.2'), to('12.19')]).toEqual([[['12.2', false]], [['12.19', true]]]);
  });

  it('tells what becomes of a minimum', () => {
    const [offered] = seats({ kind: 'per-unit', unitPrice: '4' });
    const after = { ...noChannelPrices, sellOut: [{ ...on('-50'), part: 'minimum' as const }] };
    expect(markUpImpact(noChannelPrices, after, [{ ...offered!, minimumSpend: '20' }])).toMatchObject([
      { level: 'sellOut', part: 'minimum', before: '20', after: '10', belowCost: true },
    ]);
  });

  it('tells old and new price at each tier, and which are below their cost', () => {
    const before = { ...noChannelPrices, wholesale: [on('50')] };
    const after = { ...before, sellIn: [on('20')], sellOut: [on('-30')] };
    const [model] = seats({ kind: 'flat', price: '10' });
    expect(markUpImpact(before, after, [model!])).toEqual([
      {
        planId,
        component: 'seats',
        tier: null,
        part: 'price',
        level: 'sellIn',
        before: '15',
        after: '18',
        belowCost: false,
      },
      {
        planId,
        component: 'seats',
        tier: null,
        part: 'price',
        level: 'sellOut',
        before: '15',
        after: '12.6',
        belowCost: true,
      },
    ]);
  });

  it('calls a price that is as high as its cost no loss', () => {
    const before = { ...noChannelPrices, sellIn: [on('20')] };
    expect(markUpImpact(before, noChannelPrices, seats({ kind: 'flat', price: '10' }))).toMatchObject([
      { level: 'sellIn', before: '12', after: '10', belowCost: false },
      { level: 'sellOut', before: '12', after: '10', belowCost: false },
    ]);
  });

  it('names the price chain that a sale would use', () => {
    fc.assert(
      fc.property(priceModels, lists, (model, after) => {
        const chain = priceChain(planId, 'seats', model, after);
        const told = markUpImpact(noChannelPrices, after, seats(model));
        const text = JSON.stringify(chain);
        expect(told.every((each) => text.includes(`"${each.after}"`) && levels.includes(each.level))).toBe(true);
      }),
    );
  });
});
