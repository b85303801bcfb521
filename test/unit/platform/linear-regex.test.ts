import { linearRegex } from '../../../platform/linear-regex';

describe('linearRegex', () => {
  it('fits whole texts only', () => {
    const fits = linearRegex('disk\\.(ssd|hdd)');
    expect(['disk.ssd', 'disk.hdd'].every(fits)).toBe(true);
    expect(['disk.ssd.eu', 'a disk.ssd', 'disk-ssd', ''].some(fits)).toBe(false);
    // The first branch that fits somewhere is not the end of the search.
    expect(linearRegex('a|ab')('ab')).toBe(true);
  });

  it('answers in time what would keep a backtracking engine busy for ever', () => {
    expect(linearRegex('(a+)+$')(`${'a'.repeat(20_000)}!`)).toBe(false);
    expect(linearRegex('(.*a){20}')('a'.repeat(2_000))).toBe(true);
  });

  it.each(['(', '[z-a]', '(?=a)', '(a)\\1', 'a{2000}'])('refuses %s', (pattern) => {
    expect(() => linearRegex(pattern)).toThrow();
  });
});
