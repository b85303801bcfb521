import fc from 'fast-check';
import type { Charge, PriceModel, Tier } from '../../../../domain/catalog/offering';
import { checkPriceModel } from '../../../../domain/pricing/price-model';
import { rate } from '../../../../domain/pricing/rate';
import { priceModels, quantities } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const check = (price: PriceModel, charge: Charge = 'limit'): void => checkPriceModel({ key: 'seats', charge, price });
const tier = (from: string, to: string | null, unitPrice = '5'): Tier => ({ from, to, unitPrice });
const graduated = (...tiers: readonly Tier[]): PriceModel => ({ kind: 'graduated', tiers });
const stairs = (...tiers: readonly Tier[]): PriceModel => ({ kind: 'stairstep', tiers });
const matrix = (...rows: readonly Record<string, string>[]): PriceModel => ({
  kind: 'matrix',
  rows: rows.map((dimensions) => ({ dimensions, unitPrice: '1' })),
  otherwise: '1',
});
const wellFormed = graduated(tier('1', '9'), tier('10', null));

describe('checkPriceModel', () => {
  it('takes every model that prices all quantities', () => {
    fc.assert(
      fc.property(priceModels, quantities, (model, quantity) => {
        check(model);
        rate(model, quantity);
      }),
    );
  });

  it.each<[string, PriceModel]>([
    ['bounds in hundredths', graduated(tier('0.01', '0.99'), tier('1.00', '1.50'), tier('1.51', null))],
    ['tiers of one number each', stairs({ from: '1', to: '1', flat: '9' }, { from: '2', to: '2', flat: '8' })],
    ['a tier that costs nothing', graduated(tier('0', '100', '0'), tier('101', null))],
    ['dimensions that differ in one', matrix({ region: 'eu', class: 'a' }, { region: 'eu', class: 'b' })],
  ])('takes %s', (_, model) => {
    check(model);
  });

  it.each<[string, PriceModel, string]>([
    ['no tiers', graduated(), '/price/tiers'],
    ['a last tier with a bound', graduated(tier('1', '9'), tier('10', '20')), '/price/tiers/1/to'],
    ['a tier after the one without a bound', graduated(tier('1', null), tier('10', null)), '/price/tiers/0/to'],
    ['tiers that overlap', graduated(tier('1', '9'), tier('9', null)), '/price/tiers/1/from'],
    ['tiers that fall', graduated(tier('1', '9'), tier('5', '8'), tier('9', null)), '/price/tiers/1/from'],
    ['a hole', graduated(tier('1', '9'), tier('11', null)), '/price/tiers/1/from'],
    ['a hole of a fraction', graduated(tier('1', '9.5'), tier('10', null)), '/price/tiers/1/from'],
    ['a hole before the first tier', graduated(tier('5', '9'), tier('10', null)), '/price/tiers/0/from'],
    ['a tier that ends before it begins', graduated(tier('1', '0'), tier('1', null)), '/price/tiers/0/to'],
    ['a tier without a price', graduated({ from: '1', to: null }), '/price/tiers/0'],
    ['a price of another model', stairs({ from: '1', to: null, flat: '1', rate: '2' }), '/price/tiers/0/rate'],
    ['a negative price', { kind: 'per-unit', unitPrice: '-0.01' }, '/price/unitPrice'],
    ['a negative price of one tier', graduated(tier('1', '9'), tier('10', null, '-3')), '/price/tiers/1/unitPrice'],
    ['a negative bound', graduated(tier('-5', '9'), tier('10', null)), '/price/tiers/0/from'],
    ['an exponent', { kind: 'flat', price: '1e3' }, '/price/price'],
    ['10^30', { kind: 'flat', price: `1${'0'.repeat(30)}` }, '/price/price'],
    ['40 decimals', graduated(tier('1', null, `0.${'3'.repeat(40)}`)), '/price/tiers/0/unitPrice'],
    ['a float', { kind: 'flat', price: 12.5 as unknown as string }, '/price/price'],
    ['what is not a number', { kind: 'flat', price: 'NaN' }, '/price/price'],
    ['more tiers than anybody reads', graduated(...Array.from({ length: 201 }, () => tier('1', null))), '/price/tiers'],
    ['blocks of nothing', { kind: 'package', size: '0', price: '1' }, '/price/size'],
    [
      'a most below the least',
      { kind: 'percentage', rate: '1', minPerEvent: '2', maxPerEvent: '1' },
      '/price/maxPerEvent',
    ],
    ['half an event', { kind: 'percentage', rate: '1', freeEvents: '0.5' }, '/price/freeEvents'],
    ['two rows of the same', matrix({ region: 'eu' }, { region: 'eu' }), '/price/rows/1/dimensions'],
    ['a row of other dimensions', matrix({ region: 'eu' }, { class: 'a' }), '/price/rows/1/dimensions'],
    ['a row of more dimensions', matrix({ region: 'eu' }, { region: 'us', class: 'a' }), '/price/rows/1/dimensions'],
    ['a row of everything', matrix({}), '/price/rows/0/dimensions'],
    [
      'a tag for some',
      stairs({ from: '1', to: '1', flat: '1', tag: 'a' }, { from: '2', to: '2', flat: '2' }),
      '/price/tiers/1/tag',
    ],
    [
      'a tag that comes twice',
      stairs(...['1', '2'].map((at) => ({ from: at, to: at, flat: '1', tag: 'a' }))),
      '/price/tiers/1/tag',
    ],
    ['a tag that reads as a number', stairs({ from: '1', to: '1', flat: '1', tag: '7' }), '/price/tiers/0/tag'],
    ['a tag of many numbers', stairs({ from: '1', to: '5', flat: '1', tag: 'a' }), '/price/tiers/0/to'],
  ])('refuses %s', (_, model, pointer) => {
    expect(() => check(model)).toThrow(refusal('price-model-invalid', { component: 'seats', pointer }));
  });

  it('refuses a bound and set-up fees of what is measured', () => {
    const setup = graduated({ ...tier('1', null), setup: '10' });
    expect(() => check(setup, 'usage')).toThrow(refusal('price-model-invalid'));
    expect(() => check(stairs({ from: '1', to: '3', flat: '1' }), 'usage')).toThrow(refusal('price-model-invalid'));
    check(wellFormed, 'usage');
  });
});
