import fc from 'fast-check';
import type { PriceModel } from '../../../../domain/catalog/offering';
import { decimal } from '../../../../domain/decimal';
import { checkPriceModel } from '../../../../domain/pricing/price-model';
import { mapPrices, rate } from '../../../../domain/pricing/rate';
import { graduatedModels, priceModels, quantities } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const plus = (a: string, b: string): string => decimal(a).plus(decimal(b)).toFixed();
const tiered = (...tiers: readonly (readonly [string | null, string])[]): PriceModel => ({
  kind: 'graduated',
  tiers: tiers.map(([upTo, price]) => ({ upTo, price })),
});

describe('rate', () => {
  it('never charges less for more', () => {
    fc.assert(
      fc.property(priceModels, quantities, quantities, (model, quantity, more) => {
        expect(rate(model, plus(quantity, more)).gte(rate(model, quantity))).toBe(true);
      }),
    );
  });

  it('charges nothing for nothing, but for a flat price', () => {
    fc.assert(
      fc.property(priceModels, (model) => {
        const expected = model.kind === 'flat' ? model.price : '0';
        expect(rate(model, '0').eq(decimal(expected))).toBe(true);
      }),
    );
  });

  it('takes less than nothing for nothing', () => {
    fc.assert(
      fc.property(priceModels, quantities, (model, quantity) => {
        expect(rate(model, `-${quantity}`).eq(rate(model, '0'))).toBe(true);
      }),
    );
  });

  it('prices each unit of a graduated model at its own tier, so that tiers add up at their bounds', () => {
    fc.assert(
      fc.property(graduatedModels, quantities, (model, beyond) => {
        model.tiers.slice(0, -1).forEach(({ upTo }, at) => {
          const here = decimal(model.tiers[at + 1]!.upTo ?? plus(upTo!, beyond)).minus(decimal(upTo!));
          const step = rate(model, plus(upTo!, here.toFixed())).minus(rate(model, upTo!));
          expect(step.eq(here.times(decimal(model.tiers[at + 1]!.price)))).toBe(true);
        });
      }),
    );
  });

  it('prices a fraction above a bound at the next tier', () => {
    expect(rate(tiered(['9', '5'], [null, '3']), '9.5').toFixed()).toBe('46.5');
  });

  it('keeps every digit of quantities beyond 53 bits', () => {
    expect(rate({ kind: 'per-unit', price: '0.0000000001' }, '9007199254740993').toFixed()).toBe('900719.9254740993');
  });
});

describe('mapPrices', () => {
  it('shows each price with its place, and keeps the rest of the model', () => {
    const seen: unknown[] = [];
    const note = (price: string, tier: number | null): string => {
      seen.push([price, tier]);
      return '7';
    };
    expect(mapPrices(tiered(['9', '5'], [null, '3']), note)).toEqual(tiered(['9', '7'], [null, '7']));
    expect(mapPrices({ kind: 'flat', price: '1' }, note)).toEqual({ kind: 'flat', price: '7' });
    expect(seen).toEqual([
      ['5', 0],
      ['3', 1],
      ['1', null],
    ]);
  });
});

describe('checkPriceModel', () => {
  it('takes every model that prices all quantities', () => {
    fc.assert(fc.property(priceModels, (model) => checkPriceModel('seats', model)));
  });

  it.each<[string, PriceModel]>([
    ['no tiers', tiered()],
    ['a last tier with a bound', tiered(['9', '5'], ['20', '3'])],
    ['a tier after the one without a bound', tiered([null, '5'], [null, '3'])],
    ['bounds that fall', tiered(['9', '5'], ['8', '4'], [null, '3'])],
    ['a bound that comes twice', tiered(['9', '5'], ['9.0', '4'], [null, '3'])],
    ['a first bound of zero', tiered(['0', '5'], [null, '3'])],
    ['a negative price', { kind: 'per-unit', price: '-0.01' }],
    ['a negative price of one tier', tiered(['9', '5'], [null, '-3'])],
  ])('refuses %s', (_, model) => {
    expect(() => checkPriceModel('seats', model)).toThrow(refusal('price-model-invalid', { component: 'seats' }));
  });
});
