import fc from 'fast-check';
import type { PriceModel, Tier } from '../../../../domain/catalog/offering';
import { decimal, decimalText } from '../../../../domain/decimal';
import { trueUp } from '../../../../domain/pricing/minimum-spend';
import { isQuantityAllowed } from '../../../../domain/pricing/quantity-rules';
import { mapPrices, rate, rateMore, setupFee } from '../../../../domain/pricing/rate';
import { priceModels, quantities, risingModels, tieredModels } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const plus = (a: string, b: string): string => decimal(a).plus(decimal(b)).toFixed();
const stairs = (...tiers: readonly Tier[]): PriceModel => ({ kind: 'stairstep', tiers });
const priceOf = (tier: Tier): string => tier.unitPrice ?? '0';

describe('rate', () => {
  it('never charges less for more, where tiers do not price the whole quantity anew', () => {
    fc.assert(
      fc.property(risingModels, quantities, quantities, (model, quantity, more) => {
        expect(rate(model, plus(quantity, more)).gte(rate(model, quantity))).toBe(true);
      }),
    );
  });

  it('charges nothing for nothing, but for a flat price and a first tier that begins there', () => {
    fc.assert(
      fc.property(priceModels, (model) => {
        const [first] = 'tiers' in model ? model.tiers : [];
        const flat = first?.from === '0' ? (first.flat ?? '0') : '0';
        expect(rate(model, '0').eq(decimal(model.kind === 'flat' ? model.price : flat))).toBe(true);
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
      fc.property(tieredModels('graduated'), quantities, ({ tiers, kind }, beyond) => {
        const model = { kind, tiers: tiers.map((tier) => ({ ...tier, flat: '0' })) } as PriceModel;
        tiers.slice(0, -1).forEach(({ to }, at) => {
          const next = tiers[at + 1]!;
          const here = decimal(next.to ?? plus(to!, beyond)).minus(decimal(to!));
          const step = rate(model, plus(to!, here.toFixed())).minus(rate(model, to!));
          expect(step.eq(here.times(decimal(priceOf(next))))).toBe(true);
        });
      }),
    );
  });

  it('prices all units of a volume model at one tier', () => {
    fc.assert(
      fc.property(tieredModels('volume'), quantities, ({ tiers, kind }, quantity) => {
        const model = { kind, tiers: tiers.map((tier) => ({ ...tier, flat: '0' })) } as PriceModel;
        const amount = rate(model, quantity);
        expect(tiers.some((tier) => amount.eq(decimal(quantity).times(decimal(priceOf(tier)))))).toBe(true);
      }),
    );
  });

  it('charges a begun block in whole, however little of it is used', () => {
    const blocks: PriceModel = { kind: 'package', size: '3', price: '1' };
    const used = ['0', '0.0000000001', '3', '3.0000000001', '99999999999999999999', '99999999999999999999.0000000001'];
    expect(used.map((each) => rate(blocks, each).toFixed())).toEqual([
      '0',
      '1',
      '1',
      '2',
      '33333333333333333333',
      '33333333333333333334',
    ]);
  });

  it('charges events that are not wholly free, also those of nothing', () => {
    const model: PriceModel = { kind: 'percentage', rate: '10', fixed: '1', freeAmount: '60' };
    expect(rate(model, { events: ['0', '60', '0', '10'] }).toFixed()).toBe('3');
  });

  it('takes a quantity alone for one event without dimensions', () => {
    fc.assert(
      fc.property(priceModels, quantities, (model, quantity) => {
        const events = decimal(quantity).eq('0') ? [] : [quantity];
        const amount = rate(model, quantity);
        if (model.kind === 'percentage') expect(rate(model, { events }).eq(amount)).toBe(true);
        expect(rate(model, { parts: [{ dimensions: {}, quantity }] }).eq(amount)).toBe(
          model.kind !== 'percentage' || events.length > 0 || amount.eq(rate(model, { events: ['0'] })),
        );
      }),
    );
  });

  it('finds a row by all of its dimensions, and no word of JavaScript among them', () => {
    const model: PriceModel = {
      kind: 'matrix',
      rows: [{ dimensions: { region: 'eu', class: 'gold' }, unitPrice: '2' }],
      otherwise: '1',
    };
    const used = (dimensions: Record<string, string>) => rate(model, { parts: [{ dimensions, quantity: '1' }] });
    expect(used({ region: 'eu', class: 'gold', team: 'a' }).toFixed()).toBe('2');
    expect(used({ region: 'eu' }).toFixed()).toBe('1');
    const odd: PriceModel = { ...model, rows: [{ dimensions: { constructor: 'x' }, unitPrice: '2' }] };
    expect(rate(odd, '1').toFixed()).toBe('1');
  });

  it('keeps every digit of quantities beyond 53 bits', () => {
    const model = { kind: 'per-unit', unitPrice: '0.0000000001' } as const;
    expect(rate(model, '9007199254740993').toFixed()).toBe('900719.9254740993');
  });

  it.each([`1${'0'.repeat(60)}`, `0.${'1'.repeat(61)}`, '1e30', 'NaN', 'Infinity', '', '1,5', '0x10'])(
    'refuses the quantity %s at once',
    (quantity) => {
      fc.assert(
        fc.property(priceModels, (model) => {
          expect(() => rate(model, quantity)).toThrow(refusal('decimal-invalid'));
        }),
        { numRuns: 20 },
      );
    },
  );

  it('refuses a quantity above the last step', () => {
    expect(() => rate(stairs({ from: '1', to: '3', flat: '9' }), '3.01')).toThrow(refusal('quantity-invalid'));
  });
});

describe('rateMore', () => {
  it('adds up, in whatever parts units arrive', () => {
    fc.assert(
      fc.property(priceModels, quantities, quantities, (model, first, second) => {
        const sum = rate(model, first).plus(rateMore(model, first, second));
        expect(sum.eq(rate(model, plus(first, second)))).toBe(true);
      }),
    );
  });
});

describe('mapPrices', () => {
  it('shows each price with its place, and keeps the rest of the model', () => {
    const seen: unknown[] = [];
    const note = (price: string, place: unknown): string => {
      seen.push([price, place]);
      return '7';
    };
    const tier: Tier = { from: '1', to: null, unitPrice: '5', flat: '2', setup: '1' };
    expect(mapPrices({ kind: 'volume', tiers: [tier] }, note)).toEqual({
      kind: 'volume',
      tiers: [{ from: '1', to: null, unitPrice: '7', flat: '7', setup: '7' }],
    });
    mapPrices(stairs({ from: '1', to: null, flat: '9' }), note);
    expect(seen).toEqual([
      ['5', { tier: 0, part: 'price' }],
      ['2', { tier: 0, part: 'flat' }],
      ['1', { tier: 0, part: 'setup' }],
      ['9', { tier: 0, part: 'price' }],
    ]);
  });

  it('reaches every price: what all of them double, doubles the amount', () => {
    fc.assert(
      fc.property(priceModels, quantities, (model, quantity) => {
        const doubled = mapPrices(model, (price) => decimalText(decimal(price).times('2')));
        expect(rate(doubled, quantity).eq(rate(model, quantity).times('2'))).toBe(true);
      }),
    );
  });
});

describe('setupFee', () => {
  const tiers: readonly Tier[] = [
    { from: '1', to: '9', unitPrice: '1', setup: '10' },
    { from: '10', to: '99', unitPrice: '1' },
    { from: '100', to: null, unitPrice: '1', setup: '30' },
  ];

  it.each<[PriceModel['kind'], string, string | null, string]>([
    ['graduated', '0', null, '0'],
    ['graduated', '5', null, '10'],
    ['graduated', '150', null, '40'],
    ['graduated', '150', '5', '30'],
    ['volume', '5', null, '10'],
    ['volume', '150', null, '30'],
    ['volume', '5', '150', '10'],
    ['volume', '7', '5', '0'],
    ['per-unit', '7', null, '0'],
  ])('of a %s price for %s units after %s is %s', (kind, quantity, before, fee) => {
    const model = (kind === 'per-unit' ? { kind, unitPrice: '1' } : { kind, tiers }) as PriceModel;
    expect(setupFee(model, quantity, before).toFixed()).toBe(fee);
  });
});

describe('trueUp', () => {
  it('tops charges up to the minimum, and never beyond', () => {
    fc.assert(
      fc.property(quantities, quantities, (minimum, charged) => {
        const topped = trueUp(decimal(minimum), decimal(charged)).plus(decimal(charged));
        expect(topped.eq(decimal(minimum).gt(decimal(charged)) ? decimal(minimum) : decimal(charged))).toBe(true);
      }),
    );
  });
});

describe('isQuantityAllowed', () => {
  it.each([
    [{ min: '3', step: '4' }, '11', true],
    [{ min: '3', step: '4' }, '12', false],
    [{ min: '3', step: '0.1' }, '3.3', true],
    [{ min: '3', max: '10', step: '4' }, '11', false],
    [{ max: '10' }, '9.5', true],
    [{}, '-1', false],
  ])('judges by %j that %s may be chosen: %p', (rules, quantity, allowed) => {
    expect(isQuantityAllowed(rules, quantity)).toBe(allowed);
  });
});
