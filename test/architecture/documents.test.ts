import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { levels } from '../../domain/channel/chain';
import { roles } from '../../domain/identity/permission-table';
import { orderStates } from '../../domain/orders/order';
import { subscriptionStates } from '../../domain/subscriptions/subscription';
import { searchAttributes } from '../../workflows/search-attributes';

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const names = new Set(files.map((path) => path.slice(path.lastIndexOf('/') + 1)));
const folders = new Set(files.flatMap((path) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [])));
const manifest = JSON.parse(read('package.json')) as Record<'scripts' | 'dependencies', Record<string, string>>;
const documents = files.filter((path) => path.endsWith('.md'));

/** What a pattern finds in all documents, as `document: match`. */
const mentions = (pattern: RegExp): { readonly at: string; readonly text: string }[] =>
  documents.flatMap((at) => [...read(at).matchAll(pattern)].map(([, text = '']) => ({ at, text })));

// What the build makes is known by the source that it is made from.
const sourceOf = (path: string): string => path.replace(/^dist\/(.+)\.js$/, '$1.ts');

const isFileName = (text: string): boolean =>
  text.includes('/')
    ? folders.has(text.slice(0, text.indexOf('/')))
    : /\w\.(c?js|mjs|ts|json|md)$/.test(text) && !(text in manifest.dependencies);

const isThere = (path: string): boolean =>
  path.includes('/') ? existsSync(join(root, sourceOf(path))) : names.has(path);

describe('the documents', () => {
  it('link to files that are there', () => {
    const dead = mentions(/\]\(([^)\s]+)\)/g)
      .filter(({ text }) => !/^(https?:|#)/.test(text))
      .filter(({ at, text }) => !existsSync(join(root, dirname(at), text.split('#', 1)[0] ?? '')));
    expect(dead).toEqual([]);
  });

  it('name files that are there', () => {
    const named = mentions(/`([\w./-]+)`/g).filter(({ text }) => isFileName(text));
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ text }) => !isThere(text))).toEqual([]);
  });

  it('name scripts that package.json has', () => {
    const run = mentions(/npm run (?:--silent )?(\w[\w:-]*)/g);
    expect(run.length).toBeGreaterThan(0);
    expect(run.filter(({ text }) => !(text in manifest.scripts))).toEqual([]);
  });

  it('explain every state, role, level and search attribute in the glossary', () => {
    const glossary = read('docs/glossary.md');
    const words = [...orderStates, ...subscriptionStates, ...roles, ...levels];
    const attributes = Object.values(searchAttributes).map(({ name }) => name);
    expect([...words, ...attributes].filter((word) => !glossary.includes(`\`${word}\``))).toEqual([]);
  });

  it('list every decision, each with its four parts', () => {
    const records = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-/.test(name));
    const list = read('docs/adr/README.md');
    expect(records.map((name) => Number(name.slice(0, 4)))).toEqual(records.map((_, at) => at + 1));
    for (const name of records) {
      expect(list).toContain(`(${name})`);
      const parts = [...read(`docs/adr/${name}`).matchAll(/^## (.+)$/gm)].map(([, part]) => part);
      expect({ name, parts }).toEqual({ name, parts: ['Context', 'Decision', 'Consequences', 'Kept by'] });
    }
  });
});
