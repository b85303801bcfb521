import type { Page } from '../db/page';

export const mapPage = <T, R>({ items, nextCursor }: Page<T>, change: (item: T) => R): Page<R> => ({
  items: items.map(change),
  nextCursor,
});
