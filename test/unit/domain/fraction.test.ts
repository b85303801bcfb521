import fc from 'fast-check';
import { Big, decimal, decimalText } from '../../../domain/decimal';
import type { Fraction } from '../../../domain/fraction';
import {
  addFractions,
  divideFractions,
  fraction,
  nothing,
  roundShare,
  roundShareToMoney,
  whole,
} from '../../../domain/fraction';
import type { RoundingMode } from '../../../domain/money';
import { roundToMoney } from '../../../domain/money';
import { settled } from '../../support/amounts';
import { currencies, decimals } from '../../support/arbitraries';

const fractions: fc.Arbitrary<Fraction> = fc
  .tuple(fc.integer({ min: -5000, max: 5000 }), fc.integer({ min: 1, max: 5000 }))
  .map(([part, of]) => fraction(part, of));
const amounts = fc.tuple(decimals(10n ** 12n, 10), fc.boolean()).map(([text, below]) => (below ? `-${text}` : text));
const modes = fc.constantFrom<RoundingMode>('half-up', 'half-even', 'up');

describe('fraction', () => {
  it('writes equal parts as equal texts, and survives JSON', () => {
    fc.assert(
      fc.property(fractions, fc.integer({ min: 1, max: 100 }), ({ part, of }, times) => {
        const same = fraction(BigInt(part) * BigInt(times), BigInt(of) * BigInt(times));
        expect(same).toEqual({ part, of });
        expect(JSON.parse(JSON.stringify(same))).toEqual(same);
      }),
    );
  });

  it('is of something, in whole numbers', () => {
    expect(() => fraction(1, 0)).toThrow('broken assumption');
    expect(() => fraction(1, -2)).toThrow('broken assumption');
    expect(() => fraction(0.5, 2)).toThrow(RangeError);
  });
});

describe('addFractions', () => {
  it('adds exactly, in any order', () => {
    fc.assert(
      fc.property(fc.array(fractions, { maxLength: 6 }), (parts) => {
        expect(addFractions([...parts].reverse())).toEqual(addFractions(parts));
      }),
    );
    expect(addFractions([fraction(1, 31), fraction(28, 28), fraction(1, 31)])).toEqual(fraction(33, 31));
    expect(addFractions([])).toEqual(nothing);
  });
});

describe('divideFractions', () => {
  it('undoes a sum of equal parts', () => {
    expect(divideFractions(fraction(3, 4), fraction(1, 4))).toEqual(fraction(3, 1));
    expect(divideFractions(fraction(17, 31), fraction(17, 31))).toEqual(whole);
  });
});

describe('roundShare', () => {
  it('rounds the whole as money is rounded', () => {
    fc.assert(
      fc.property(amounts, currencies, modes, (text, currency, mode) => {
        expect(roundShareToMoney(decimal(text), whole, currency, mode)).toEqual(
          roundToMoney(decimal(text), currency, mode),
        );
      }),
    );
  });

  it('stays within half a unit of the exact share', () => {
    fc.assert(
      fc.property(amounts, fractions, fc.integer({ min: 0, max: 12 }), (text, share, scale) => {
        const rounded = roundShare(decimal(text), share, scale);
        // Multiplied by the denominator there is nothing to divide.
        const off = rounded.times(share.of).minus(decimal(text).times(share.part)).abs();
        expect(off.times('2').times(new Big('10').pow(scale)).lte(share.of)).toBe(true);
      }),
    );
  });

  it('rounds ties by the mode, below zero as above', () => {
    const round = (text: string, mode: RoundingMode) => decimalText(roundShare(decimal(text), fraction(1, 2), 0, mode));
    expect(['1', '3', '-1', '-3'].map((text) => round(text, 'half-up'))).toEqual(['1', '2', '-1', '-2']);
    expect(['1', '3', '-1', '-3'].map((text) => round(text, 'half-even'))).toEqual(['0', '2', '0', '-2']);
    expect(['0', '1', '4', '-1'].map((text) => round(text, 'up'))).toEqual(['0', '1', '2', '-1']);
  });

  it('is not moved by what lies further right than any division would look', () => {
    const justBelow = new Big(`0.${'4'.padEnd(45, '9')}`);
    expect(decimalText(roundShare(justBelow, whole, 0))).toBe('0');
    expect(roundShareToMoney(justBelow.times('3'), fraction(1, 3), 'JPY')).toEqual(settled('0', 'JPY'));
  });
});
