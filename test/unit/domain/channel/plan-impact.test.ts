import type { PriceListEntry } from '../../../../domain/channel/chain';
import { planImpact } from '../../../../domain/channel/plan-impact';
import { noChannelPrices, planId } from '../../../support/arbitraries';

const flat = (price: string) => ({ kind: 'flat', price }) as const;
const plan = {
  planId,
  components: [{ key: 'licence', price: flat('20'), currencies: { USD: { price: flat('22') } } }],
};
const impactOf = (...sellOut: readonly Partial<PriceListEntry>[]) =>
  planImpact(
    noChannelPrices,
    {
      ...noChannelPrices,
      sellOut: sellOut.map((fields) => ({
        ...{ planId, component: 'licence', tier: null, kind: 'value', value: '30' },
        ...fields,
      })),
    },
    plan,
  ).map(({ currency = 'own', before, after }) => `${currency} ${before} ${after}`);

describe('planImpact', () => {
  it('tells what a percentage does in every currency', () => {
    expect(impactOf({ kind: 'percentage', value: '10' })).toEqual(['own 20 22', 'USD 22 24.2']);
  });

  it('tells of a value in the currency that it names', () => {
    expect(impactOf({})).toEqual(['own 20 30']);
    expect(impactOf({ currency: 'USD' })).toEqual(['USD 22 30']);
  });
});
