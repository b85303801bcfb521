import fc from 'fast-check';
import { levels, priceChain } from '../../../../domain/channel/chain';
import { Big, decimal } from '../../../../domain/decimal';
import { fraction } from '../../../../domain/fraction';
import { explainRows, explainTax } from '../../../../domain/pricing/explain';
import { purchaseRows, quote } from '../../../../domain/pricing/quote';
import { rate, rateParts, setupFee, setupParts } from '../../../../domain/pricing/rate';
import { arrearsRows, prepaidRows } from '../../../../domain/proceeds/proceeds';
import { freezeTerms } from '../../../../domain/pricing/terms';
import {
  channelPrices,
  noChannelPrices,
  planId,
  priceModels,
  quantities,
  saleQuantities,
  termsOfSales,
  termsWithMinimums,
} from '../../../support/arbitraries';
import { defaultPlanSettings } from '../../../../domain/catalog/settings';

const sum = (amounts: readonly Big[]): Big => amounts.reduce((all, each) => all.plus(each), new Big('0'));

describe('rateParts', () => {
  it('takes an amount apart into prices that sum to it', () => {
    fc.assert(
      fc.property(priceModels, quantities, (model, quantity) => {
        const parts = rateParts(model, quantity);
        expect(sum(parts.map(({ amount }) => amount)).eq(rate(model, quantity))).toBe(true);
      }),
    );
  });

  it('takes the amount of single events apart, whatever bounds cut off', () => {
    fc.assert(
      fc.property(priceModels, fc.array(quantities, { maxLength: 5 }), (model, events) => {
        const bounded = model.kind === 'percentage' ? { ...model, minPerEvent: '1', maxPerEvent: '50' } : model;
        const parts = rateParts(bounded, { events });
        expect(sum(parts.map(({ amount }) => amount)).eq(rate(bounded, { events }))).toBe(true);
      }),
    );
  });

  it('names the tier of each price, and how often it counts', () => {
    const tiers = [
      { from: '1', to: '9', unitPrice: '5' },
      { from: '10', to: null, unitPrice: '4', flat: '2', setup: '30' },
    ];
    const told = (parts: ReturnType<typeof rateParts>) =>
      parts.map(({ tier, part, units, price }) => `${tier} ${part} ${units.toFixed()} × ${price}`);
    expect(told(rateParts({ kind: 'graduated', tiers }, '12'))).toEqual([
      ...['0 price 9 × 5', '1 price 3 × 4', '1 flat 1 × 2'],
    ]);
    expect(told(rateParts({ kind: 'volume', tiers }, '12'))).toEqual(['1 price 12 × 4', '1 flat 1 × 2']);
    expect(told(setupParts({ kind: 'graduated', tiers }, '12'))).toEqual(['1 setup 1 × 30']);
  });

  it('sums set-up parts to the fee', () => {
    fc.assert(
      fc.property(priceModels, quantities, (model, quantity) => {
        const priced =
          'tiers' in model
            ? { ...model, tiers: model.tiers.map((tier, at) => ({ ...tier, setup: String(at + 1) })) }
            : model;
        const parts = setupParts(priced, quantity);
        expect(sum(parts.map(({ amount }) => amount)).eq(setupFee(priced, quantity))).toBe(true);
      }),
    );
  });
});

describe('explainRows', () => {
  it('sums to every figure of the quote, exactly before the one rounding and to the cent after it', () => {
    fc.assert(
      fc.property(fc.oneof(termsOfSales, termsWithMinimums), saleQuantities, (terms, calls) => {
        const rows = purchaseRows(terms, { calls });
        for (const name of ['now', 'atPeriodEnd'] as const) {
          const explained = explainRows(terms, rows[name], { levels, prices: null });
          for (const level of levels) {
            const { lines } = quote(terms, { calls }, level)[name];
            expect(explained.map((each) => each.levels[level]?.net)).toEqual(lines.map(({ net }) => net));
          }
          for (const { parts, exact } of explained.flatMap((each) => Object.values(each.levels))) {
            expect(sum(parts.map(({ amount }) => decimal(amount))).eq(decimal(exact))).toBe(true);
          }
        }
      }),
    );
  });

  it('tells set-up fees apart from the price that is paid once', () => {
    const tiers = [{ from: '0', to: null, unitPrice: '2', setup: '30' }];
    const undiscounted = termsOfSales.filter(
      ({ coupon, discounts = [] }) => coupon === undefined && discounts.length === 0,
    );
    const [terms] = fc.sample(undiscounted, { numRuns: 1, seed: 3 });
    const prices = priceChain(planId, 'setup', { kind: 'graduated', tiers }, noChannelPrices);
    const sold = { ...terms!, components: terms!.components.slice(0, 1).map((each) => ({ ...each, prices })) };
    const told = explainRows(sold, purchaseRows(sold, {}).now, { levels: ['sellOut'], prices: null });
    expect(told.map((each) => each.levels.sellOut?.exact)).toEqual(['2', '30']);
  });

  it('leads from a minimum to what is due of it, less what counts towards it', () => {
    const entries = [{ planId, component: '*', tier: null, kind: 'percentage', value: '10' } as const];
    const prices = { ...noChannelPrices, sellOut: entries };
    const [any] = fc.sample(termsOfSales, { numRuns: 1, seed: 1 });
    const calls = { key: 'calls', name: 'Calls', unit: 'call', charge: 'usage', minimumSpend: '20' } as const;
    const components = [{ ...calls, price: { kind: 'per-unit', unitPrice: '1' } } as const];
    const plan = { id: planId, offeringId: planId, name: 'any', currency: 'EUR', periodMonths: 1, priceVersion: 1 };
    const request = { plan: { ...plan, ...defaultPlanSettings, components }, prices, quantities: {} };
    const terms = freezeTerms({ ...any!, ...request });
    const rows = arrearsRows(terms, { start: '', end: '' }, { calls: '4' }, fraction(1, 2));
    const [, told] = explainRows(terms, rows, { levels: ['sellIn', 'sellOut'], prices });
    expect(told!.levels.sellOut).toEqual({
      model: 'minimum-spend',
      parts: [
        { tier: null, part: 'minimum', units: '1', price: '22', amount: '11', share: { part: '1', of: '2' } },
        { tier: null, part: 'price', units: '-1', price: '4.4', amount: '-4.4' },
      ],
      ...{ exact: '6.6', roundingMode: 'half-up' },
      net: { currency: 'EUR', minor: '660' },
      chain: [
        { level: 'sellOut', tier: null, part: 'minimum', ...{ before: '20', after: '22' }, entry: expect.anything() },
      ],
    });
  });

  it('tells how many units a price was charged for, where it is a price by the unit', () => {
    const [any] = fc.sample(termsOfSales, { numRuns: 1, seed: 1 });
    const prices = priceChain(planId, 'seats', { kind: 'per-unit', unitPrice: '5' }, noChannelPrices);
    const seats = { ...any!.components.find(({ key }) => key === 'seats')!, prices };
    const terms = { ...any!, currency: 'EUR', unit: 'day', components: [seats], quantities: { seats: '3' } } as const;
    const [row] = prepaidRows(terms, { start: '2026-02-01T00:00:00.000Z', end: '2026-03-01T00:00:00.000Z' });
    const [told] = explainRows(terms, [row!], { levels: ['sellOut'], prices: null });
    expect(told).toMatchObject({
      quantity: '84',
      levels: { sellOut: { exact: '15', share: { part: '28', of: '1' }, net: { minor: '42000' } } },
    });
  });

  it('tells which part of a price was charged, where it was not all of it', () => {
    const [any] = fc.sample(termsOfSales, { numRuns: 1, seed: 1 });
    const prices = priceChain(planId, 'licence', { kind: 'flat', price: '10' }, noChannelPrices);
    const licence = { ...any!.components.find(({ key }) => key === 'licence')!, charge: 'postpaid' as const, prices };
    const terms = { ...any!, currency: 'EUR', components: [licence] };
    const [row] = arrearsRows(terms, { start: '', end: '' }, {}, fraction(1, 3));
    const [told] = explainRows(terms, [row!], { levels: ['sellOut'], prices: null });
    expect(told!.levels.sellOut).toMatchObject({ exact: '10', share: { part: '1', of: '3' }, net: { minor: '333' } });
  });

  it('is plain JSON, whole after a trip over the wire', () => {
    fc.assert(
      fc.property(termsOfSales, saleQuantities, (terms, calls) => {
        const told = explainRows(terms, purchaseRows(terms, { calls }).now, { levels, prices: noChannelPrices });
        expect(JSON.parse(JSON.stringify(told))).toEqual(told);
      }),
    );
  });

  it('tells no step between levels of which one is hidden, and no figure of a hidden level', () => {
    fc.assert(
      fc.property(fc.oneof(termsOfSales, termsWithMinimums), fc.subarray([...levels]), (terms, visible) => {
        const { now, atPeriodEnd } = purchaseRows(terms, {});
        const told = [now, atPeriodEnd].flatMap((rows) =>
          explainRows(terms, rows, { levels: visible, prices: noChannelPrices }),
        );
        for (const line of told) {
          expect(Object.keys(line.levels)).toEqual(visible);
          for (const level of visible) {
            const above = levels[levels.indexOf(level) - 1];
            expect('chain' in line.levels[level]!).toBe(above !== undefined && visible.includes(above));
          }
        }
      }),
    );
  });

  it('leads from each price of a level to the price that was sold at the next', () => {
    fc.assert(
      fc.property(priceModels, channelPrices('seats'), saleQuantities, (price, prices, seats) => {
        const component = { key: 'seats', name: 'Seats', unit: 'seat', charge: 'limit', price } as const;
        const [any] = fc.sample(termsOfSales, { numRuns: 1, seed: 1 });
        const { channel, issuer, zone, currency } = any!;
        const plan = { id: planId, offeringId: planId, name: 'any', currency, periodMonths: 1, priceVersion: 1 };
        const request = { plan: { ...plan, ...defaultPlanSettings, components: [component] }, quantities: { seats } };
        const terms = freezeTerms({ ...request, prices, channel, issuer, zone });
        for (const line of explainRows(terms, purchaseRows(terms, {}).now, { levels, prices })) {
          for (const level of ['wholesale', 'sellIn', 'sellOut'] as const) {
            const { parts, chain } = line.levels[level]!;
            const arrived = (tier: number | null, part: string) =>
              chain!.find((step) => step.tier === tier && step.part === part)?.after;
            for (const each of parts) expect(arrived(each.tier, each.part)).toBe(each.price);
          }
        }
      }),
    );
  });
});

describe('explainTax', () => {
  it('is exact before the rounding', () => {
    const money = (minor: string) => ({ currency: 'EUR', minor });
    expect(explainTax('7.7', { lines: [{ net: money('1005') }], net: money('1005'), tax: money('77') })).toEqual({
      ...{ percent: '7.7', of: money('1005'), exact: '0.77385', roundingMode: 'half-up', tax: money('77') },
    });
  });
});
