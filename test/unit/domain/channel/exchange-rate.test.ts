import type { ExchangeRate } from '../../../../domain/channel/exchange-rate';
import { isKnownRate, rateFault, rateOn } from '../../../../domain/channel/exchange-rate';

const rate = (validFrom: string, factor = '0.9', from = 'USD', to = 'EUR'): ExchangeRate => ({
  ...{ from, to, validFrom, factor },
});

describe('rateOn', () => {
  const rates = [rate('2026-03-01', '0.91'), rate('2026-01-01', '0.93'), rate('2026-02-01', '7', 'CHF')];
  const on = (day: string, from = 'USD') => rateOn(rates, { from, to: 'EUR', on: day })?.factor;

  it('takes the latest rate that is valid on the day, whatever their order', () => {
    expect(['2026-01-01', '2026-02-28', '2026-03-01', '2030-01-01'].map((day) => on(day))).toEqual([
      ...['0.93', '0.93', '0.91', '0.91'],
    ]);
  });

  it('converts nothing where there is one currency', () => {
    expect(rateOn([], { from: 'EUR', to: 'EUR', on: '2026-01-01' })).toBeNull();
  });

  it.each([
    ['a day before the first rate', '2025-12-31', 'USD'],
    ['a currency that has no rate', '2026-03-01', 'GBP'],
  ])('refuses %s, and makes up no rate', (_, day, from) => {
    expect(() => on(day, from)).toThrow(expect.objectContaining({ code: 'exchange-rate-missing' }));
    expect(() => rateOn(rates, { from: 'EUR', to: 'USD', on: '2026-03-01' })).toThrow('no rate');
  });
});

describe('isKnownRate', () => {
  it('takes rates in the order of their days alone, and the same one again', () => {
    expect(isKnownRate(rate('2026-01-01'), undefined)).toBe(false);
    expect(isKnownRate(rate('2026-01-02'), rate('2026-01-01'))).toBe(false);
    expect(isKnownRate(rate('2026-01-01', '0.90'), rate('2026-01-01'))).toBe(true);
  });

  it.each([
    ['another factor for the same day', rate('2026-01-01', '0.8')],
    ['an earlier day', rate('2025-12-31')],
  ])('refuses %s, which would change the past', (_, next) => {
    expect(() => isKnownRate(next, rate('2026-01-01'))).toThrow(
      expect.objectContaining({ code: 'exchange-rate-settled' }),
    );
  });
});

describe('rateFault', () => {
  it('finds factors that are none and currencies that are the same or unknown', () => {
    expect(rateFault(rate('2026-01-01'))).toBeUndefined();
    expect(rateFault(rate('2026-01-01', '0'))).toMatchObject({ pointer: '/factor' });
    expect(rateFault(rate('2026-01-01', '1000000001'))).toMatchObject({ pointer: '/factor' });
    expect(rateFault(rate('2026-01-01', '1', 'EUR'))).toMatchObject({ pointer: '/to' });
    expect(() => rateFault(rate('2026-01-01', '1', 'XXZ'))).toThrow(
      expect.objectContaining({ code: 'currency-unknown' }),
    );
  });
});
