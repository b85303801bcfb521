/** Notes a refusal; the check goes on, so that an author hears of everything at once. */
export type RefuseAt = (pointer: string, rule: string) => void;

/** The same, for a part of the file that lies at `pointer`. */
export const below =
  (refuse: RefuseAt, pointer: string): RefuseAt =>
  (place, rule) => {
    refuse(`${pointer}${place}`, rule);
  };
