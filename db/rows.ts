import type { Knex } from 'knex';

type Value = string | number | boolean | null | Buffer | readonly (string | null)[];

/** Of bindings in their order, or by their names. */
type Values = readonly Value[] | Readonly<Record<string, Value>>;

/** Asks one statement of our own; its columns are named as the fields of `T`. */
export const rowsOf = async <T>(knex: Knex, statement: string, values: Values = []): Promise<T[]> => {
  const { rows } = await knex.raw<{ rows: T[] }>(statement, values as Knex.RawBinding[]);
  return rows;
};

/** As `rowsOf`, for a statement that is asked over and over: Postgres parses and plans it once on each connection. */
export const preparedRows = async <T>(
  knex: Knex,
  name: string,
  statement: string,
  values: readonly Value[],
): Promise<T[]> => {
  const { rows } = (await knex.raw(statement, values as Knex.RawBinding[]).options({ name })) as { rows: T[] };
  return rows;
};

/**
 * A write with values by name that is made over and over, prepared once on each connection as well.
 * @returns how many rows it gave back
 */
export const preparedWrite = async (
  knex: Knex,
  name: string,
  statement: string,
  values: Readonly<Record<string, Knex.RawBinding>>,
): Promise<number> => {
  const { rows } = (await knex.raw(statement, values).options({ name })) as { rows: unknown[] };
  return rows.length;
};

/** Columns under the names of fields: `o.placed_at as "placedAt"`. */
export const columns = (alias: string, fields: readonly string[]): string =>
  fields.map((field) => `${alias}.${columnOf(field)} as "${field}"`).join(', ');

const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
