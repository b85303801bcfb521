import fc from 'fast-check';
import type { PriceModel } from '../../../../domain/catalog/offering';
import { byLevel, levels } from '../../../../domain/channel/chain';
import type { Charge } from '../../../../domain/catalog/offering';
import { fraction } from '../../../../domain/fraction';
import { roundToMoney } from '../../../../domain/money';
import { rate } from '../../../../domain/pricing/rate';
import type { Terms } from '../../../../domain/pricing/terms';
import type { ProceedsRow } from '../../../../domain/proceeds/proceeds';
import { arrearsRows, oneTimeRows, prepaidRows, switchRows } from '../../../../domain/proceeds/proceeds';
import { saleQuantities, termsOfSales } from '../../../support/arbitraries';

const period = { start: '2026-01-31T00:00:00.000Z', end: '2026-02-28T00:00:00.000Z' };
const keys = (rows: readonly ProceedsRow[]): string[] => rows.map(({ component, kind }) => `${component} ${kind}`);

/** Terms whose components all have this price at every level. */
const soldAt = (price: PriceModel): Terms => {
  const [terms] = fc.sample(termsOfSales, { numRuns: 1, seed: 7 });
  const components = terms!.components.map((component) => ({ ...component, prices: byLevel(() => price) }));
  return { ...terms!, currency: 'EUR', components };
};
const chargedAs = (terms: Terms, charge: Charge): Terms => ({
  ...terms,
  components: terms.components.map((component) => (component.key === 'licence' ? { ...component, charge } : component)),
});
const one = soldAt({ kind: 'per-unit', unitPrice: '5' });

describe('oneTimeRows, prepaidRows, arrearsRows', () => {
  it('charge each component once: in advance, in arrears or at activation', () => {
    const terms = { ...one, quantities: { seats: '3' } };
    expect(keys(oneTimeRows(terms, period))).toEqual(['setup one-time']);
    expect(keys(prepaidRows(terms, period))).toEqual(['licence prepaid', 'seats prepaid']);
    expect(keys(arrearsRows(terms, period, { calls: '12' }))).toEqual(['calls arrears']);
  });

  it('price usage as their model reads it: event by event, or by its dimensions', () => {
    const ofEach = soldAt({ kind: 'percentage', rate: '1', fixed: '0.30' });
    const [events] = arrearsRows(ofEach, period, { calls: { events: ['100', '0', '50'] } });
    expect(events).toMatchObject({ quantity: '150', amounts: { sellOut: { currency: 'EUR', minor: '240' } } });
    expect(arrearsRows(ofEach, period, { calls: { events: ['0'] } })[0]?.amounts.sellOut.minor).toBe('30');
    expect(arrearsRows(ofEach, period, { calls: { events: [] } })).toEqual([]);

    const byRegion = soldAt({
      kind: 'matrix',
      rows: [{ dimensions: { region: 'eu' }, unitPrice: '2' }],
      otherwise: '3',
    });
    const parts = ['eu', 'us'].map((region) => ({ dimensions: { region }, quantity: '10' }));
    const [row] = arrearsRows(byRegion, period, { calls: { parts } });
    expect(row).toMatchObject({ quantity: '20', amounts: { sellOut: { currency: 'EUR', minor: '5000' } } });
  });

  it('round each level once, on the line', () => {
    fc.assert(
      fc.property(termsOfSales, saleQuantities, (terms, calls) => {
        const rows = [
          ...oneTimeRows(terms, period),
          ...prepaidRows(terms, period),
          ...arrearsRows(terms, period, { calls }),
        ];
        for (const row of rows) {
          const { prices } = terms.components.find(({ key }) => key === row.component)!;
          for (const level of levels)
            expect(row.amounts[level]).toEqual(roundToMoney(rate(prices[level], row.quantity), terms.currency));
        }
      }),
    );
  });

  it.each(['0', '0.0000000000', '-0', '-3'])('make no row of the quantity %s', (quantity) => {
    expect(arrearsRows(one, period, { calls: quantity })).toEqual([]);
    expect(keys(prepaidRows({ ...one, quantities: { seats: quantity } }, period))).toEqual(['licence prepaid']);
  });

  it('charge for nothing only where the first tier begins there', () => {
    const terms = {
      ...soldAt({ kind: 'volume', tiers: [{ from: '0', to: null, flat: '7' }] }),
      quantities: { seats: '0' },
    };
    expect(keys(prepaidRows(terms, period))).toEqual(['licence prepaid', 'seats prepaid']);
    expect(arrearsRows(terms, period, {})).toMatchObject([{ quantity: '0', amounts: { sellOut: { minor: '700' } } }]);
  });

  it('charge what is fixed in arrears in full at the end of its period, and in part at the end of a part', () => {
    const terms = chargedAs(one, 'postpaid');
    expect(keys(oneTimeRows(terms, period))).toEqual(['setup one-time']);
    expect(keys(prepaidRows({ ...terms, quantities: {} }, period))).toEqual([]);
    const atEnd = arrearsRows(terms, period, { calls: '2' });
    expect(atEnd).toMatchObject([
      { component: 'calls', quantity: '2', amounts: { sellOut: { minor: '1000' } } },
      { component: 'licence', kind: 'arrears', quantity: '1', amounts: { sellOut: { minor: '500' } } },
    ]);
    expect(atEnd[1]).not.toHaveProperty('share');
    const third = fraction(1, 3);
    expect(arrearsRows(terms, period, { calls: '2' }, third)).toMatchObject([
      { component: 'calls', amounts: { sellOut: { minor: '1000' } } },
      { component: 'licence', share: third, amounts: { vendorCost: { minor: '167' }, sellOut: { minor: '167' } } },
    ]);
    expect(keys(arrearsRows(terms, period, {}, fraction(0, 1)))).toEqual([]);
  });

  it('charge what a change of plans costs with a change alone', () => {
    const terms = chargedAs({ ...one, quantities: { seats: '3' } }, 'plan-switch');
    const bought = [...oneTimeRows(terms, period), ...prepaidRows(terms, period), ...arrearsRows(terms, period, {})];
    expect(keys(bought)).toEqual(['setup one-time', 'seats prepaid']);
    expect(switchRows(terms, period)).toMatchObject([
      { component: 'licence', kind: 'one-time', quantity: '1', amounts: { sellOut: { minor: '500' } } },
    ]);
    expect(switchRows(one, period)).toEqual([]);
  });

  it('charge the set-up fees of billed tiers once, beside the prices themselves', () => {
    const tiers = [
      { from: '1', to: '9', unitPrice: '5', setup: '10' },
      { from: '10', to: null, unitPrice: '4', setup: '20' },
    ];
    const terms = { ...soldAt({ kind: 'graduated', tiers }), quantities: { seats: '12' } };
    expect(oneTimeRows(terms, period).slice(1)).toMatchObject([
      { component: 'licence', name: 'licence, set-up', quantity: '1', amounts: { sellOut: { minor: '1000' } } },
      { component: 'seats', name: 'seats, set-up', quantity: '1', amounts: { sellOut: { minor: '3000' } } },
    ]);
    expect(keys(prepaidRows(terms, period))).toEqual(['licence prepaid', 'seats prepaid']);
  });

  it('write the quantity without the zeros of its column', () => {
    expect(arrearsRows(one, period, { calls: '1200.5000000000' })).toMatchObject([{ quantity: '1200.5' }]);
  });

  it('make no row of usage that nobody sells', () => {
    expect(arrearsRows(one, period, { disks: '5', licence: '5' })).toEqual([]);
  });

  it('take a word of JavaScript for a key like any other', () => {
    const components = one.components.map((component) => ({ ...component, key: 'constructor' }));
    const terms = { ...one, components, quantities: {} };
    expect(arrearsRows(terms, period, {})).toEqual([]);
    expect(arrearsRows(terms, period, { constructor: '2' })).toMatchObject([{ quantity: '2' }]);
  });

  it('have a natural key: component, kind and start of the period never come twice', () => {
    fc.assert(
      fc.property(termsOfSales, saleQuantities, (terms, calls) => {
        const rows = [
          ...oneTimeRows(terms, period),
          ...prepaidRows(terms, period),
          ...arrearsRows(terms, period, { calls }),
        ];
        expect(new Set(keys(rows)).size).toBe(rows.length);
      }),
    );
  });
});
