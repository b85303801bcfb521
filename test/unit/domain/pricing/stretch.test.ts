import fc from 'fast-check';
import type { PriceModel } from '../../../../domain/catalog/offering';
import { byLevel } from '../../../../domain/channel/chain';
import { Big, decimal, decimalText } from '../../../../domain/decimal';
import { fraction, roundShareToMoney, whole } from '../../../../domain/fraction';
import { explainRows } from '../../../../domain/pricing/explain';
import { billedUsage } from '../../../../domain/pricing/factor';
import { quote } from '../../../../domain/pricing/quote';
import { rate, setupFee } from '../../../../domain/pricing/rate';
import { rateShared, setupShared, sharedParts, timesUsage } from '../../../../domain/pricing/stretch';
import type { Terms } from '../../../../domain/pricing/terms';
import { arrearsRows, oneTimeRows, prepaidRows } from '../../../../domain/proceeds/proceeds';
import { decimals, priceModels, saleQuantities, termsOfSales } from '../../../support/arbitraries';

const period = { start: '2026-01-01T00:00:00.000Z', end: '2026-02-01T00:00:00.000Z' };
const divisors = fc.integer({ min: 1, max: 2_678_400_000 });
const sum = (amounts: readonly Big[]): Big => amounts.reduce((all, each) => all.plus(each), new Big('0'));

const withFees = (model: PriceModel): PriceModel =>
  'tiers' in model ? { ...model, tiers: model.tiers.map((tier, at) => ({ ...tier, setup: String(at + 1) })) } : model;

describe('rateShared', () => {
  it('prices a share of many units as the units that it makes, in every model', () => {
    fc.assert(
      fc.property(
        priceModels,
        fc.array(saleQuantities, { minLength: 1, maxLength: 4 }),
        divisors,
        (model, events, by) => {
          const bounded = model.kind === 'percentage' ? { ...model, minPerEvent: '1', maxPerEvent: '50' } : model;
          const usage = { usage: timesUsage({ events }, String(by)), share: fraction(1, by) };
          const { amount, share } = rateShared(bounded, usage);
          const exact = rate(bounded, { events });
          expect(amount.times(share.part).eq(exact.times(share.of))).toBe(true);
        },
      ),
    );
  });

  it('rounds a third once, where its decimals would round it twice', () => {
    const { amount, share } = rateShared(
      { kind: 'per-unit', unitPrice: '0.015' },
      { usage: '1', share: fraction(1, 3) },
    );
    expect(roundShareToMoney(amount, share, 'EUR')).toEqual({ currency: 'EUR', minor: '1' });
  });

  it('begins no block that a third more than nothing does not begin', () => {
    const blocks: PriceModel = { kind: 'package', size: '1', price: '10' };
    const priced = (usage: string) => rateShared(blocks, { usage, share: fraction(1, 3) });
    expect(priced('3').amount.div('3').toFixed()).toBe('10');
    expect(priced('3.0000000001').amount.div('3').toFixed()).toBe('20');
  });
});

describe('setupShared', () => {
  it('charges the fees of the tiers that the share reaches', () => {
    fc.assert(
      fc.property(priceModels, saleQuantities, divisors, (model, quantity, by) => {
        const fees = withFees(model);
        const many = decimalText(decimal(quantity).times(String(by)));
        const { amount, share } = setupShared(fees, { quantity: many, share: fraction(1, by) });
        expect(amount.times(share.part).eq(setupFee(fees, quantity).times(share.of))).toBe(true);
      }),
    );
  });

  it('charges no fee of a tier that was billed before, whichever shares there are', () => {
    fc.assert(
      fc.property(priceModels, saleQuantities, saleQuantities, divisors, divisors, (model, before, after, a, b) => {
        const fees = withFees(model);
        const sharedBy = (quantity: string, by: number) => ({
          quantity: decimalText(decimal(quantity).times(String(by))),
          share: fraction(1, by),
        });
        const { amount, share } = setupShared(fees, sharedBy(after, a), sharedBy(before, b));
        expect(amount.times(share.part).eq(setupFee(fees, after, before).times(share.of))).toBe(true);
      }),
    );
  });
});

describe('sharedParts', () => {
  it('takes the amount of a share apart into prices of the model, to twenty decimals', () => {
    fc.assert(
      fc.property(priceModels, saleQuantities, divisors, (model, usage, by) => {
        const parts = sharedParts(model, { usage, share: fraction(1, by) });
        const { amount, share } = rateShared(model, { usage, share: fraction(1, by) });
        const told = sum(parts.map((part) => part.amount)).times(share.of);
        expect(told.minus(amount).abs().lte(decimal('0.0000000000000001').times(share.of))).toBe(true);
        const prices = JSON.stringify(model);
        for (const { price } of parts) expect(prices).toContain(`"${price}"`);
      }),
    );
  });
});

describe('billedUsage', () => {
  it('divides what is stored by the factor: as a decimal where it has an end, as a share where it has none', () => {
    expect(billedUsage('3000', '1024')).toEqual({ usage: '2.9296875', share: whole });
    expect(billedUsage('3000', '2.5')).toEqual({ usage: '1200', share: whole });
    expect(billedUsage('100', '3')).toEqual({ usage: '100', share: fraction(1, 3) });
    expect(billedUsage({ events: ['6', '9'] }, '0.3')).toEqual({
      usage: { events: ['60', '90'] },
      share: fraction(1, 3),
    });
    const parts = [{ dimensions: { region: 'eu' }, quantity: '5' }];
    expect(billedUsage({ usage: { parts }, share: fraction(1, 5) }, '2')).toEqual({
      usage: { parts: [{ dimensions: { region: 'eu' }, quantity: '0.5' }] },
      share: whole,
    });
  });

  it('gives back what is stored, times the factor', () => {
    const factors = decimals(10n ** 9n, 6).filter((factor) => !decimal(factor).eq('0'));
    fc.assert(
      fc.property(saleQuantities, factors, (stored, factor) => {
        const { usage, share } = billedUsage(stored, factor);
        const billed = decimal(usage as string)
          .times(share.part)
          .times(decimal(factor));
        expect(billed.eq(decimal(stored).times(share.of))).toBe(true);
      }),
    );
  });
});

const withoutCoupon = (terms: Terms): Terms =>
  Object.fromEntries(Object.entries(terms).filter(([name]) => name !== 'coupon')) as unknown as Terms;

/** Terms whose seats and calls are stored in MiB, or in thirds, and billed in whole units. */
const withFactor = (terms: Terms, factor: string): Terms => ({
  ...terms,
  components: terms.components.map((component) =>
    component.charge === 'limit' || component.charge === 'usage' ? { ...component, factor } : component,
  ),
});

describe('oneTimeRows, prepaidRows, arrearsRows', () => {
  it('charge what is stored over its factor as the units that it makes', () => {
    fc.assert(
      fc.property(termsOfSales, saleQuantities, fc.constantFrom('1024', '3', '0.07', '60'), (terms, calls, factor) => {
        const stored = (quantity: string) => decimalText(decimal(quantity).times(decimal(factor)));
        const { seats = '0' } = terms.quantities;
        const counted = withFactor({ ...terms, quantities: { seats: stored(seats) } }, factor);
        const rowsOf = (sold: Terms, used: string) => [
          ...oneTimeRows(sold, period),
          ...prepaidRows(sold, period),
          ...arrearsRows(sold, period, { calls: used }),
        ];
        const told = (sold: Terms, used: string) =>
          rowsOf(sold, used).map(({ component, kind, quantity, amounts }) => ({ component, kind, quantity, amounts }));
        expect(told(counted, stored(calls))).toEqual(told(terms, calls));
      }),
    );
  });

  it('write ten decimals of a quantity that has no end, and charge the exact one', () => {
    const [sale] = fc.sample(termsOfSales, { numRuns: 1, seed: 7 });
    const prices = byLevel((): PriceModel => ({ kind: 'per-unit', unitPrice: '300000' }));
    const components = sale!.components.map((component) => ({ ...component, prices }));
    const terms = withFactor({ ...sale!, currency: 'EUR', components }, '3');
    const [row] = arrearsRows(terms, period, { calls: '1' });
    expect(row).toMatchObject({ quantity: '0.3333333333', amounts: { sellOut: { minor: '10000000' } } });
  });
});

describe('explainRows', () => {
  it('tells the factor, and parts that sum to the figure', () => {
    const [sale] = fc.sample(termsOfSales, { numRuns: 1, seed: 7 });
    const tiers = [
      { from: '1', to: '10', unitPrice: '2', flat: '5' },
      { from: '11', to: null, unitPrice: '1' },
    ];
    const prices = byLevel((): PriceModel => ({ kind: 'graduated', tiers }));
    const components = sale!.components.map((component) => ({ ...component, prices }));
    const terms = withFactor({ ...withoutCoupon(sale!), currency: 'EUR', components }, '3');
    const rows = arrearsRows(terms, period, { calls: '100' });
    const [line] = explainRows(terms, rows, { levels: ['sellOut'], prices: null });
    expect(line).toMatchObject({ component: 'calls', quantity: '33.3333333333', factor: '3' });
    expect(line?.levels.sellOut?.parts).toEqual([
      { tier: 0, part: 'price', units: '10', price: '2', amount: '20' },
      { tier: 0, part: 'flat', units: '1', price: '5', amount: '5' },
      { tier: 1, part: 'price', units: '23.33333333333333333333', price: '1', amount: '23.33333333333333333333' },
    ]);
    expect(line?.levels.sellOut?.net).toEqual({ currency: 'EUR', minor: '4833' });
    expect(quote(terms, { calls: '100' }).atPeriodEnd.lines[0]).toMatchObject({
      quantity: '33.3333333333',
      factor: '3',
    });
  });
});
