import { DomainError } from '../domain/errors';

// A long file can be wrong in thousands of places; nobody reads on after some.
const placesMost = 50;

/** @throws DomainError of the given code that points at the places */
export const refuseAll = (
  code: 'catalog-refused' | 'categories-refused' | 'price-lists-refused',
  places: DomainError['places'],
): void => {
  if (places.length === 0) return;
  const message = `${places.length} places are refused; nothing was taken`;
  throw new DomainError(code, message, {}, places.slice(0, placesMost));
};
