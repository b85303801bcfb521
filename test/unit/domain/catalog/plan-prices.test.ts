import { isReserved, pricedComponents, writtenPrices } from '../../../../domain/catalog/plan-prices';
import { seats } from '../../../support/catalog-files';

describe('pricedComponents', () => {
  it('keeps a set-up fee as a component that is paid once, after those of the plan', () => {
    const [first, setup] = pricedComponents({ components: [seats('5')], setupFee: '50' });
    expect(first).toEqual(seats('5'));
    expect(setup).toMatchObject({ key: '@setup', charge: 'one-time', price: { kind: 'flat', price: '50' } });
  });

  it('has keys for what the plan asks that no vendor can write', () => {
    const own = { setupFee: '50', minimumSpend: '100' };
    const keys = pricedComponents({ components: [seats('5')], ...own }).map(({ key }) => key);
    expect(keys.map(isReserved)).toEqual([false, true, true]);
  });

  it('keeps a minimum spend as what all charges of a period come to at least', () => {
    const [minimum] = pricedComponents({ components: [], minimumSpend: '100' });
    expect(minimum).toMatchObject({ key: '@minimum', charge: 'minimum-spend', price: { kind: 'flat', price: '100' } });
  });

  it.each([
    { components: [seats('5')] },
    { components: [seats('5', { minimumSpend: '5' })], minimumSpend: '7', setupFee: '1' },
    { components: [], setupFee: '1', minimumSpend: '7', currencies: { USD: { setupFee: '2', minimumSpend: '8' } } },
    { components: [], setupFee: '1', currencies: { USD: { setupFee: '2' }, GBP: { setupFee: '3' } } },
    { components: [seats('5')], setupFee: '0.00' },
    { components: [] },
  ])('is undone by writtenPrices: %j', (prices) => {
    expect(writtenPrices(pricedComponents(prices))).toEqual(prices);
  });
});
