/** What every list reads by; the cursor is opaque to the API. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor: string | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export const mapPage = <T, R>({ items, nextCursor }: Page<T>, change: (item: T) => R): Page<R> => ({
  items: items.map(change),
  nextCursor,
});
