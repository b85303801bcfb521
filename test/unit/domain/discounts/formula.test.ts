import fc from 'fast-check';
import { Big } from '../../../../domain/decimal';
import type { DomainError } from '../../../../domain/errors';
import type { FormulaValues } from '../../../../domain/discounts/formula';
import { readFormula } from '../../../../domain/discounts/formula';
import { probeFormula } from '../../../../domain/discounts/formula-probe';
import { formulaInputs, formulaLengthMax } from '../../../../domain/discounts/formula-text';
import { decimals } from '../../../support/arbitraries';
import { refusal } from '../../../support/refusals';

const values = (given: Partial<FormulaValues> = {}): FormulaValues => ({
  ...{ quantity: '0', amount: '0', periodMonths: '1', subscriptions: '0' },
  ...given,
});
const percent = (formula: string, given: Partial<FormulaValues> = {}) => readFormula(formula).percentOf(values(given));
const refused = (work: () => unknown): DomainError => {
  try {
    work();
  } catch (error) {
    return error as DomainError;
  }
  throw new Error('it was taken');
};

describe('readFormula', () => {
  it.each<[string, Partial<FormulaValues>, string]>([
    ['quantity >= 100 ? 15 : 0', { quantity: '99.9999999999' }, '0'],
    ['quantity >= 100 ? 15 : 0', { quantity: '100' }, '15'],
    ['quantity * 0.1 + 0.2', { quantity: '1' }, '0.3'],
    ['quantity == 3 ? 1 : quantity != 4 ? 2 : 5', { quantity: '4' }, '5'],
    ['quantity < 2 && !(amount <= 5) ? 1 : 2', { quantity: '1', amount: '6' }, '1'],
    ['quantity > 2 || true ? 7 : 2', {}, '7'],
    ['min(5, max(quantity, 2)) + floor(1.9) + ceil(1.1) + abs(-1)', { quantity: '9' }, '9'],
    ['floor(-1.5) + 3 + ceil(-0.5)', {}, '1'],
    ['1 / 3', {}, '0.3333333333'],
    ['2 / 3', {}, '0.6666666667'],
    ['-5', {}, '0'],
    ['quantity', { quantity: '100.0000000001' }, '100'],
    ['periodMonths == 12 ? subscriptions : 0', { periodMonths: '12', subscriptions: '3' }, '3'],
  ])('gives of %s with %j the percentage %s', (formula, given, expected) => {
    expect(percent(formula, given)).toBe(expected);
  });

  it('gives a percentage from 0 to 100 with ten decimals at most, exactly', () => {
    fc.assert(
      fc.property(decimals(10n ** 12n, 10), decimals(10n ** 12n, 10), (quantity, amount) => {
        const text = percent('quantity * 0.1 + amount * 0.2', { quantity, amount });
        expect(text).toMatch(/^(100|\d{1,2})(\.\d{1,10})?$/);
        const exact = new Big(quantity).times('0.1').plus(new Big(amount).times('0.2')).round(10, Big.roundHalfUp);
        expect(text).toBe(exact.gt('100') ? '100' : exact.toFixed());
      }),
    );
  });

  it.each<[string, string, number]>([
    ['', 'is not a formula', 0],
    ['quantity +', 'is not a formula', 9],
    ['price * 2', 'names price', 0],
    ['1 + constructor', 'names constructor', 4],
    ['quantity.constructor', 'not part of a formula', 8],
    ['quantity["x"]', 'not part of a formula', 8],
    ['"text"', 'not part of a formula', 0],
    ['[1, 2].all(x, x > 0)', 'not part of a formula', 0],
    ['2 ** 3', 'is not a formula', 3],
    ['1e9', 'not part of a formula', 0],
    ['0x10', 'not part of a formula', 0],
    ['1.5.5', 'not part of a formula', 0],
    ['0.12345678901', 'not part of a formula', 0],
    ['999999999999999999999', 'not part of a formula', 0],
    ['NaN', 'names NaN', 0],
    ['exact(1)', 'names exact', 0],
    ['quantity in quantity', 'names in', 9],
    ['min(1)', 'overload', 0],
    ['min(1, 2, 3)', 'is not a formula', 0],
    ['quantity > 1 ? 5 : true', 'is not a formula', 0],
    ['quantity > 1', 'gives no number', 0],
    ['// quantity', 'is not a formula', 11],
  ])('refuses %s, and says why and where', (formula, reason, position) => {
    const { code, message, details, places } = refused(() => readFormula(formula));
    expect({ code, message }).toEqual({ code: 'formula-invalid', message: expect.stringContaining(reason) });
    expect(places).toEqual([{ pointer: '/formula', rule: message }]);
    if (reason !== 'gives no number') expect(Math.abs(Number(details['position']) - position)).toBeLessThan(14);
    expect(message).not.toContain('Exact');
  });

  it.each([
    ['a long text', `quantity${' + 1'.repeat(formulaLengthMax)}`],
    ['ten thousand blanks', `${' '.repeat(10_000)}1`],
    ['many pieces', `quantity${'+1'.repeat(400)}`],
    ['deep brackets', `${'('.repeat(200)}quantity${')'.repeat(200)}`],
    ['deep choices', `${'true ? 1 : '.repeat(100)}2`],
  ])('refuses %s at once', (_, formula) => {
    expect(() => readFormula(formula)).toThrow(refusal('formula-invalid'));
  });

  it('refuses to go on where a number grows beyond forty digits, however it is written', () => {
    const growing = `quantity${' * quantity'.repeat(100)}`;
    expect(() => percent(growing, { quantity: '99999999999' })).toThrow(refusal('formula-invalid'));
    expect(percent(growing, { quantity: '0.0000000001' })).toBe('0');
  });
});

describe('probeFormula', () => {
  it.each(['quantity >= 10 ? 5 : 0', 'min(20, floor(quantity / 10))', 'amount > 1000 ? 2.5 : 0', 'subscriptions * 2'])(
    'takes %s',
    (formula) => {
      expect(() => probeFormula(formula)).not.toThrow();
    },
  );

  it.each([
    ['100 / quantity', 'divides by zero with quantity 0'],
    ['100 / (quantity - 7.5)', 'divides by zero with quantity 7.5'],
    ['100 / (quantity - amount)', 'divides by zero with quantity'],
    ['100 / (subscriptions - 1)', 'divides by zero'],
    ['quantity == 25 ? 1 / 0 : 3', 'divides by zero with quantity 25'],
    ['quantity > 25 ? 1 / 0 : 3', 'divides by zero with quantity'],
    ['periodMonths == 3 ? 1 / 0 : 3', 'divides by zero with quantity'],
    ['quantity * quantity * quantity * quantity', 'grows beyond 40 digits with quantity'],
    ['0', 'takes nothing off'],
    ['quantity > 5 ? 0 : -3', 'takes nothing off'],
  ])('refuses %s, and says with what it failed', (formula, reason) => {
    expect(refused(() => probeFormula(formula)).message).toContain(reason);
  });

  it('asks a bounded number of times, whatever the formula', () => {
    const formula = Array.from({ length: 90 }, (_, nth) => `(quantity > ${nth + 1} ? 1 : 0)`).join(' + ');
    expect(formula.length).toBeLessThan(formulaLengthMax * 2);
    expect(() => probeFormula(formula.slice(0, 1950).replace(/ \+ [^+]*$/, ''))).toThrow(refusal('formula-invalid'));
  });

  it('knows every input', () => {
    for (const name of formulaInputs) expect(() => probeFormula(`${name} > 5 ? 10 : 0`)).not.toThrow();
  });
});
