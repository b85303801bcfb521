import fc from 'fast-check';
import type { Component, PriceModel } from '../../../../domain/catalog/offering';
import { freezeTerms } from '../../../../domain/pricing/terms';
import { noChannelPrices, planId, termsOfSales } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';
import { defaultPlanSettings } from '../../../../domain/catalog/settings';

const seats = (bounds: Partial<Pick<Component, 'min' | 'max' | 'step' | 'price'>> = {}): Component => ({
  key: 'seats',
  name: 'Seats',
  unit: 'seat',
  charge: 'limit',
  price: { kind: 'per-unit', unitPrice: '5.00' },
  ...bounds,
});

const named: PriceModel = {
  kind: 'stairstep',
  tiers: [
    { from: '1', to: '1', flat: '9.90', tag: 'basic' },
    { from: '2', to: '2', flat: '24.00', tag: 'gold' },
  ],
};

const request = (components: readonly Component[], quantities: Readonly<Record<string, string>> = {}) => ({
  plan: {
    ...{ id: planId, offeringId: planId, name: 'Team', currency: 'EUR', periodMonths: 1, priceVersion: 3, components },
    ...defaultPlanSettings,
  },
  prices: noChannelPrices,
  quantities,
  channel: { platformId: 'platform', distributorId: null, resellerId: null },
  issuer: { id: 'platform', prefix: 'P', taxPercent: '22' },
  zone: 'Europe/Rome',
});

const frozen = (component: Component, quantities?: Readonly<Record<string, string>>) =>
  freezeTerms(request([component], quantities)).quantities;

describe('freezeTerms', () => {
  it('is plain JSON, whole after a trip through a workflow', () => {
    fc.assert(
      fc.property(termsOfSales, (terms) => {
        expect(JSON.parse(JSON.stringify(terms))).toEqual(terms);
      }),
    );
  });

  it('takes the minimum for a quantity that nobody chose', () => {
    expect(frozen(seats({ min: '2' }))).toEqual({ seats: '2' });
  });

  it('takes the bounds themselves', () => {
    const bounded = seats({ min: '2', max: '10' });
    expect([frozen(bounded, { seats: '2' }), frozen(bounded, { seats: '10' })]).toEqual([
      { seats: '2' },
      { seats: '10' },
    ]);
  });

  it('keeps a share for the platform only where no tier sells', () => {
    const shareOf = (channel: object) => {
      const { channel: direct, ...asked } = request([seats()], { seats: '1' });
      return freezeTerms({ ...asked, channel: { ...direct, ...channel }, platformSharePercent: '12' })
        .platformSharePercent;
    };
    expect([shareOf({}), shareOf({ resellerId: 'r' }), shareOf({ distributorId: 'd' })]).toEqual([
      '12',
      undefined,
      undefined,
    ]);
  });

  it('takes a step by its name, and freezes its number', () => {
    expect(frozen(seats({ price: named }), { seats: 'gold' })).toEqual({ seats: '2' });
    expect(frozen(seats({ price: named }), { seats: '1' })).toEqual({ seats: '1' });
  });

  it('takes what lies whole steps above the minimum', () => {
    expect(frozen(seats({ min: '3', step: '4' }), { seats: '11' })).toEqual({ seats: '11' });
  });

  it('writes equal quantities as equal texts', () => {
    expect(frozen(seats(), { seats: '007.50' })).toEqual({ seats: '7.5' });
  });

  it.each<[string, Component, Record<string, string>, string]>([
    ['below the minimum', seats({ min: '2' }), { seats: '1.99' }, 'quantity-invalid'],
    ['above the maximum', seats({ max: '10' }), { seats: '10.01' }, 'quantity-invalid'],
    ['below zero, whatever the minimum', seats({ min: '-5' }), { seats: '-1' }, 'quantity-invalid'],
    ['that is missing', seats(), {}, 'quantity-invalid'],
    [
      'that is missing though its key is a word of JavaScript',
      { ...seats(), key: 'constructor' },
      {},
      'quantity-invalid',
    ],
    ['of a component that the plan lacks', seats({ min: '1' }), { disks: '1' }, 'quantity-invalid'],
    ['of a component that nobody chooses', { ...seats(), charge: 'usage' }, { seats: '1' }, 'quantity-invalid'],
    ['between two steps', seats({ min: '3', step: '4' }), { seats: '8' }, 'quantity-invalid'],
    ['by a name that no step has', seats({ price: named }), { seats: 'platinum' }, 'quantity-invalid'],
    ['by a name where steps have none', seats(), { seats: 'Infinity' }, 'quantity-invalid'],
    ['above the last step', seats({ price: named }), { seats: '3' }, 'quantity-invalid'],
    ['that is no number', seats(), { seats: '1e3' }, 'decimal-invalid'],
  ])('refuses a quantity %s', (_, component, quantities, expected) => {
    expect(() => frozen(component, quantities)).toThrow(refusal(expected));
  });

  it('refuses prices that leave a quantity without one', () => {
    const hole = seats({ min: '1', price: { kind: 'graduated', tiers: [{ from: '1', to: '9', unitPrice: '5' }] } });
    expect(() => frozen(hole)).toThrow(refusal('price-model-invalid'));
  });

  it('stops on a zone or a period that no calendar knows', () => {
    expect(() => freezeTerms({ ...request([]), zone: 'Mars/Olympus' })).toThrow('IANA zone');
    const { plan } = request([]);
    expect(() => freezeTerms({ ...request([]), plan: { ...plan, periodMonths: 0 } })).toThrow('a month at least');
  });
});
