import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { agrees } from '../../bin/cases/agrees';
import { readCases } from '../../bin/cases/read-cases';
import { runCase } from '../../bin/cases/run-case';

const folder = join(__dirname, '../cases');
const topics = readdirSync(folder).filter((name) => name.endsWith('.json'));
const cases = topics.flatMap((topic) => readCases(join(folder, topic)));

describe('the rules', () => {
  it.each(cases)('answer case $id', (worked) => {
    expect(runCase(worked)).toBeUndefined();
  });
});

describe('runCase', () => {
  const minimum = (expect: Record<string, unknown>) => ({
    id: 'any',
    kind: 'minimum',
    given: { minimum: '50.00', charged: '31.25', billedBefore: '0', periodEnd: true },
    expect,
  });

  it('shows what came out when it is not what was expected', () => {
    expect(runCase(minimum({ trueUp: '18.76' }))).toMatchObject({
      id: 'any',
      expected: { trueUp: '18.76' },
      got: { trueUp: '18.75' },
    });
  });

  it('shows what a rule has thrown', () => {
    const given = { ...minimum({}).given, minimum: '1e9' };
    expect(runCase({ ...minimum({ trueUp: '0' }), given })).toMatchObject({ got: { error: 'decimal-invalid' } });
    expect(runCase({ ...minimum({ trueUp: '0' }), kind: 'quantity-step' })).toMatchObject({
      got: { thrown: expect.any(String) as string },
    });
  });

  it('fails a case of a kind that no rule answers', () => {
    expect(runCase({ ...minimum({}), kind: 'tarot' })?.reason).toContain('tarot');
  });
});

describe('agrees', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, boolean]>([
    ['texts of one number', { a: '5.00', b: ['-0.00'] }, { a: '5', b: ['0'] }, true],
    ['what was not asked for', { a: '1' }, { a: '1', margin: '7' }, true],
    ['another number', { a: '5.00' }, { a: '5.01' }, false],
    ['a missing answer', { a: '0' }, {}, false],
    ['a line too many', { lines: { a: '1' } }, { lines: { a: '1', b: '2' } }, false],
    ['a part too few', { parts: ['1', '2'] }, { parts: ['1'] }, false],
    ['a date of another form', { day: '2026-01-31' }, { day: '2026-1-31' }, false],
    ['a count written as text', { count: 3 }, { count: '3' }, false],
    ['nothing and zero', { rate: null }, { rate: '0' }, false],
  ])('judges %s', (_, expected, got, same) => {
    expect(agrees(expected, got)).toBe(same);
  });
});
