import type { Knex } from 'knex';
import { rowsOf } from '../rows';
import type { Condition } from './offering-filter';

/** Asks a statement whose answer follows from the offerings and categories alone, whoever asks. */
export type AskShared = <Row>(statement: Condition) => Promise<readonly Row[]>;

const answersMost = 1000;

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
      if (answers.size < answersMost) answers.set(name, answer);
      answer.catch(() => answers.delete(name));
      return answer as Promise<readonly Row[]>;
    };
  };
};

const presentRevision = 'select cast(coalesce(sum(revision), 0) as text) as revision from catalog_revisions';
