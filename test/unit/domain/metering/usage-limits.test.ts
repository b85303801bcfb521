import fc from 'fast-check';
import type { PriceModel } from '../../../../domain/catalog/offering';
import { byLevel } from '../../../../domain/channel/chain';
import { decimal } from '../../../../domain/decimal';
import { checkBounds, checkLimit, limitWindow, mostUsed } from '../../../../domain/metering/usage-limits';
import type { UsageRecord } from '../../../../domain/metering/usage-record';
import { isSettleable, roundToMoney } from '../../../../domain/money';
import { rate } from '../../../../domain/pricing/rate';
import type { SoldComponent } from '../../../../domain/pricing/terms';
import { decimals, instants, priceModels, zones } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const soldAt = (price: PriceModel, fields: Partial<SoldComponent> = {}): SoldComponent => ({
  ...{ key: 'calls', name: 'Calls', unit: 'call', charge: 'usage', prices: byLevel(() => price) },
  ...fields,
});
const record = (quantity: string | null): UsageRecord => ({
  ...{ source: 'meter', eventId: '1', subscriptionId: 's', component: 'calls', quantity },
  ...{ uniqueKey: quantity === null ? 'ann' : null, dimensions: {}, occurredAt: '2026-01-01T00:00:00.000Z' },
});
const perUnit = { kind: 'per-unit', unitPrice: '1' } as const;

describe('limitWindow', () => {
  it('puts an instant into exactly one stretch, counted from the anchor', () => {
    const periods = fc.constantFrom('month' as const, 'quarter' as const, 'year' as const);
    fc.assert(
      fc.property(periods, instants, zones, fc.integer({ min: 0, max: 4e11 }), (limitPeriod, anchor, zone, after) => {
        const at = new Date(Date.parse(anchor) + after).toISOString();
        const { start, end } = limitWindow(limitPeriod, anchor, zone, at);
        expect(start <= at && at < end).toBe(true);
        expect(limitWindow(limitPeriod, anchor, zone, start)).toEqual({ start, end });
        expect(limitWindow(limitPeriod, anchor, zone, end).start).toBe(end);
      }),
      { numRuns: 50 },
    );
  });

  it('begins at the anchor and, of a total, never ends', () => {
    const anchor = '2026-01-31T00:00:00.000Z';
    expect(limitWindow('month', anchor, 'UTC', '2026-03-01T00:00:00.000Z')).toEqual({
      ...{ start: '2026-02-28T00:00:00.000Z', end: '2026-03-31T00:00:00.000Z' },
    });
    expect(limitWindow('total', anchor, 'UTC', '2099-03-01T00:00:00.000Z').start).toBe(anchor);
  });
});

describe('checkLimit', () => {
  it('lets a limit be reached, and not passed', () => {
    const limited = soldAt(perUnit, { limitAmount: '10', limitPeriod: 'month' });
    expect(() => checkLimit(limited, { quantity: '10.0', records: 1 })).not.toThrow();
    expect(() => checkLimit(limited, { quantity: '10.0000000001', records: 1 })).toThrow(
      refusal('usage-limit-reached', { component: 'calls', limitAmount: '10' }),
    );
    expect(() => checkLimit(soldAt(perUnit), { quantity: '999999', records: 1 })).not.toThrow();
  });
});

describe('checkBounds', () => {
  const isTaken = (component: SoldComponent, quantity: string, records = 1, currency = 'EUR'): boolean => {
    try {
      checkBounds(component, currency, record(quantity), { quantity, records });
      return true;
    } catch (error) {
      expect(error).toEqual(refusal('usage-beyond-bounds'));
      return false;
    }
  };

  it('takes nothing whose amount the books cannot hold', () => {
    fc.assert(
      fc.property(
        priceModels,
        decimals(10n ** 16n, 0),
        fc.constantFrom('EUR', 'JPY', 'CLF'),
        (price, quantity, currency) => {
          if (!isTaken(soldAt(price), quantity, 1, currency)) return;
          expect(isSettleable(roundToMoney(rate(price, quantity), currency))).toBe(true);
        },
      ),
    );
  });

  it('takes 10^15 of what is cheap enough, and no more', () => {
    const cheap = soldAt({ kind: 'per-unit', unitPrice: '0.01' });
    expect(isTaken(cheap, mostUsed)).toBe(true);
    expect(isTaken(cheap, decimal(mostUsed).plus('0.0000000001').toFixed())).toBe(false);
    expect(isTaken(soldAt({ kind: 'per-unit', unitPrice: '1000' }), mostUsed)).toBe(false);
    expect(isTaken(soldAt({ kind: 'per-unit', unitPrice: '1000' }, { factor: '1024000' }), mostUsed)).toBe(true);
  });

  it('counts what every event costs, and the dearest row', () => {
    const events = soldAt({ kind: 'percentage', rate: '0', fixed: '1000000000', minPerEvent: '1' });
    expect(isTaken(events, '1', 99_999)).toBe(true);
    expect(isTaken(events, '1', 100_001)).toBe(false);
    const rows = [{ dimensions: { region: 'eu' }, unitPrice: '1000' }];
    expect(isTaken(soldAt({ kind: 'matrix', rows, otherwise: '0' }), mostUsed)).toBe(false);
  });

  it('looks at one record alone where the greatest or the latest counts', () => {
    const gauge = soldAt(perUnit, { aggregation: { kind: 'max' } });
    expect(() => checkBounds(gauge, 'EUR', record('5'), { quantity: '9999999999999999999', records: 9 })).not.toThrow();
    const users = soldAt(perUnit, { aggregation: { kind: 'unique-count' } });
    expect(() => checkBounds(users, 'EUR', record(null), { quantity: '0', records: 9 })).not.toThrow();
  });
});
