import { checkTime } from '../../../../domain/catalog/check-time';
import { planEntry } from '../../../support/catalog-files';
import type { PlanEntry } from '../../../../domain/catalog/catalog-file';

const refusedAt = (fields: Partial<PlanEntry>): string[] => {
  const pointers: string[] = [];
  checkTime(planEntry(fields), (pointer) => void pointers.push(pointer));
  return pointers;
};

describe('checkTime', () => {
  it.each<[string, Partial<PlanEntry>]>([
    ['/minimumMonths', { periodMonths: 3, minimumMonths: 4 }],
    ['/minimumMonths', { periodMonths: null, minimumMonths: 12 }],
    ['/autoRenew', { periodMonths: null, autoRenew: false }],
    ['/autoRenew', { periodMonths: null, lifespanHours: 48, autoRenew: false }],
    ['/lifespanHours', { periodMonths: 1, lifespanHours: 48 }],
    ['/earlyTermination', { earlyTermination: 'charge-rest' }],
    ['/earlyTermination', { earlyTermination: 'allowed', minimumMonths: 1 }],
    ['/terminationRefund', { periodMonths: null, terminationRefund: 'prorated' }],
    ['/terminationRefund', { terminationRefund: 'prorated', proration: 'none' }],
    ['/refundDays', { terminationRefund: 'full-within-days' }],
    ['/refundDays', { terminationRefund: 'prorated', refundDays: 14 }],
    ['/refundDays', { terminationRefund: 'full-within-days', refundDays: 29 }],
    ['/refundDays', { terminationRefund: 'full-within-days', refundDays: 14, alignment: 'calendar' }],
    ['/refundDays', { terminationRefund: 'full-within-days', refundDays: 3, periodMonths: null, lifespanHours: 48 }],
  ])('refuses what would do nothing, at %s: %j', (pointer, fields) => {
    expect(refusedAt(fields)).toEqual([pointer]);
  });

  it.each<[Partial<PlanEntry>]>([
    [{}],
    [{ periodMonths: 3, minimumMonths: 12, autoRenew: false }],
    [{ periodMonths: null, lifespanHours: 48 }],
    [{ periodMonths: null }],
    [{ earlyTermination: 'charge-rest', minimumMonths: 12 }],
    [{ terminationRefund: 'prorated' }],
    [{ terminationRefund: 'full-within-days', refundDays: 28 }],
  ])('takes %j', (fields) => {
    expect(refusedAt(fields)).toEqual([]);
  });
});
