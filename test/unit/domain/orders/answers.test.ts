import type { Answer, Answers, FormField } from '../../../../domain/catalog/order-form';
import { DomainError } from '../../../../domain/errors';
import { mask, readAnswers, readSomeAnswers, splitSecrets } from '../../../../domain/orders/answers';
import { linearRegex } from '../../../../platform/linear-regex';
import { field } from '../../../support/forms';

const fits = (pattern: string, text: string): boolean => linearRegex(pattern)(text);
const read = (fields: readonly FormField[], given: Answers): Answers => readAnswers(fields, given, fits);
const placesOf = (fields: readonly FormField[], given: Answers, reader = readAnswers): string[] => {
  try {
    reader(fields, given, fits);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'answers-invalid') throw error;
    return error.places.map(({ pointer, rule }) => `${pointer} ${rule}`);
  }
};

const choices = ['red', 'blue'].map((value) => ({ value, label: value }));
const cases: readonly [string, Partial<FormField>, readonly Answer[], readonly Answer[]][] = [
  ['text', { type: 'text' }, ['one line'], ['two\nlines', '', 'x'.repeat(501), true, ['x']]],
  ['multiline', { type: 'multiline' }, ['two\nlines'], ['', 'x'.repeat(10_001), false]],
  [
    'integer',
    { type: 'integer', min: '-3', max: '12' },
    ['-3', '12'],
    ['-4', '13', '1.5', '1e3', 'NaN', '9'.repeat(30)],
  ],
  ['decimal', { type: 'decimal', max: '0.5' }, ['0.5', '-7'], ['0.51', '1e-3', 'Infinity', `0.${'1'.repeat(40)}`]],
  ['boolean', { type: 'boolean' }, [true, false], ['true', ['true']]],
  ['date', { type: 'date' }, ['2028-02-29'], ['2026-02-29', '2026-1-1', 'today', '2026-02-01T00:00:00Z']],
  ['email', { type: 'email' }, ['bea@crm.example'], ['bea', 'bea@crm', 'b e@crm.example', '@crm.example', 'a@b..c']],
  ['url', { type: 'url' }, ['https://crm.example/a'], ['ftp://crm.example', 'javascript:alert(1)', 'https://', 'crm']],
  ['choice', { type: 'choice', choices }, ['red'], ['green', '', ['red']]],
  ['choices', { type: 'choices', choices }, [['red', 'blue'], []], [['red', 'red'], ['green'], 'red']],
  ['secret', { type: 'secret', minLength: 8 }, ['long enough'], ['short', '']],
  ['pattern', { pattern: '[a-z]+' }, ['crm'], ['crm 1', 'CRM']],
  ['length', { minLength: 2, maxLength: 3 }, ['ab', '😀😀😀'], ['a', 'abcd', '😀']],
];

describe('readAnswers', () => {
  it.each(cases)('takes what fits the rules of a field and nothing else: %s', (_, rules, good, bad) => {
    for (const answer of good) expect(read([field(rules)], { name: answer })).toEqual({ name: answer });
    for (const answer of bad)
      expect([answer, placesOf([field(rules)], { name: answer })]).toEqual([answer, [expect.any(String)]]);
  });

  it('tells every place at once: what is missing, what is wrong, what is not asked', () => {
    const form = [field({ key: 'a', required: true }), field({ key: 'b', type: 'integer' }), field({ key: 'c' })];
    expect(placesOf(form, { b: 'many', d: 'x', 'e/f': 'x' })).toEqual([
      '/answers/a is missing',
      '/answers/d is not asked for this plan',
      '/answers/e~1f is not asked for this plan',
      '/answers/b is not a whole number as text, such as "12"',
    ]);
  });

  it('fills in the default of what is not said', () => {
    const form = [field({ key: 'a', default: 'x', required: true }), field({ key: 'b' })];
    expect(read(form, {})).toEqual({ a: 'x' });
    expect(read(form, { a: 'y' })).toEqual({ a: 'y' });
  });

  it('asks a question only after the answer that it depends on', () => {
    const form = [
      field({ key: 'backup', type: 'boolean' }),
      field({ key: 'place', required: true, shownWhen: { field: 'backup', is: true } }),
      field({ key: 'copies', shownWhen: { field: 'place', is: 'two' } }),
    ];
    expect(read(form, { backup: false })).toEqual({ backup: false });
    expect(placesOf(form, { backup: true })).toEqual(['/answers/place is missing']);
    expect(placesOf(form, { place: 'two', copies: '2' })).toEqual([
      '/answers/place is asked only after another answer',
      '/answers/copies is asked only after another answer',
    ]);
    expect(read(form, { backup: true, place: 'two', copies: '2' })).toHaveProperty('copies', '2');
    const several = [
      field({ key: 'colours', type: 'choices', choices }),
      field({ key: 'shade', shownWhen: { field: 'colours', is: 'blue' } }),
    ];
    expect(read(several, { colours: ['red', 'blue'], shade: 'sky' })).toHaveProperty('shade', 'sky');
  });

  it('never repeats an answer in a refusal', () => {
    const told = placesOf([field({ type: 'secret', maxLength: 3 })], { name: 'hunter2' });
    expect(told).toEqual(['/answers/name has more than 3 characters']);
  });

  it('is not led astray by keys that every object has', () => {
    const form = [
      field({ key: 'constructor', required: true }),
      field({ key: 'b', shownWhen: { field: 'toString', is: 'x' } }),
    ];
    expect(placesOf(form, {})).toEqual(['/answers/constructor is missing']);
  });
});

describe('readSomeAnswers', () => {
  it('misses nothing in a form that is being filled in, and refuses what is wrong already', () => {
    const form = [field({ key: 'a', required: true }), field({ key: 'b', type: 'integer' })];
    expect(readSomeAnswers(form, { b: '1' }, fits)).toEqual({ b: '1' });
    expect(placesOf(form, { b: 'x' }, readSomeAnswers)).toHaveLength(1);
  });
});

describe('splitSecrets', () => {
  it('leaves a mask where a secret was', () => {
    const form = [field({ key: 'a' }), field({ key: 'b', type: 'secret' }), field({ key: 'c', type: 'secret' })];
    expect(splitSecrets(form, { a: 'x', b: 'hunter2' })).toEqual({
      told: { a: 'x', b: mask },
      secrets: { b: 'hunter2' },
    });
  });
});
