import fc from 'fast-check';
import type { Component, Plan } from '../../../../domain/catalog/offering';
import { defaultPlanSettings } from '../../../../domain/catalog/settings';
import { renewedTerms } from '../../../../domain/pricing/renewal';
import type { Terms } from '../../../../domain/pricing/terms';
import { prepaidRows } from '../../../../domain/proceeds/proceeds';
import { settled } from '../../../support/amounts';
import { noChannelPrices, termsOfSales } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const period = { start: '2027-01-01T00:00:00.000Z', end: '2027-02-01T00:00:00.000Z' };
const seats: Component = {
  ...{ key: 'seats', name: 'Seats', unit: 'seat', charge: 'limit', min: '1' },
  price: { kind: 'per-unit', unitPrice: '7' },
};
const support: Component = {
  ...{ key: 'support', name: 'Support', unit: 'month', charge: 'fixed' },
  price: { kind: 'flat', price: '30' },
};

/** The plan that terms were sold by, at what the vendor asks in them. */
const planOf = (terms: Terms, components?: readonly Component[]): Plan => ({
  ...{ id: terms.planId, offeringId: terms.planId, name: 'any', currency: terms.currency, priceVersion: 2 },
  periodMonths: terms.periodMonths,
  ...defaultPlanSettings,
  components: components ?? terms.components.map(({ prices, ...rest }) => ({ ...rest, price: prices.vendorCost })),
});
const renewed = (terms: Terms, components?: readonly Component[]): Terms =>
  renewedTerms(terms, { plan: planOf(terms, components), prices: noChannelPrices });

const sold = fc.sample(termsOfSales, { numRuns: 1, seed: 1 })[0]!;
const running = (quantities: Record<string, string>, components: readonly Component[]): Terms => ({
  ...{ ...sold, currency: 'EUR', quantities },
  components: components.map(({ key, name, unit, charge, price }) => ({
    ...{ key, name, unit, charge },
    prices: { vendorCost: price, wholesale: price, sellIn: price, sellOut: price },
  })),
});

describe('renewedTerms', () => {
  it("keeps the tax rate of its issuer in prices that include the tax, and takes the platform's share of now", () => {
    const { channel, issuer } = sold;
    const direct = { ...sold, channel: { ...channel, distributorId: null, resellerId: null } };
    const sale = { plan: planOf(sold), prices: { ...noChannelPrices, includedTax: '99' }, platformSharePercent: '7' };
    const taxed = { ...noChannelPrices, includedTax: issuer.taxPercent };
    expect(renewedTerms(direct, sale)).toEqual({
      ...renewedTerms(direct, { plan: planOf(sold), prices: taxed }),
      ...{ taxIncluded: true, platformSharePercent: '7' },
    });
    expect(
      renewedTerms({ ...direct, platformSharePercent: '5' }, { ...sale, platformSharePercent: null }),
    ).not.toHaveProperty('platformSharePercent');
  });

  it('keeps what was chosen, the calendar, the channel and the coupon, at the prices of now', () => {
    fc.assert(
      fc.property(termsOfSales, (terms) => {
        const { components, ...kept } = renewed(terms);
        const { components: before, ...old } = terms;
        expect(kept).toEqual({ ...old, priceVersion: 2 });
        expect(components.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
        for (const { prices } of components) expect(prices.sellOut).toEqual(prices.vendorCost);
      }),
    );
  });

  it('charges at the new prices', () => {
    const dear = { ...seats, price: { kind: 'per-unit', unitPrice: '9' } } as const;
    const rows = prepaidRows(renewed(running({ seats: '3' }, [seats]), [dear]), period);
    expect(rows.map(({ component, quantity, amounts }) => [component, quantity, amounts.sellOut])).toEqual([
      ['seats', '3', settled('27', 'EUR')],
    ]);
  });

  it('goes on with a quantity that could no longer be chosen, as long as it has a price', () => {
    const bounded = { ...seats, min: '10', max: '20', step: '5' };
    expect(renewed(running({ seats: '3' }, [seats]), [bounded]).quantities).toEqual({ seats: '3' });
    const ending: Component = { ...seats, price: { kind: 'stairstep', tiers: [{ from: '1', to: '2', flat: '5' }] } };
    expect(() => renewed(running({ seats: '3' }, [seats]), [ending])).toThrow(refusal('quantity-invalid'));
  });

  it('adds what is required by now, of quantities the least, and nothing that can be done without', () => {
    const extra: Component = { ...support, key: 'extra', presence: 'recommended' };
    const terms = renewed(running({}, []), [seats, support, extra]);
    expect(terms.components.map(({ key }) => key)).toEqual(['seats', 'support']);
    expect(terms.quantities).toEqual({ seats: '1', extra: '0' });
  });

  it('keeps what is sold although it has become a choice, and leaves out what the plan has no more', () => {
    const terms = renewed(running({ seats: '3' }, [seats, support]), [{ ...support, presence: 'optional' }]);
    expect(terms.components.map(({ key }) => key)).toEqual(['support']);
    expect(terms.quantities).toEqual({ support: '1' });
  });

  it('refuses prices in another currency', () => {
    const plan = { ...planOf(sold), currency: sold.currency === 'EUR' ? 'USD' : 'EUR' };
    expect(() => renewedTerms(sold, { plan, prices: noChannelPrices })).toThrow(refusal('currency-not-priced'));
  });
});
