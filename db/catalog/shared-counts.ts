import type { Knex } from 'knex';
import { rowsOf } from '../rows';
import type { Condition } from './offering-filter';

/** Asks a statement whose answer follows from the offerings and categories alone, whoever asks. */
export type AskShared = <Row>(statement: Condition) => Promise<readonly Row[]>;

// Of both, some hundred megabytes would be the most.
const answersMost = 200;
const rowsMost = 5000;

/**
 * Remembers answers for as long as no offering and no category has changed. Each change counts a revision up in its own
 * transaction, so whoever reads a revision finds nothing older than what was committed with it.
 * @returns gives the way to ask at the present revision
 */
export const createSharedCounts = (knex: Knex): (() => Promise<AskShared>) => {
  let known = { revision: '', answers: new Map<string, Promise<readonly unknown[]>>() };
  return async () => {
    const [row] = await rowsOf<{ readonly revision: string }>(knex, presentRevision);
    const revision = row?.revision ?? '';
    if (known.revision !== revision) known = { revision, answers: new Map() };
    const { answers } = known;
    return <Row>({ sql, values }: Condition) => {
      const name = JSON.stringify([sql, values]);
      // The question is remembered, so that a crowd asks once; a failure is not.
      const answer = answers.get(name) ?? rowsOf<Row>(knex, sql, values);
      remember(answers, name, answer);
      return answer as Promise<readonly Row[]>;
    };
  };
};

/** What was asked last stays longest: a Map keeps the order of insertion. */
const remember = (
  answers: Map<string, Promise<readonly unknown[]>>,
  name: string,
  answer: Promise<readonly unknown[]>,
) => {
  answers.delete(name);
  answers.set(name, answer);
  const [oldest] = answers.keys();
  if (answers.size > answersMost && oldest !== undefined) answers.delete(oldest);
  const forget = (): boolean => answers.delete(name);
  answer.then((rows) => rows.length > rowsMost && forget(), forget);
};

const presentRevision = 'select cast(coalesce(sum(revision), 0) as text) as revision from catalog_revisions';
