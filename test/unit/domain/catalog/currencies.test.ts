import { currenciesOf, pricedIn } from '../../../../domain/catalog/currencies';
import type { Component, Plan } from '../../../../domain/catalog/offering';
import { defaultPlanSettings } from '../../../../domain/catalog/settings';
import type { PriceListEntry } from '../../../../domain/channel/chain';
import { priceChain } from '../../../../domain/channel/chain';
import { noChannelPrices, planId } from '../../../support/arbitraries';
import { seats } from '../../../support/catalog-files';
import { refusal } from '../../../support/refusals';

const dollars = { price: { kind: 'per-unit', unitPrice: '6' }, minimumSpend: '30' } as const;
const priced = seats('5', { minimumSpend: '20', currencies: { USD: dollars, GBP: { price: dollars.price } } });
const planOf = (...components: readonly Component[]): Plan => ({
  ...defaultPlanSettings,
  ...{ id: planId, offeringId: planId, name: 'Team', currency: 'EUR', periodMonths: 1, priceVersion: 1, components },
});
const entry = (fields: Partial<PriceListEntry>): PriceListEntry => ({
  ...{ planId, component: 'seats', tier: null, kind: 'value', value: '9' },
  ...fields,
});
const sale = (...sellOut: readonly PriceListEntry[]) => ({
  plan: planOf(priced),
  prices: { ...noChannelPrices, sellOut },
});
const soldAt = ({ plan, prices }: ReturnType<typeof sale>) =>
  priceChain(planId, 'seats', plan.components[0]!.price, prices).sellOut;

describe('currenciesOf', () => {
  it('names what all components are priced in, the own currency first', () => {
    expect(currenciesOf(planOf(priced))).toEqual(['EUR', 'GBP', 'USD']);
    expect(currenciesOf(planOf(priced, seats('1', { key: 'disks', currencies: { USD: dollars } })))).toEqual([
      'EUR',
      'USD',
    ]);
    expect(currenciesOf(planOf(priced, seats('1', { key: 'disks' })))).toEqual(['EUR']);
  });
});

describe('pricedIn', () => {
  it('is the plan as it is in its own currency', () => {
    expect(pricedIn(sale())).toEqual(sale());
    expect(pricedIn(sale(), 'EUR')).toEqual(sale());
  });

  it('has the prices of another currency, and nothing of any other', () => {
    const { plan } = pricedIn(sale(), 'USD');
    expect(plan.currency).toBe('USD');
    expect(plan.components).toEqual([{ ...seats('6'), minimumSpend: '30' }]);
    expect(pricedIn(sale(), 'GBP').plan.components[0]).not.toHaveProperty('minimumSpend');
  });

  it('counts a percentage in every currency, and a value in that which it names', () => {
    const percent = entry({ kind: 'percentage', value: '10' });
    expect([soldAt(sale(percent)), soldAt(pricedIn(sale(percent), 'USD'))]).toEqual([
      { kind: 'per-unit', unitPrice: '5.5' },
      { kind: 'per-unit', unitPrice: '6.6' },
    ]);
    const values = sale(entry({ value: '9' }), entry({ value: '11', currency: 'USD' }));
    expect([soldAt(values), soldAt(pricedIn(values, 'USD')), soldAt(pricedIn(values, 'GBP'))]).toEqual([
      { kind: 'per-unit', unitPrice: '9' },
      { kind: 'per-unit', unitPrice: '11' },
      { kind: 'per-unit', unitPrice: '6' },
    ]);
  });

  it.each(['JPY', 'constructor', 'usd'])('refuses %s, which the plan is not priced in', (currency) => {
    expect(() => pricedIn(sale(), currency)).toThrow(refusal('currency-not-priced'));
  });
});
