import fc from 'fast-check';
import { Big, decimal, decimalText, isDecimalText } from '../../../domain/decimal';
import { decimals } from '../../support/arbitraries';
import { refusal } from '../../support/refusals';

const hostile = [
  '',
  ' ',
  '1e5',
  '1E400',
  'NaN',
  'Infinity',
  '0x10',
  '1,5',
  '.5',
  '5.',
  '--1',
  '+1',
  '1\n',
  '١',
  '1_000',
];

describe('isDecimalText', () => {
  it.each(hostile)('refuses %j', (text) => {
    expect(isDecimalText(text)).toBe(false);
  });

  it('takes 20 digits before and 10 after the point, and no more', () => {
    expect(isDecimalText(`${'9'.repeat(20)}.${'9'.repeat(10)}`)).toBe(true);
    expect(isDecimalText('9'.repeat(21))).toBe(false);
    expect(isDecimalText(`0.${'9'.repeat(11)}`)).toBe(false);
  });
});

describe('decimal', () => {
  it.each(hostile)('refuses %j with its code', (text) => {
    expect(() => decimal(text)).toThrow(refusal('decimal-invalid'));
  });

  it('repeats no more than the beginning of what it refuses', () => {
    expect(() => decimal('x'.repeat(10_000))).toThrow(refusal('decimal-invalid', { text: 'x'.repeat(40) }));
  });

  it('reads what it wrote, digit by digit', () => {
    fc.assert(fc.property(decimals(10n ** 30n, 10), (text) => decimal(decimalText(decimal(text))).eq(decimal(text))));
  });

  it('keeps digits beyond 53 bits', () => {
    expect(decimalText(decimal('12345678901234567890.0123456789').plus('1'))).toBe('12345678901234567891.0123456789');
  });
});

describe('decimalText', () => {
  it.each([
    ['5.0000000000', '5'],
    ['0.0000000000', '0'],
    ['-0', '0'],
    ['007', '7'],
    ['0.00000000000000000001', '0.00000000000000000001'],
  ])('writes %s as %s: equal numbers are equal texts', (text, plain) => {
    expect(decimalText(decimal(text))).toBe(plain);
  });

  it('never meets a float', () => {
    expect(() => new Big(1.1 as never)).toThrow(TypeError);
  });
});
