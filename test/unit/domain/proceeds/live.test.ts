import fc from 'fast-check';
import { consolidate, measuredQuota, recurringQuota, sumOfRows } from '../../../../domain/proceeds/live';
import { addMoney } from '../../../../domain/money';
import { settled } from '../../../support/amounts';
import { refusal } from '../../../support/refusals';

const cents = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n });
const granules = fc.constantFrom(1, 28, 30, 31, 365, 743, 744, 745);
const inEuro = (minor: bigint): string => {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

describe('recurringQuota', () => {
  it('makes the rows of a whole period consolidate to its amount, to the minor unit', () => {
    fc.assert(
      fc.property(cents, granules, (minor, count) => {
        const rows = Array.from({ length: count }, () => recurringQuota(inEuro(minor), count));
        expect(consolidate(rows, 'EUR')).toEqual({ currency: 'EUR', minor: minor.toString() });
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])('refuses a period of %p granules', (count) => {
    expect(() => recurringQuota('30', count)).toThrow(refusal('quantity-invalid'));
  });
});

describe('measuredQuota', () => {
  it('keeps ten decimals', () => {
    expect(measuredQuota('0.0123456789', '48.5')).toBe('0.5987654267');
    expect(() => measuredQuota('1e-9', '1')).toThrow(refusal('decimal-invalid'));
  });
});

describe('consolidate', () => {
  it('rounds the sum once, whatever the order of the rows', () => {
    const rows = ['0.8064516129', '0.5987654267', '0.6327160436'];
    expect(consolidate(rows, 'EUR')).toEqual(settled('2.04', 'EUR'));
    expect(consolidate([...rows].reverse(), 'EUR')).toEqual(settled('2.04', 'EUR'));
    expect(consolidate([], 'EUR')).toEqual(addMoney('EUR', []));
    expect(consolidate(['0.005'], 'EUR', 'half-even')).toEqual(settled('0', 'EUR'));
    expect(sumOfRows(rows)).toBe('2.0379330832');
  });
});
