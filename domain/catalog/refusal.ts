import { DomainError } from '../errors';

/** Notes a refusal; the check goes on, so that an author hears of everything at once. */
export type RefuseAt = (pointer: string, rule: string) => void;

/** The same, for a part of the file that lies at `pointer`. */
export const below =
  (refuse: RefuseAt, pointer: string): RefuseAt =>
  (place, rule) => {
    refuse(`${pointer}${place}`, rule);
  };

/** Takes a refusal of another rule down at its place. */
export const told = (check: () => unknown, refuse: RefuseAt): void => {
  try {
    check();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { pointer } = error.details;
    refuse(typeof pointer === 'string' ? pointer : '', error.message);
  }
};
