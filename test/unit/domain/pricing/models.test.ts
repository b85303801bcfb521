import type { PriceModel, Tier } from '../../../../domain/catalog/offering';
import { mapPrices, rate, rateParts, setupFee } from '../../../../domain/pricing/rate';
import type { Usage } from '../../../../domain/pricing/rate';
import { checkPriceModel } from '../../../../domain/pricing/price-model';
import { refusal } from '../../../support/refusals';

const matrix: PriceModel = {
  kind: 'matrix',
  rows: [
    { dimensions: { region: 'eu', class: 'a' }, unitPrice: '3' },
    { dimensions: { region: 'us', class: 'a' }, unitPrice: '4' },
  ],
  otherwise: '9',
};
const percentage: PriceModel = { kind: 'percentage', rate: '2', fixed: '0.10', minPerEvent: '1', maxPerEvent: '5' };
const steps: readonly Tier[] = [
  { from: '1', to: '9', flat: '20', setup: '7' },
  { from: '10', to: null, flat: '30', setup: '8' },
];

/** Every price of a model with its place, as `mapPrices` tells it. */
const placesOf = (model: PriceModel): string[] => {
  const places: string[] = [];
  mapPrices(model, (price, { tier, part }) => {
    places.push(`${price} ${tier} ${part}`);
    return price;
  });
  return places;
};

const told = (model: PriceModel, usage: Usage): string[] =>
  rateParts(model, usage).map(({ tier, part, units, price }) => `${tier} ${part} ${units.toFixed()} × ${price}`);

describe('mapPrices', () => {
  it.each<[string, PriceModel, readonly string[]]>([
    ['flat', { kind: 'flat', price: '1' }, ['1 null price']],
    ['per-unit', { kind: 'per-unit', unitPrice: '1' }, ['1 null price']],
    [
      'graduated',
      { kind: 'graduated', tiers: [{ from: '1', to: null, unitPrice: '1', flat: '2', setup: '3' }] },
      ['1 0 price', '2 0 flat', '3 0 setup'],
    ],
    [
      'volume',
      {
        kind: 'volume',
        tiers: [
          { from: '1', to: '5', unitPrice: '1' },
          { from: '6', to: null, unitPrice: '2', flat: '3' },
        ],
      },
      ['1 0 price', '2 1 price', '3 1 flat'],
    ],
    ['stairstep', { kind: 'stairstep', tiers: steps }, ['20 0 price', '7 0 setup', '30 1 price', '8 1 setup']],
    [
      'graduated-percentage',
      { kind: 'graduated-percentage', tiers: [{ from: '0', to: null, rate: '1', flat: '2' }] },
      ['1 0 price', '2 0 flat'],
    ],
    ['package', { kind: 'package', size: '10', price: '1', freeUnits: '5' }, ['1 null price']],
    ['percentage', percentage, ['2 null price', '0.10 null fixed', '1 null minPerEvent', '5 null maxPerEvent']],
    ['matrix', matrix, ['3 0 price', '4 1 price', '9 2 price']],
  ])('tells the place of every price of a %s model', (_, model, places) => {
    expect(placesOf(model)).toEqual(places);
  });

  it('puts each price back where it came from', () => {
    const changed = mapPrices(percentage, (price, { part }) => (part === 'maxPerEvent' ? '6' : price));
    expect(changed).toEqual({ ...percentage, maxPerEvent: '6' });
    const dearer = mapPrices(matrix, (price, { tier }) => (tier === 2 ? '10' : price));
    expect(dearer).toEqual({ ...matrix, otherwise: '10' });
  });
});

describe('rateParts', () => {
  it('names the row of a matrix that each quantity is priced by, and the place after the last for all others', () => {
    const parts = [
      { dimensions: { region: 'us', class: 'a' }, quantity: '2' },
      { dimensions: { region: 'eu', class: 'a' }, quantity: '5' },
      { dimensions: { region: 'eu', class: 'b' }, quantity: '1' },
      { dimensions: { region: 'eu' }, quantity: '1' },
    ];
    expect(told(matrix, { parts })).toEqual(['1 price 2 × 4', '0 price 5 × 3', '2 price 1 × 9', '2 price 1 × 9']);
    expect(rate(matrix, { parts }).toFixed()).toBe('41');
  });

  it('has a bound take the place of what it cuts off an event', () => {
    expect(told(percentage, { events: ['10', '100', '1000', '45', '245'] })).toEqual([
      'null minPerEvent 1 × 1',
      'null price 100 × 2',
      'null fixed 1 × 0.10',
      'null maxPerEvent 1 × 5',
      // Just at the bounds: 1.00 and 5.00.
      'null price 45 × 2',
      'null fixed 1 × 0.10',
      'null price 245 × 2',
      'null fixed 1 × 0.10',
    ]);
  });

  it('has no part for nothing, unless the first tier begins there', () => {
    const from = (first: string): PriceModel => ({ kind: 'stairstep', tiers: [{ from: first, to: null, flat: '3' }] });
    expect(told(from('1'), '0')).toEqual([]);
    expect(told(from('0'), '0')).toEqual(['0 price 1 × 3']);
    const volume: PriceModel = { kind: 'volume', tiers: [{ from: '1', to: null, unitPrice: '3', flat: '1' }] };
    expect(told(volume, '0')).toEqual([]);
    expect(rate(volume, '0').toFixed()).toBe('0');
  });
});

describe('setupFee', () => {
  it.each<['stairstep' | 'volume' | 'graduated', string, string]>([
    ['stairstep', '3', '7'],
    ['stairstep', '10', '8'],
    ['stairstep', '0', '0'],
    ['volume', '10', '8'],
    ['volume', '0', '0'],
    ['graduated', '10', '15'],
    ['graduated', '9', '7'],
  ])('of a %s price is due for the tiers that %s units are billed at', (kind, quantity, fee) => {
    const tiers = kind === 'stairstep' ? steps : steps.map(({ flat, ...tier }) => ({ ...tier, unitPrice: flat! }));
    expect(setupFee({ kind, tiers }, quantity).toFixed()).toBe(fee);
  });

  it('is due for a step that was not reached before, and not again', () => {
    expect(setupFee({ kind: 'stairstep', tiers: steps }, '12', '3').toFixed()).toBe('8');
    expect(setupFee({ kind: 'stairstep', tiers: steps }, '12', '11').toFixed()).toBe('0');
    expect(setupFee({ kind: 'stairstep', tiers: steps }, '3', '0').toFixed()).toBe('7');
  });
});

describe('checkPriceModel', () => {
  const check = (price: PriceModel): void => checkPriceModel({ key: 'seats', charge: 'limit', price });

  it.each<[string, PriceModel, string]>([
    ['volume', { kind: 'volume', tiers: [{ from: '1', to: '5', unitPrice: '1' }] }, '/price/tiers/0/to'],
    [
      'graduated-percentage',
      { kind: 'graduated-percentage', tiers: [{ from: '0', to: '5', rate: '1' }] },
      '/price/tiers/0/to',
    ],
  ])('refuses a %s price that ends', (_, model, pointer) => {
    expect(() => check(model)).toThrow(refusal('price-model-invalid', { component: 'seats', pointer }));
  });

  it('takes a stairstep that ends', () => {
    check({ kind: 'stairstep', tiers: [{ from: '1', to: '5', flat: '1' }] });
  });

  it('refuses a tag of a step without an end', () => {
    const open = { kind: 'stairstep', tiers: [{ from: '1', to: null, flat: '1', tag: 'a' }] } as const;
    expect(() => check(open)).toThrow(
      refusal('price-model-invalid', { component: 'seats', pointer: '/price/tiers/0/to' }),
    );
  });

  it('refuses a row that has only some of the dimensions of the others', () => {
    const rows = [
      { dimensions: { region: 'eu', class: 'a' }, unitPrice: '1' },
      { dimensions: { region: 'us', size: 'b' }, unitPrice: '1' },
    ];
    expect(() => check({ kind: 'matrix', rows, otherwise: '1' })).toThrow(
      refusal('price-model-invalid', { component: 'seats', pointer: '/price/rows/1/dimensions' }),
    );
  });

  it('says which price a tier lacks', () => {
    expect(() => check({ kind: 'graduated', tiers: [{ from: '1', to: null }] })).toThrow('a tier has its unitPrice');
  });
});
