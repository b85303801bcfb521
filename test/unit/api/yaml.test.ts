import fc from 'fast-check';
import { readYaml, writeYaml } from '../../../api/yaml';

const refusalOf = (text: string): { readonly pointer: string; readonly detail: string } | undefined => {
  try {
    readYaml(text);
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ name: 'RequestProblem', code: 'malformed-yaml' });
    return (error as { readonly extras: { readonly errors: { pointer: string; detail: string }[] } }).extras.errors[0];
  }
};

describe('readYaml', () => {
  it('reads what was written', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.constantFrom('20.00', '1', 'null', 'yes', '~', '1e3', '- a', 'a: b', '#', ''),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        texts,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('map'),
      ),
      list: fc.array(tie('tree'), { maxLength: 4 }),
      map: fc.dictionary(texts, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    }));
    fc.assert(fc.property(tree, (value) => expect(readYaml(writeYaml(value))).toEqual(value)));
  });

  it.each([
    ['20.10', '20.10'],
    ['20', 20],
    ['-3', -3],
    ['007', '007'],
    ['9007199254740993', '9007199254740993'],
    ['1e30', '1e30'],
    ['.nan', '.nan'],
    ['0x1F', '0x1F'],
    ['no', 'no'],
    ['"20"', '20'],
    ['2026-12-01', '2026-12-01'],
    ['', null],
    ['true', true],
  ])('reads %s as %j', (text, value) => {
    expect(readYaml(`a: ${text}`)).toEqual({ a: value });
  });

  it.each([
    ['an alias', 'a: &x [1]\nb:\n  - *x\n', '/b/0'],
    ['a tag', 'a: !!binary aGk=\n', '/a'],
    ['a key that stands twice', 'a:\n  - b: 1\n    b: 2\n', '/a/0/b'],
    ['a key that is a list', 'a:\n  ? [1]\n  : 2\n', '/a'],
    ['a list that does not end', 'a:\n  - b: [1, 2\n', '/a/0/b/1'],
    ['two documents', 'a: 1\n---\nb: 2\n', '/a'],
  ])('refuses %s at its place', (_, text, pointer) => {
    expect(refusalOf(text)?.pointer).toBe(pointer);
  });

  it('tells the line', () => {
    expect(refusalOf('a: 1\nb: [1\n')?.detail).toMatch(/^line \d, column \d+: /);
  });

  it('refuses an alias bomb before it grows', () => {
    const levels = Array.from(
      { length: 30 },
      (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`).join(', ')}]`,
    );
    expect(refusalOf(['l0: &l0 x', ...levels].join('\n'))?.detail).toContain('alias');
  });

  it.each([
    ['lists', '['.repeat(50_000)],
    ['maps', '{a: '.repeat(50_000)],
    ['dashes', '- '.repeat(50_000)],
    ['questions', '? '.repeat(20_000)],
  ])('refuses %s that nest without end', (_, text) => {
    expect(refusalOf(text)).toBeDefined();
  });

  it('makes nothing of keys that mean something to JavaScript', () => {
    const read = readYaml('__proto__: { polluted: true }\nconstructor: 1\n') as Record<string, unknown>;
    expect(Object.keys(read)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  it('reads many keys of one map', () => {
    const text = Array.from({ length: 50_000 }, (_, at) => `k${at}: 1`).join('\n');
    expect(Object.keys(readYaml(text) as object)).toHaveLength(50_000);
  });
});
