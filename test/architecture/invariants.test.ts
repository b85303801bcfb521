import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(root, folder, file));

const tests = filesBelow('test/unit/domain', '.test.ts').map((file) => readFileSync(file, 'utf8'));

/** What a README says of each of its subjects: the sentence without its first word and its full stop. */
const invariantsOf = (readme: string): string[] => {
  const [, list = ''] = readFileSync(readme, 'utf8').split('## Invariants');
  return [...list.matchAll(/^- \S+ (.*)\.$/gm)].map(([, sentence]) => sentence ?? '');
};
const isTested = (sentence: string): boolean =>
  tests.some((source) => [`'${sentence}`, `"${sentence}`].some((title) => source.includes(title)));

const features = readdirSync(join(root, 'domain'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join('domain', name));

describe('an invariant', () => {
  it.each(['domain', ...features])('of %s is written down, and a test of the same sentence proves it', (folder) => {
    const invariants = invariantsOf(join(root, folder, 'README.md'));
    expect(invariants).not.toEqual([]);
    expect(invariants.filter((sentence) => !isTested(sentence))).toEqual([]);
  });
});
