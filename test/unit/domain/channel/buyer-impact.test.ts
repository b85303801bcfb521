import fc from 'fast-check';
import { buyerImpact } from '../../../../domain/channel/buyer-impact';
import { markUpImpact } from '../../../../domain/channel/impact';
import type { PriceList } from '../../../../domain/channel/price-list';
import { channelPrices, planId, priceModels } from '../../../support/arbitraries';

const list = (id: string, over: Partial<PriceList>): PriceList => ({
  ...{ id, parentId: null, isDefault: false, buyerIds: [], rows: [] },
  ...over,
});
const rowsWith = (entries: PriceList['rows'][number]['entries']): PriceList['rows'] => [
  { planId, visibility: 'priced', locked: false, entries },
];

describe('buyerImpact', () => {
  it('changes the prices of a sale exactly as the chain does, by the list that the buyer buys by', () => {
    const twoChannels = fc.tuple(channelPrices('seats'), channelPrices('seats'));
    fc.assert(
      fc.property(priceModels, twoChannels, fc.constantFrom('ann', 'bob'), (price, [prices, other], buyerId) => {
        const plan = { planId, components: [{ key: 'seats', price }], prices };
        const friends = list('friends', { buyerIds: ['ann'], parentId: 'standard' });
        const standard = (entries: typeof prices.sellIn) =>
          list('standard', { isDefault: true, rows: rowsWith(entries) });
        const told = buyerImpact(
          'sellIn',
          buyerId,
          [standard(prices.sellIn), friends],
          [standard(other.sellIn), friends],
          plan,
        );
        expect(told).toEqual(
          markUpImpact(prices, { ...prices, sellIn: other.sellIn }, [
            { planId, component: 'seats', vendorPrice: price },
          ]),
        );
      }),
    );
  });

  it('tells nothing to the buyer of another list', () => {
    fc.assert(
      fc.property(priceModels, channelPrices('seats'), (price, prices) => {
        const plan = { planId, components: [{ key: 'seats', price }], prices };
        const friends = list('friends', { buyerIds: ['ann'] });
        const changed = [list('standard', { isDefault: true, rows: rowsWith(prices.sellOut) }), friends];
        expect(buyerImpact('sellOut', 'ann', [list('standard', { isDefault: true }), friends], changed, plan)).toEqual(
          [],
        );
      }),
    );
  });
});
