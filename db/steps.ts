import type { Knex } from 'knex';
import { assert } from '../domain/errors';
import { preparedWrite, rowsOf } from './rows';

/** One numbered step in the life of an entity, with the values of its statement by name. */
interface Step {
  readonly id: string;
  readonly rev: number;
  readonly type: string;
  readonly [name: string]: Knex.RawBinding;
}

/** What tells where an entity stands: columns of its row `t`. */
export interface Standing {
  readonly table: string;
  readonly columns: string;
}

/**
 * Writes a step by a statement that returns a row when the step was new.
 * @returns null, also for a repeat; else what `otherwise` finds
 */
export const writeStep = async <Row>(
  knex: Knex,
  name: string,
  statement: string,
  standing: Standing,
  step: Step,
): Promise<Row | null> =>
  (await preparedWrite(knex, name, statement, step)) > 0 ? null : otherwise<Row>(knex, standing, step);

/**
 * Activities of an attempt whose workflow task was lost have written all the same. Where the next attempt has come to
 * another step under the same revision, what is stored counts.
 * @returns where the entity stands then; null when the stored step is this one
 */
export const otherwise = async <Row>(
  knex: Knex,
  { table, columns }: Standing,
  { id, rev, type }: Pick<Step, 'id' | 'rev' | 'type'>,
): Promise<Row | null> => {
  const [stored] = await rowsOf<Row & { readonly isSame: boolean }>(
    knex,
    `select ${columns}, coalesce(e.type = ?, false) as "isSame"
     from ${table} t left join events e on e.entity_id = t.id and e.rev = ? where t.id = ?`,
    [type, rev, id],
  );
  assert(stored, 'what takes a step has a row');
  const { isSame, ...row } = stored;
  return isSame ? null : (row as Row);
};
