import type { Knex } from 'knex';
import { rowsOf } from '../rows';
import type { Condition, OfferingFilter } from './offering-filter';
import { conditionsOf, meetsWords, whereOf } from './offering-filter';
import type { Viewer } from './offering-viewer';
import { notExcluded, visibleParts } from './offering-viewer';
import type { AskShared } from './shared-counts';

/** Makes a statement that counts something of what another one selects. */
export interface Counting {
  readonly columns: readonly string[];
  readonly statement: (found: Condition) => Condition;
}

export type Count = <Row>(counting: Counting, filter: OfferingFilter) => Promise<readonly Row[]>;

/**
 * Counts what a viewer may see of what a filter finds: what is for everybody is counted for all viewers together, the rest
 * for each. Rows of both stand side by side, so equal ones have to be added up.
 */
export const countFor = (knex: Knex, ask: AskShared, viewer: Viewer): Count => {
  const parts = visibleParts(viewer);
  const isShared = (viewer.excludedBy ?? []).length === 0;
  return async <Row>({ columns, statement }: Counting, filter: OfferingFilter) => {
    const found = (some: typeof parts): Condition => statement(select(columns, filter, viewer, some));
    const { sql, values } = found(parts);
    if (!isShared) return rowsOf<Row>(knex, sql, values);
    const own = parts.slice(1);
    const rest = found(own);
    const counts = [
      ask<Row>(found(parts.slice(0, 1))),
      ...(own.length === 0 ? [] : [rowsOf<Row>(knex, rest.sql, rest.values)]),
    ];
    return (await Promise.all(counts)).flat();
  };
};

const select = (
  columns: readonly string[],
  filter: OfferingFilter,
  viewer: Viewer,
  parts: readonly (readonly Condition[])[],
): Condition => {
  const conditions = [...conditionsOf(filter), ...meetsWords(filter.search), ...notExcluded(viewer)];
  const wheres = parts.map((visible) => whereOf([...visible, ...conditions]));
  const told = columns.map((column) => `o.${column}`).join(', ');
  return {
    sql: wheres.map(({ where }) => `select ${told} from offerings o ${where}`).join(' union all '),
    values: wheres.flatMap(({ values }) => values),
  };
};
