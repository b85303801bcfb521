import fc from 'fast-check';
import { currenciesOf, pricedIn } from '../../../../domain/catalog/currencies';
import type { Component } from '../../../../domain/catalog/offering';
import { defaultPlanSettings } from '../../../../domain/catalog/settings';
import type { ChannelPrices } from '../../../../domain/channel/chain';
import { levels } from '../../../../domain/channel/chain';
import { ownFaults } from '../../../../domain/channel/check-own';
import { marginsOf } from '../../../../domain/channel/margins';
import type { ChannelComponents, OwnComponent } from '../../../../domain/channel/own-components';
import { isSeenAt, withChannel } from '../../../../domain/channel/own-components';
import { addMoney } from '../../../../domain/money';
import type { Terms } from '../../../../domain/pricing/terms';
import { freezeTerms } from '../../../../domain/pricing/terms';
import { purchaseRows, quote } from '../../../../domain/pricing/quote';
import { renewedTerms } from '../../../../domain/pricing/renewal';
import { explainRows } from '../../../../domain/pricing/explain';
import { withDiscount } from '../../../../domain/discounts/discount-row';
import type { ProceedsRow } from '../../../../domain/proceeds/proceeds';
import { oneTimeRows, prepaidRows } from '../../../../domain/proceeds/proceeds';
import {
  channelPrices,
  noChannelPrices,
  planId,
  priceModels,
  saleQuantities,
  soldCoupons,
  soldDiscounts,
} from '../../../support/arbitraries';

const licence: Component = {
  ...{ key: 'licence', name: 'Licence', unit: 'each', charge: 'fixed' },
  price: { kind: 'flat', price: '10' },
};
const seats: Component = {
  ...{ key: 'seats', name: 'Seats', unit: 'seat', charge: 'limit' },
  price: { kind: 'per-unit', unitPrice: '2' },
};
const support: OwnComponent = {
  ...{ key: 'support', name: 'Support', unit: 'month', charge: 'fixed' },
  price: { kind: 'flat', price: '5' },
};
const nothing: ChannelComponents = { wholesale: [], sellIn: [], sellOut: [] };
const percent = (value: string) => [{ planId, component: '*', tier: null, kind: 'percentage' as const, value }];
const dearer: ChannelPrices = { wholesale: percent('10'), sellIn: percent('20'), sellOut: percent('50') };
const period = { start: '2026-01-31T00:00:00.000Z', end: '2026-02-28T00:00:00.000Z' };

const requestOf = (added: Partial<ChannelComponents>, prices = dearer, quantities = {}, over: object = {}) => ({
  plan: {
    ...{ id: planId, offeringId: planId, name: 'any', currency: 'EUR', periodMonths: 1, priceVersion: 1 },
    ...defaultPlanSettings,
    components: withChannel([licence, seats], { ...nothing, ...added }),
  },
  prices,
  quantities: { seats: '3', ...quantities },
  channel: { platformId: planId, distributorId: null, resellerId: null },
  issuer: { id: planId, prefix: 'I', taxPercent: '22' },
  zone: 'UTC',
  ...over,
});
const sold = (...request: Parameters<typeof requestOf>): Terms => freezeTerms(requestOf(...request));

const rowsOf = (terms: Terms): readonly ProceedsRow[] =>
  withDiscount(terms, [...oneTimeRows(terms, period), ...prepaidRows(terms, period)], {
    ...{ kind: 'prepaid', index: 0, period },
  });
const pricesOf = (terms: Terms, wanted: string): unknown[] => {
  const found = terms.components.find(({ key }) => key === wanted);
  return levels.map((level) => Object.values(found?.prices[level] ?? {}).at(-1));
};

describe('withChannel', () => {
  it('sells what a tier adds at its price from its level down, marked up below, and at nothing above', () => {
    const terms = sold({ wholesale: [support], sellIn: [support], sellOut: [support] });
    expect(pricesOf(terms, '@wholesale.support')).toEqual(['0', '5', '6', '9']);
    expect(pricesOf(terms, '@sellIn.support')).toEqual(['0', '0', '5', '7.5']);
    expect(pricesOf(terms, '@sellOut.support')).toEqual(['0', '0', '0', '5']);
    expect(pricesOf(terms, 'licence')).toEqual(['10', '11', '13.2', '19.8']);
  });

  const added = fc.record({
    charge: fc.constantFrom('fixed' as const, 'limit' as const, 'one-time' as const),
    price: priceModels.filter(({ kind }) => kind !== 'percentage' && kind !== 'graduated-percentage'),
    level: fc.constantFrom('wholesale' as const, 'sellIn' as const, 'sellOut' as const),
  });

  it('changes no cost of the vendor, and lets margins sum to sell-out', () => {
    const lists = channelPrices('licence', '@wholesale.extra', '@sellIn.extra');
    fc.assert(
      fc.property(
        ...[added, lists, saleQuantities, fc.option(soldCoupons('EUR'), { nil: undefined }), soldDiscounts('EUR')],
        (own, prices, quantity, coupon, discounts) => {
          const extra: OwnComponent = { ...support, key: 'extra', charge: own.charge, price: own.price };
          const key = `@${own.level}.extra`;
          const chosen = own.charge === 'limit' ? { [key]: quantity } : {};
          const soldWith = { coupon, discounts };
          const [plain, terms] = [
            sold({}, prices, {}, soldWith),
            sold({ [own.level]: [extra] }, prices, chosen, soldWith),
          ];
          const costOf = (rows: readonly ProceedsRow[]) =>
            addMoney(
              'EUR',
              rows.map(({ amounts }) => amounts.vendorCost),
            );
          const rows = rowsOf(terms);
          expect(costOf(rows)).toEqual(costOf(rowsOf(plain)));
          for (const { component, amounts } of rows) {
            const { platform, distributor, reseller } = marginsOf(amounts);
            expect(addMoney('EUR', [amounts.vendorCost, platform, distributor, reseller])).toEqual(amounts.sellOut);
            if (component !== key) continue;
            const above = levels.slice(0, levels.indexOf(own.level));
            expect(above.map((level) => amounts[level].minor)).toEqual(above.map(() => '0'));
          }
          const { now, atPeriodEnd, recurring } = purchaseRows(terms, {});
          expect(quote(terms, {}).now.net).toEqual(
            addMoney(
              'EUR',
              now.map(({ amounts }) => amounts.sellOut),
            ),
          );
          const audience = { levels, prices };
          for (const told of [now, atPeriodEnd, recurring])
            expect(explainRows(terms, told, audience)).toHaveLength(told.length);
          expect(renewedTerms(terms, requestOf({ [own.level]: [extra] }, prices))).toEqual(terms);
        },
      ),
    );
  });

  it('lets a discount of a tier above leave alone what a tier adds, and its own count for it', () => {
    const coupon = (from: 'vendorCost' | 'sellOut') => ({
      ...{ id: planId, name: 'Spring', periods: null, from },
      effect: { type: 'discount' as const, percent: '10', scope: 'total' as const },
    });
    const off = (from: 'vendorCost' | 'sellOut'): string =>
      rowsOf(sold({ sellOut: [support] }, noChannelPrices, {}, { coupon: coupon(from) })).at(-1)!.amounts.sellOut.minor;
    expect([off('vendorCost'), off('sellOut')]).toEqual(['-160', '-210']);
  });

  it('takes no currency from a plan that a tier adds to', () => {
    const abroad = (component: Component): Component => ({
      ...component,
      currencies: { USD: { price: component.price } },
    });
    const there: OwnComponent = {
      ...support,
      key: 'there',
      currencies: { USD: { price: { kind: 'flat', price: '7' } } },
    };
    const request = requestOf({ sellOut: [support, there] });
    const components = request.plan.components.map((each) => (each.from === undefined ? abroad(each) : each));
    const plan = { ...request.plan, components };
    expect(currenciesOf(plan)).toEqual(['EUR', 'USD']);
    const inUsd = freezeTerms(pricedIn({ ...request, plan }, 'USD'));
    expect(inUsd.components.map(({ key }) => key)).toEqual(['licence', 'seats', '@sellOut.there']);
    expect(pricesOf(inUsd, '@sellOut.there')).toEqual(['0', '0', '0', '7']);
  });

  it('charges set-up fees that a tier alone asks', () => {
    const boxes: OwnComponent = {
      ...{ key: 'boxes', name: 'Boxes', unit: 'box', charge: 'limit' },
      price: { kind: 'graduated', tiers: [{ from: '1', to: null, unitPrice: '1', setup: '4' }] },
    };
    const rows = oneTimeRows(sold({ sellIn: [boxes] }, dearer, { '@sellIn.boxes': '2' }), period);
    expect(rows.map(({ name, amounts }) => [name, ...levels.map((level) => amounts[level].minor)])).toEqual([
      ['Boxes, set-up', '0', '0', '400', '600'],
    ]);
  });

  it('counts nothing of it towards a minimum of the plan, which is of the vendor', () => {
    const minimum: Component = {
      ...{ key: '@minimum', name: 'Minimum spend', unit: 'period', charge: 'minimum-spend' },
      price: { kind: 'flat', price: '20' },
    };
    const request = requestOf({ sellOut: [support] }, noChannelPrices);
    const plan = { ...request.plan, components: [...request.plan.components, minimum] };
    const [lack] = purchaseRows(freezeTerms({ ...request, plan }), {}).atPeriodEnd;
    expect(levels.map((level) => lack?.amounts[level].minor)).toEqual(['400', '400', '400', '400']);
  });
});

describe('isSeenAt', () => {
  it('hides what is added below from whoever sees levels above alone', () => {
    const seenBy = (from: Component['from'], ...visible: (typeof levels)[number][]) =>
      isSeenAt(from === undefined ? {} : { from }, visible);
    expect(seenBy('sellOut', 'vendorCost')).toBe(false);
    expect(seenBy('wholesale', 'vendorCost')).toBe(false);
    expect(seenBy('sellOut', 'wholesale', 'sellIn')).toBe(false);
    expect(seenBy('sellIn', 'wholesale', 'sellIn')).toBe(true);
    expect(seenBy('sellIn', 'sellOut')).toBe(true);
    expect(seenBy(undefined, 'vendorCost')).toBe(true);
  });
});

describe('ownFaults', () => {
  it('points at every wrong place of what a tier adds', () => {
    const plan = { planId, components: [licence, seats], prices: noChannelPrices };
    const holed: OwnComponent = {
      ...{ ...support, key: 'holed', min: '2' },
      price: { kind: 'graduated', tiers: [{ from: '1', to: '5', unitPrice: '1' }] },
    };
    const told = ownFaults(
      [support, support, holed, { ...support, key: 'dollars', currencies: { USD: { price: support.price } } }],
      plan,
    );
    expect(told.map(({ pointer }) => pointer)).toEqual([
      '/1/key',
      '/2/price/tiers/0/to',
      '/2/min',
      '/3/currencies/USD',
    ]);
    expect(ownFaults([support], plan)).toEqual([]);
  });
});
