import fc from 'fast-check';
import { decimal } from '../../../domain/decimal';
import { addMoney, allocate, isSettleable, majorUnits, roundToMoney, scaleOf, timesMoney } from '../../../domain/money';
import { settled } from '../../support/amounts';
import { currencies, decimals, moneys } from '../../support/arbitraries';
import { refusal } from '../../support/refusals';

const weights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 })
  .filter((all) => all.some((weight) => weight > 0n));
const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
const abs = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

describe('scaleOf', () => {
  it.each([
    ['JPY', 0],
    ['EUR', 2],
    ['KWD', 3],
    ['CLF', 4],
  ])('gives %s %i digits', (currency, scale) => {
    expect(scaleOf(currency)).toBe(scale);
  });

  it.each(['', 'eur', 'XXX', 'EURO', 'constructor', '__proto__'])('does not know %j', (currency) => {
    expect(() => scaleOf(currency)).toThrow(refusal('currency-unknown'));
  });

  it('tells no more of what it does not know than a currency can be long', () => {
    expect(() => scaleOf('x'.repeat(1_000))).toThrow(expect.objectContaining({ details: { currency: 'xxxxxxxx' } }));
  });
});

describe('timesMoney', () => {
  it('adds an amount to itself so many times', () => {
    fc.assert(
      fc.property(moneys(), fc.integer({ min: 1, max: 20 }), (amount, times) => {
        expect(timesMoney(amount, times)).toEqual(
          addMoney(
            amount.currency,
            Array.from({ length: times }, () => amount),
          ),
        );
      }),
    );
  });
});

describe('roundToMoney', () => {
  it('moves an amount by half a minor unit at most', () => {
    fc.assert(
      fc.property(decimals(10n ** 20n, 10), currencies, fc.boolean(), (text, currency, isNegative) => {
        const exact = decimal(isNegative ? `-${text}` : text);
        const unit = decimal('10').pow(-scaleOf(currency));
        return majorUnits(roundToMoney(exact, currency)).minus(exact).abs().times('2').lte(unit);
      }),
    );
  });

  it('is the same below zero as above, away from zero', () => {
    fc.assert(
      fc.property(decimals(10n ** 15n, 10), currencies, (text, currency) => {
        const [above, below] = [text, `-${text}`].map((each) => BigInt(roundToMoney(decimal(each), currency).minor));
        expect(below).toBe(-above!);
      }),
    );
  });

  it('leaves zero zero, without a sign', () => {
    expect(['0', '-0', '-0.004'].map((text) => roundToMoney(decimal(text), 'EUR').minor)).toEqual(['0', '0', '0']);
  });
});

describe('addMoney', () => {
  it('does not care about the order', () => {
    fc.assert(
      fc.property(fc.array(moneys()), (amounts) => {
        expect(addMoney('EUR', [...amounts].reverse())).toEqual(addMoney('EUR', amounts));
      }),
    );
  });

  it('makes nothing of nothing', () => {
    expect(addMoney('EUR', [])).toEqual({ currency: 'EUR', minor: '0' });
  });

  it('never mixes currencies', () => {
    expect(() => addMoney('EUR', [{ currency: 'USD', minor: '1' }])).toThrow(TypeError);
  });
});

describe('allocate', () => {
  it('never creates or loses a cent', () => {
    fc.assert(
      fc.property(moneys(), weights, (whole, each) => {
        expect(addMoney('EUR', allocate(whole, each))).toEqual(whole);
      }),
    );
  });

  it('keeps each part within one minor unit of its exact share', () => {
    fc.assert(
      fc.property(moneys(), weights, (whole, each) => {
        const total = sumOf(each);
        const parts = allocate(whole, each).map(({ minor }) => BigInt(minor));
        return parts.every((part, at) => abs(part * total - BigInt(whole.minor) * each[at]!) < total);
      }),
    );
  });

  it('gives nothing to a weight of zero', () => {
    fc.assert(
      fc.property(moneys(), weights, (whole, each) => {
        expect(allocate(whole, [0n, ...each])[0]).toEqual({ currency: 'EUR', minor: '0' });
      }),
    );
  });

  it.each([[[]], [[0n, 0n]], [[1n, -1n, 1n]]])('refuses the weights %p', (each) => {
    expect(() => allocate(settled('1.00', 'EUR'), each)).toThrow(RangeError);
  });
});

describe('isSettleable', () => {
  it.each([
    ['9223372036854775807', true],
    ['-9223372036854775807', true],
    ['9223372036854775808', false],
    ['-9223372036854775808', false],
  ])('finds that %s minor units fit the books: %p', (minor, fits) => {
    expect(isSettleable({ currency: 'EUR', minor })).toBe(fits);
  });
});
