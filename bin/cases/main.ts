import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCases } from './read-cases';
import type { Failure } from './run-case';
import { runCase } from './run-case';
import type { WorkedCase } from './worked-case';

interface Request {
  readonly files: readonly string[];
  /** Ids to run; none means all. */
  readonly only: ReadonlySet<string>;
}

const usage = 'npm run cases -- FILE… [--only ID]…';

const requestOf = (words: readonly string[]): Request => {
  const files: string[] = [];
  const only = new Set<string>();
  for (let at = 0; at < words.length; at += 1) {
    const [word = '', next] = [words[at], words[at + 1]];
    if (word === '--only' && next !== undefined) {
      only.add(next);
      at += 1;
    } else if (word.startsWith('--only=')) only.add(word.slice('--only='.length));
    else if (word.startsWith('-')) throw new Error(`${word} is not understood: ${usage}`);
    else files.push(word);
  }
  if (files.length === 0) throw new Error(`no file is named: ${usage}`);
  return { files, only };
};

// npm runs its scripts in the project's folder; a file is named from where the caller is.
const locate = (file: string): string => {
  const fromCaller = resolve(process.env['INIT_CWD'] ?? '.', file);
  return existsSync(fromCaller) ? fromCaller : file;
};

const tell = ({ id, reason, ...facts }: Failure): void => {
  console.log(`✗ ${id}: ${reason}`);
  for (const [name, value] of Object.entries(facts)) console.log(`    ${name.padEnd(8)} ${JSON.stringify(value)}`);
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The cases that are asked for; a file that can't be read is a failure of its own. */
const collect = ({ files, only }: Request): { cases: WorkedCase[]; failures: Failure[] } => {
  const failures: Failure[] = [];
  const cases = files.flatMap((file) => {
    try {
      return readCases(locate(file));
    } catch (error) {
      failures.push({ id: file, reason: reasonOf(error) });
      return [];
    }
  });
  const ids = new Set(cases.map(({ id }) => id));
  for (const id of only) if (!ids.has(id)) failures.push({ id, reason: 'no case of this id in the files' });
  return { cases: cases.filter(({ id }) => only.size === 0 || only.has(id)), failures };
};

const main = (): void => {
  const { cases, failures } = collect(requestOf(process.argv.slice(2)));
  const failed = [...failures, ...cases.flatMap((each) => runCase(each) ?? [])];
  failed.forEach(tell);
  console.log(`${cases.length + failures.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length > 0) process.exitCode = 1;
};

try {
  main();
} catch (error) {
  console.error(reasonOf(error));
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
