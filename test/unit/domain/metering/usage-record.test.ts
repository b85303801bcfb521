import fc from 'fast-check';
import { DomainError } from '../../../../domain/errors';
import type { Aggregation } from '../../../../domain/metering/aggregate';
import type { MeteredComponent, MeteredSubscription, UsageRecord } from '../../../../domain/metering/usage-record';
import { checkUsage } from '../../../../domain/metering/usage-record';
import { addMilliseconds, periodAt } from '../../../../domain/time';
import { instants, quantities, zones } from '../../../support/arbitraries';

const activatedAt = '2026-01-31T00:00:00.000Z';
const meteredUntil = '2026-02-28T00:00:00.000Z';
const now = '2026-03-10T00:00:00.000Z';
const usageComponents: MeteredComponent[] = [{ key: 'calls' }];
const running: MeteredSubscription = { activatedAt, meteredUntil, endedAt: null, usageComponents };
const ended: MeteredSubscription = { ...running, endedAt: '2026-03-05T00:00:00.000Z' };
const waiting: MeteredSubscription = { ...running, activatedAt: null, meteredUntil: null };

const used = (occurredAt: string, more: Partial<UsageRecord> = {}): UsageRecord => ({
  source: 'meter',
  eventId: '1',
  subscriptionId: 's',
  component: 'calls',
  quantity: '1',
  uniqueKey: null,
  dimensions: {},
  occurredAt,
  ...more,
});
const judged = (record: UsageRecord, subscription: MeteredSubscription, at = now): string => {
  try {
    checkUsage(record, subscription, at);
    return 'taken';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe('checkUsage', () => {
  it.each<[string, string, MeteredSubscription, string]>([
    ['in the open period', '2026-03-01T00:00:00.000Z', running, 'taken'],
    ['on the boundary of two periods: it belongs to the later', meteredUntil, running, 'taken'],
    ['just before the boundary', '2026-02-27T23:59:59.999Z', running, 'usage-period-closed'],
    ['at the activation', activatedAt, { ...running, meteredUntil: activatedAt }, 'taken'],
    ['before the activation', '2026-01-30T23:59:59.999Z', running, 'usage-outside-subscription'],
    ['just now', now, running, 'taken'],
    ['in the future', '2026-03-10T00:00:00.001Z', running, 'usage-outside-subscription'],
    ['just before the end', '2026-03-04T23:59:59.999Z', ended, 'taken'],
    ['at the end, which no longer belongs to it', '2026-03-05T00:00:00.000Z', ended, 'usage-outside-subscription'],
    ['before anything runs', now, waiting, 'usage-outside-subscription'],
  ])('judges usage %s', (_, occurredAt, subscription, expected) => {
    expect(judged(used(occurredAt), subscription)).toBe(expected);
  });

  it.each(['licence', 'constructor', ''])('refuses a component that the plan does not meter: %j', (component) => {
    expect(judged(used(now, { component }), running)).toBe('usage-component-unknown');
  });

  it.each([
    ['-0.0000000001', 'quantity-invalid'],
    ['1e9', 'decimal-invalid'],
    ['0', 'taken'],
    ['18014398509481985.0000000001', 'taken'],
  ])('judges the quantity %s', (quantity, expected) => {
    expect(judged(used(now, { quantity }), running)).toBe(expected);
  });

  const level = { kind: 'time-weighted-average', values: 'level' } as const;
  const delta = { kind: 'time-weighted-average', values: 'delta' } as const;
  it.each<[string, Aggregation | null, Partial<UsageRecord>, string]>([
    ['a quantity where they are added', null, {}, 'taken'],
    ['a key where quantities are added', null, { quantity: null, uniqueKey: 'ann' }, 'usage-record-unfit'],
    ['both where quantities are added', { kind: 'max' }, { uniqueKey: 'ann' }, 'usage-record-unfit'],
    ['a key where keys are counted', { kind: 'unique-count' }, { quantity: null, uniqueKey: 'ann' }, 'taken'],
    ['a quantity where keys are counted', { kind: 'unique-count' }, {}, 'usage-record-unfit'],
    ['both where keys are counted', { kind: 'unique-count' }, { uniqueKey: 'ann' }, 'usage-record-unfit'],
    ['a level below nothing', level, { quantity: '-1' }, 'quantity-invalid'],
    ['a level that falls', delta, { quantity: '-1' }, 'taken'],
    ['a reading below nothing', { kind: 'counter-increase' }, { quantity: '-1' }, 'quantity-invalid'],
  ])('takes what its component aggregates, and refuses the rest: %s', (_, aggregation, fields, expected) => {
    const measured = {
      ...running,
      usageComponents: [{ key: 'calls', ...(aggregation === null ? {} : { aggregation }) }],
    };
    expect(judged(used(now, fields), measured)).toBe(expected);
  });

  it('takes a record in exactly one of the periods that follow each other', () => {
    fc.assert(
      fc.property(instants, zones, fc.integer({ min: 0, max: 11 }), quantities, (anchor, zone, index, quantity) => {
        const period = periodAt(anchor, 1, index, zone);
        const takenIn = (meteredFrom: string, occurredAt: string): boolean =>
          judged(
            used(occurredAt, { quantity }),
            { ...running, activatedAt: anchor, meteredUntil: meteredFrom },
            period.end,
          ) === 'taken';
        const last = addMilliseconds(period.end, -1);
        expect([takenIn(period.start, last), takenIn(period.end, last)]).toEqual([true, false]);
        expect(takenIn(period.end, period.end)).toBe(true);
      }),
    );
  });
});
