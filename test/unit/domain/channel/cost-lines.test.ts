import type { CostLine, CostSale } from '../../../../domain/channel/cost-lines';
import { costPricer } from '../../../../domain/channel/cost-lines';
import { marginsOf } from '../../../../domain/channel/margins';
import type { CostEntry } from '../../../../domain/channel/match';
import { addMoney } from '../../../../domain/money';
import { linearRegex } from '../../../../platform/linear-regex';

const entry = (pattern: string, value: string, more: Partial<CostEntry> = {}): CostEntry => ({
  ...{ name: pattern, rule: 'wildcard', pattern, weight: 0, kind: 'percentage', value },
  ...more,
});

const sale = (more: Partial<CostSale> = {}): CostSale => ({
  currency: 'EUR',
  from: 'vendorCost',
  streetDiscountPercent: '0',
  entries: {
    wholesale: [entry('*', '10')],
    sellIn: [entry('vm.*', '20'), entry('vm.large', '5', { rule: 'exact', weight: 9 })],
    sellOut: [entry('vm\\.(small|large)', '50', { rule: 'regex' })],
  },
  ...more,
});

const line = (more: Partial<CostLine> = {}): CostLine => ({
  ...{ identifier: 'vm.small', quantity: '3', unitCost: '0.105', rate: null },
  ...more,
});

const price = (given: Partial<CostLine> = {}, of: Partial<CostSale> = {}) =>
  costPricer(sale(of), linearRegex)(line(given));

describe('costPricer', () => {
  it('takes the fitting entry of each tier down the channel, and tells which', () => {
    const { unitPrices, steps } = price();
    expect(unitPrices).toEqual({ vendorCost: '0.105', wholesale: '0.1155', sellIn: '0.1386', sellOut: '0.2079' });
    expect(steps.map(({ level, entry: taken, before, after }) => [level, taken?.name, before, after])).toEqual([
      ['wholesale', '*', '0.105', '0.1155'],
      ['sellIn', 'vm.*', '0.1155', '0.1386'],
      ['sellOut', 'vm\\.(small|large)', '0.1386', '0.2079'],
    ]);
    expect(price({ identifier: 'vm.large' }).steps[1]?.entry?.name).toBe('vm.large');
  });

  it('lets what no pattern fits pass at the price above', () => {
    const { unitPrices, steps } = price({ identifier: 'disk.ssd' });
    expect(unitPrices).toEqual({ vendorCost: '0.105', wholesale: '0.1155', sellIn: '0.1155', sellOut: '0.1155' });
    expect(steps.map(({ entry: taken }) => taken?.name ?? null)).toEqual(['*', null, null]);
  });

  it('rounds each level once, on the line, and lets margins sum to sell-out', () => {
    const { amounts } = price({ quantity: '7.5' });
    expect(Object.values(amounts).map(({ minor }) => minor)).toEqual(['79', '87', '104', '156']);
    const margins = Object.values(marginsOf(amounts));
    expect(addMoney('EUR', [amounts.vendorCost, ...margins])).toEqual(amounts.sellOut);
  });

  it('converts a foreign cost before it is marked up, and keeps the rate', () => {
    const rate = { from: 'USD', to: 'EUR', validFrom: '2026-01-01', factor: '0.93' };
    const { unitPrices, rate: kept } = price({ unitCost: '1', rate });
    expect(unitPrices.vendorCost).toBe('0.93');
    expect(unitPrices.wholesale).toBe('1.023');
    expect(kept).toEqual(rate);
    expect(price({ unitCost: '1', unitStreetPrice: '2', rate }).unitPrices.wholesale).toBe('1.86');
  });

  it('takes the street price less its discount for wholesale, whatever the entries there say', () => {
    const { unitPrices, steps } = price({ unitStreetPrice: '0.2' }, { streetDiscountPercent: '5' });
    expect(unitPrices).toMatchObject({ vendorCost: '0.105', wholesale: '0.19', sellIn: '0.228' });
    expect(steps[0]).toMatchObject({ entry: null, isStreetPrice: true });
  });

  it('never applies a mark-up above the level that costs are given at', () => {
    const { unitPrices, steps } = price({ unitStreetPrice: '9' }, { from: 'sellIn' });
    expect(unitPrices).toMatchObject({ sellIn: '0.105', sellOut: '0.1575' });
    expect(steps.map(({ level }) => level)).toEqual(['sellOut']);
  });

  it('refuses amounts that no book can hold', () => {
    const [quantity, unitCost] = ['9'.repeat(20), '9'.repeat(20)];
    expect(() => price({ quantity, unitCost })).toThrow('beyond what can be settled');
  });
});
