import type { Component } from '../../../../domain/catalog/offering';
import { withSoldAdditions } from '../../../../domain/pricing/sold-additions';
import type { SoldComponent } from '../../../../domain/pricing/terms';

const price = { kind: 'flat', price: '5' } as const;
const licence: Component = { key: 'licence', name: 'Licence', unit: 'each', charge: 'fixed', price };
const added = (name: string): Component => ({ ...licence, key: `@sellOut.${name}`, name, from: 'sellOut' });
const sold = ({ key, name, unit, charge, from, price: of }: Component): SoldComponent => ({
  ...{ key, name, unit, charge },
  ...(from === undefined ? {} : { from }),
  prices: { vendorCost: of, wholesale: of, sellIn: of, sellOut: of },
});
const keysOf = (offered: readonly Component[], running: readonly Component[], asked: readonly string[] = []) =>
  withSoldAdditions([licence, ...offered], { components: running.map(sold), quantities: {} }, asked).map(
    ({ key }) => key,
  );

describe('withSoldAdditions', () => {
  it('leaves out what a tier has added since the sale, unless it is asked for', () => {
    expect(keysOf([added('new')], [licence])).toEqual(['licence']);
    expect(keysOf([added('new')], [licence], ['@sellOut.new'])).toEqual(['licence', '@sellOut.new']);
  });

  it('goes on with what a tier has sold, also when it sells it no more', () => {
    expect(keysOf([added('support')], [licence, added('support')])).toEqual(['licence', '@sellOut.support']);
    expect(keysOf([], [licence, added('support')])).toEqual(['licence', '@sellOut.support']);
    expect(withSoldAdditions([licence], { components: [sold(added('support'))], quantities: {} }, [])[1]).toEqual(
      added('support'),
    );
  });
});
