import type { Charge, Component, Presence } from '../../../../domain/catalog/offering';
import { chosenComponents } from '../../../../domain/pricing/choices';
import { refusal } from '../../../support/refusals';

const component = (charge: Charge, presence?: Presence, fields: Partial<Component> = {}): Component => ({
  key: 'support',
  name: 'Support',
  unit: 'month',
  charge,
  price: { kind: 'per-unit', unitPrice: '10' },
  ...(presence === undefined ? {} : { presence }),
  ...fields,
});

const sold = (each: Component, quantities: Readonly<Record<string, string>> = {}) => {
  const chosen = chosenComponents([each], quantities);
  return { isIn: chosen.components.length === 1, ...chosen.quantities };
};

const withoutQuantities = ['fixed', 'usage', 'one-time'] as const;

describe('chosenComponents', () => {
  it.each(withoutQuantities)('has an optional %s component in when it is chosen with 1 only', (charge) => {
    const optional = component(charge, 'optional');
    expect(sold(optional)).toEqual({ isIn: false, support: '0' });
    expect(sold(optional, { support: '0' })).toEqual({ isIn: false, support: '0' });
    expect(sold(optional, { support: '1.0' })).toEqual({ isIn: true, support: '1' });
  });

  it.each(withoutQuantities)('has a recommended %s component in unless it is left out with 0', (charge) => {
    const recommended = component(charge, 'recommended');
    expect(sold(recommended)).toEqual({ isIn: true, support: '1' });
    expect(sold(recommended, { support: '1' })).toEqual({ isIn: true, support: '1' });
    expect(sold(recommended, { support: '0.00' })).toEqual({ isIn: false, support: '0' });
  });

  it('leaves a limit component out when nothing of it is chosen, whatever its minimum', () => {
    const optional = component('limit', 'optional', { min: '5' });
    expect(sold(optional)).toEqual({ isIn: false, support: '0' });
    expect(sold(optional, { support: '5' })).toEqual({ isIn: true, support: '5' });
    const recommended = component('limit', 'recommended', { min: '5' });
    expect(sold(recommended)).toEqual({ isIn: true, support: '5' });
    expect(sold(recommended, { support: '0' })).toEqual({ isIn: false, support: '0' });
  });

  it('never leaves out what is required', () => {
    expect(sold(component('fixed', 'required'))).toEqual({ isIn: true });
    expect(sold(component('limit', 'required', { min: '0' }), { support: '0' })).toEqual({ isIn: true, support: '0' });
    expect(() => sold(component('fixed'), { support: '0' })).toThrow(refusal('quantity-invalid'));
    expect(() => sold(component('limit', 'required', { min: '1' }), { support: '0' })).toThrow(
      refusal('quantity-invalid'),
    );
  });

  it('keeps the order of the plan', () => {
    const keys = ['a', 'b', 'c', 'd'];
    const plan = keys.map((key, at) => component('fixed', at % 2 === 0 ? 'optional' : 'recommended', { key }));
    const { components } = chosenComponents(plan, { d: '0', c: '1', a: '1' });
    expect(components.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
  });

  it.each<[string, Component, Record<string, string>, string]>([
    ['more than one of what has no quantities', component('fixed', 'optional'), { support: '2' }, 'quantity-invalid'],
    ['less than nothing', component('usage', 'optional'), { support: '-1' }, 'quantity-invalid'],
    ['a part of it', component('one-time', 'recommended'), { support: '0.5' }, 'quantity-invalid'],
    ['a word for it', component('fixed', 'optional'), { support: 'yes' }, 'quantity-invalid'],
    ['what is no number', component('fixed', 'optional'), { support: '1e0' }, 'decimal-invalid'],
    ['more than its limit', component('limit', 'required', { limitAmount: '4' }), { support: '5' }, 'quantity-invalid'],
    [
      'less of a chosen one than its minimum',
      component('limit', 'optional', { min: '5' }),
      { support: '4' },
      'quantity-invalid',
    ],
    [
      'a recommended quantity that nobody has said',
      component('limit', 'recommended', { key: 'constructor' }),
      {},
      'quantity-invalid',
    ],
  ])('refuses %s', (_, each, quantities, expected) => {
    expect(() => sold(each, quantities)).toThrow(refusal(expected));
  });
});
