/** What every list is read by. */
export interface PageRequest {
  readonly limit: number;
  /** `nextCursor` of the page before; `null` for the first page. */
  readonly cursor: string | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** `null` at the end. */
  readonly nextCursor: string | null;
}

/** A cursor that no page of this list has given out. */
export class InvalidCursorError extends Error {
  constructor() {
    super('the cursor is not one of this list');
    this.name = 'InvalidCursorError';
  }
}

type Check = (text: string) => boolean;

/** What a cursor may hold: nothing else gets as far as the database. */
export const isInstant: Check = (text) => {
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString() === text;
};
export const isId: Check = (text) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);
export const isCount: Check = (text) => /^\d{1,18}$/.test(text);
export const isName: Check = (text) => text.length <= 300 && !/[\0\p{Surrogate}]/u.test(text);

/** The place of a row in the order of its list. */
type Place = readonly [at: string, id: string];

export interface Cursors {
  readonly write: (place: Place) => string;
  /** @throws InvalidCursorError */
  readonly read: (cursor: string) => Place;
}

/** Cursors of one list: the place of a page's last row, so that rows which come or go meanwhile move nothing. */
export const createCursors = (list: string, isAt: Check, isKey: Check): Cursors => {
  const write = (place: Place): string => Buffer.from(JSON.stringify([list, ...place])).toString('base64url');
  return {
    write,
    read: (cursor) => {
      const [name, at, id, ...rest] = partsOf(cursor);
      const isOurs =
        name === list && at !== undefined && id !== undefined && rest.length === 0 && isAt(at) && isKey(id);
      // Written anew it has to be the same: there is one cursor for one place.
      if (!isOurs || write([at, id]) !== cursor) throw new InvalidCursorError();
      return [at, id];
    },
  };
};

const partsOf = (cursor: string): string[] => {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : [];
  } catch {
    return [];
  }
};

/** Makes a page of rows, of which one more than the limit was asked for. */
export const pageOf = <T>(rows: readonly T[], limit: number, cursors: Cursors, placeOf: (row: T) => Place): Page<T> => {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursors.write(placeOf(last)) : null };
};
