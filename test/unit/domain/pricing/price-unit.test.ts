import fc from 'fast-check';
import { fraction, whole } from '../../../../domain/fraction';
import type { PriceUnit } from '../../../../domain/pricing/price-unit';
import { unitsTouched } from '../../../../domain/pricing/price-unit';
import { clampedDate, monthOf, startOfDay } from '../../../../domain/time';
import { dates } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const rome = 'Europe/Rome';
const days = (from: string, end: string) => ({ start: startOfDay(from, rome), end: startOfDay(end, rome) });

describe('unitsTouched', () => {
  it('makes of a calendar month one month, two halves, its days and its hours', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const [from, end] = [clampedDate(monthOf(date), 1), clampedDate(monthOf(date) + 1, 1)];
        const units = (unit: PriceUnit) => unitsTouched(unit, days(from, end), rome);
        const length = Number(clampedDate(monthOf(date), 31).slice(-2));
        const ms = Date.parse(startOfDay(end, rome)) - Date.parse(startOfDay(from, rome));
        expect([units('quantity'), units('month')]).toEqual([whole, whole]);
        expect(units('half-month')).toEqual(fraction(2, 1));
        expect(units('day')).toEqual(fraction(length, 1));
        expect(units('hour')).toEqual(fraction(ms / 3_600_000, 1));
      }),
    );
  });

  it.each<[string, PriceUnit, string, string, number, number]>([
    ['days from 14 July', 'day', '2017-07-14', '2017-08-01', 18, 1],
    ['a month from 20 July', 'month', '2017-07-20', '2017-08-01', 12, 31],
    ['a month of 10 to 14 July', 'month', '2017-07-10', '2017-07-15', 5, 31],
    ['the second half of July', 'half-month', '2017-07-16', '2017-08-01', 1, 1],
    ['the first half of July', 'half-month', '2017-07-01', '2017-07-16', 1, 1],
    ['the first half and five days', 'half-month', '2017-07-01', '2017-07-21', 41, 31],
    ['six days and the second half', 'half-month', '2017-07-10', '2017-08-01', 43, 31],
    ['five days within a half', 'half-month', '2017-07-02', '2017-07-07', 10, 31],
    ['two halves of two months', 'half-month', '2017-07-16', '2017-08-16', 2, 1],
    ['two halves and a month between', 'half-month', '2017-01-16', '2017-03-16', 4, 1],
    ['one thing, however long', 'quantity', '2017-01-16', '2019-03-16', 1, 1],
  ])('counts %s', (_, unit, from, end, part, of) => {
    expect(unitsTouched(unit, days(from, end), rome)).toEqual(fraction(part, of));
  });

  it('counts begun hours and days', () => {
    const period = { start: '2016-11-17T14:00:00Z', end: '2016-12-01T14:00:00.001Z' };
    expect(unitsTouched('day', period, 'UTC')).toEqual(fraction(15, 1));
    expect(unitsTouched('hour', period, 'UTC')).toEqual(fraction(14 * 24 + 1, 1));
  });

  it.each(['month', 'half-month'] as const)('refuses to count the %ss of ages', (unit) => {
    expect(() => unitsTouched(unit, days('0001-01-01', '9998-12-31'), rome)).toThrow(refusal('calendar-invalid'));
  });

  it('refuses a period that does not end after it starts', () => {
    expect(() => unitsTouched('quantity', days('2017-07-14', '2017-07-14'), rome)).toThrow(refusal('end-before-start'));
  });
});
