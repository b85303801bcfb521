import fc from 'fast-check';
import type { CostEntry } from '../../../../domain/channel/match';
import { costMatcher } from '../../../../domain/channel/match';
import { linearRegex } from '../../../../platform/linear-regex';
import { refusal } from '../../../support/refusals';

const entry = (rule: CostEntry['rule'], pattern: string, weight = 0): CostEntry => ({
  ...{ name: `${rule} ${pattern}`, rule, pattern, weight },
  ...{ kind: 'percentage', value: '10' },
});
const matcher = (...entries: CostEntry[]) => costMatcher(entries, linearRegex);
const fits = (pattern: string, text: string) => matcher(entry('wildcard', pattern))(text) !== null;

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), minLength: 1, maxLength: 12 });
const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\n'), maxLength: 16 });

describe('costMatcher', () => {
  it('takes the entry of the highest weight, whatever the order of the entries', () => {
    const entries = fc.uniqueArray(
      fc.tuple(fc.constantFrom('exact', 'wildcard', 'regex'), fc.constantFrom('a', 'a.b', '*', '.*'), fc.nat(2)),
      { selector: String, maxLength: 8 },
    );
    fc.assert(
      fc.property(entries, texts, (parts, text) => {
        const usable = parts.filter(([rule, pattern]) => rule !== 'regex' || pattern !== '*');
        const all = usable.map(([rule, pattern, weight]) => entry(rule, pattern, weight));
        const found = matcher(...all)(text);
        expect(matcher(...[...all].reverse())(text)).toEqual(found);
        const heavier = all.filter(({ weight }) => found === null || weight > found.weight);
        expect(heavier.every((each) => matcher(each)(text) === null)).toBe(true);
      }),
    );
  });

  it('prefers an exact entry to a wildcard of its weight, and that to an expression', () => {
    const all = [entry('regex', 'vm.*'), entry('wildcard', 'vm*'), entry('exact', 'vm.a')];
    expect(matcher(...all)('vm.a')?.rule).toBe('exact');
    expect(matcher(...all)('vm.b')?.rule).toBe('wildcard');
    expect(matcher(...all, entry('regex', 'vm.*', 1))('vm.a')?.rule).toBe('regex');
  });

  it('lets a star stand for any run of characters, none included', () => {
    fc.assert(
      fc.property(letters, texts, (pattern, text) => {
        // The same language, as an expression.
        const meant = new RegExp(
          `^${pattern
            .split('*')
            .map((part) => part.replaceAll('.', '\\.'))
            .join('[^]*')}$`,
        );
        expect(fits(pattern, text)).toBe(meant.test(text));
      }),
    );
    expect(fits('a*a', 'a')).toBe(false);
    expect(fits('storage.*', 'storage')).toBe(false);
  });

  it.each<[string, string, boolean]>([
    ['vm', 'vm', true],
    ['vm', 'vm.a', false],
    ['vm*', 'vm.a', true],
    ['*.eu', 'vm.eu', true],
    ['*.eu', 'vm.eu.x', false],
    ['a*b*c', 'aXbXc', true],
    ['a*b*c', 'aXc', false],
    ['a*b*c', 'acb', false],
    // Each part is looked for behind the one before, and none is used twice.
    ['a*bb*b', 'abb', false],
    ['a*bb*b', 'abbb', true],
    ['*b*a*', 'ab', false],
    ['**', '', true],
  ])('says of the pattern %s and the identifier %s: %s', (pattern, text, isFit) => {
    expect(fits(pattern, text)).toBe(isFit);
  });

  it('takes the first by text of entries that are equal otherwise', () => {
    const [a, b] = [entry('wildcard', 'a*'), entry('wildcard', '*')];
    expect(matcher(a, b)('ab')?.pattern).toBe('*');
    expect(matcher(b, a)('ab')?.pattern).toBe('*');
    const [x, y] = [
      { ...a, name: 'x' },
      { ...a, name: 'y' },
    ];
    expect(matcher(y, x)('ab')?.name).toBe('x');
    expect(matcher(x, y)('ab')?.name).toBe('x');
  });

  it('takes a pattern of 250 characters', () => {
    expect(matcher(entry('exact', 'x'.repeat(250)))('x'.repeat(250))).not.toBeNull();
  });

  it('fits an expression to the whole identifier', () => {
    const find = matcher(entry('regex', 'disk\\.(ssd|hdd)'));
    expect(find('disk.ssd')?.pattern).toBe('disk\\.(ssd|hdd)');
    expect([find('disk.ssd.eu'), find('a disk.ssd')]).toEqual([null, null]);
  });

  it('finds nothing without entries', () => {
    expect(matcher()('vm')).toBeNull();
  });

  it.each([
    entry('regex', '('),
    entry('regex', '(?=a)'),
    entry('exact', ''),
    entry('wildcard', '*'.repeat(251)),
    entry('exact', 'a', 0.5),
    entry('exact', 'a', Number.NaN),
  ])('refuses an entry that no line could be matched with: $rule $weight', (each) => {
    expect(() => matcher(each)).toThrow(refusal('price-entry-invalid', { entry: each.name.slice(0, 100) }));
  });
});
