import type { Knex } from 'knex';
import type { Reach } from '../domain/identity/permission';
import type { Page, PageRequest } from './page';
import { createCursors, isId, isInstant, pageOf } from './page';
import { rowsOf } from './rows';

/** A list of a table, newest first. */
export interface Listing {
  readonly table: string;
  /** The table's own name in `columns` and `joins` is its alias. */
  readonly alias: string;
  readonly columns: string;
  /** The instant that the list is ordered by, and the field that carries it. */
  readonly at: { readonly column: string; readonly field: string };
  /** Columns by which an organization has a part in a row. */
  readonly organizations: readonly string[];
  /** Columns by which a project has a part in a row. */
  readonly projects: readonly string[];
  /** The condition by which an offering has a part in a row: `… = ?`; without it offerings have none. */
  readonly ofOffering?: string;
}

/** `column = ?` and the like; one without a value is left out. */
export type Condition = readonly [sql: string, value: string | undefined];

interface Part {
  readonly sql: string;
  readonly values: readonly (string | number | readonly string[])[];
}

/** Reads lists page by page; each page is one statement. */
export const createListing = <T extends { readonly id: string }>(knex: Knex, listing: Listing) => {
  const cursors = createCursors(listing.table, isInstant, isId);
  const placeOf = (row: T) => [(row as unknown as Record<string, string>)[listing.at.field] ?? '', row.id] as const;

  return async (conditions: readonly Condition[], reach: Reach, { limit, cursor }: PageRequest): Promise<Page<T>> => {
    const { alias, at } = listing;
    const after: Part[] =
      cursor === null ? [] : [{ sql: `(${alias}.${at.column}, ${alias}.id) < (?, ?)`, values: cursors.read(cursor) }];
    const given = conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, values: [value] }]));
    // One row more tells whether there is another page.
    const page = pageStatement(listing, reach, [...given, ...after], limit + 1);
    const rows = page === undefined ? [] : await rowsOf<T>(knex, page.sql, page.values);
    return pageOf(rows, limit, cursors, placeOf);
  };
};

/** `undefined` when nothing can be in reach. */
const pageStatement = (listing: Listing, reach: Reach, filter: readonly Part[], limit: number): Part | undefined => {
  const { table, alias, columns } = listing;
  const newest = newestFirst(listing);
  if (reach.all) {
    const { sql, values } = where(filter);
    return { sql: `select ${columns} from ${table} ${alias} ${sql} ${newest} limit ?`, values: [...values, limit] };
  }
  const reached = branches(listing, reach, filter, limit);
  if (reached.length === 0) return undefined;
  return {
    sql: `
      select ${columns} from (${reached.map(({ sql }) => sql).join(' union ')} order by at desc, id desc limit ?) page
      join ${table} ${alias} on ${alias}.id = page.id ${newest}`,
    values: [...reached.flatMap(({ values }) => values), limit],
  };
};

/**
 * The newest rows of each party by itself, each read from its own index in the order of the list: an `or` over all of
 * them would read every row of a busy party, or every row of the table for one that has none. Each party is a value of
 * its own, so that the planner knows whether it is one with many rows.
 */
const branches = (listing: Listing, reach: Reach, filter: readonly Part[], limit: number): Part[] => {
  const { table, alias, at } = listing;
  const branch = (condition: string, id: string): Part => {
    const { sql, values } = where([{ sql: condition, values: [id] }, ...filter]);
    return {
      sql: `
        select own.at, own.id from (
          select ${alias}.${at.column} as at, ${alias}.id from ${table} ${alias} ${sql} ${newestFirst(listing)} limit ?
        ) own`,
      values: [...values, limit],
    };
  };
  const of = (names: readonly string[], ids: readonly string[]): Part[] =>
    names.flatMap((column) => ids.map((id) => branch(`${alias}.${column} = ?`, id)));
  const { ofOffering } = listing;
  const offerings = ofOffering === undefined ? [] : (reach.offeringIds ?? []).map((id) => branch(ofOffering, id));
  return [...of(listing.organizations, reach.organizationIds), ...of(listing.projects, reach.projectIds), ...offerings];
};

const newestFirst = ({ alias, at }: Listing): string => `order by ${alias}.${at.column} desc, ${alias}.id desc`;

const where = (filter: readonly Part[]): Part => ({
  sql: filter.length === 0 ? '' : `where ${filter.map(({ sql }) => sql).join(' and ')}`,
  values: filter.flatMap(({ values }) => values),
});
