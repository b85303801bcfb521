/** Answers that are believed for a while. */
export interface Memory<T> {
  /** The answer that is known under a name, else that of `ask`. */
  find(name: string, ask: () => Promise<T | undefined>): Promise<T | undefined>;
}

/** Remembers what was found, not what was not: that may be there in a moment, and a failure says nothing. */
export const createMemory = <T>({
  believeMs,
  most,
}: {
  readonly believeMs: number;
  readonly most: number;
}): Memory<T> => {
  // The oldest entry is the first: a Map keeps the order of insertion.
  const known = new Map<string, { readonly answer: Promise<T | undefined>; readonly until: number }>();
  return {
    find: (name, ask) => {
      const entry = known.get(name);
      if (entry !== undefined && entry.until > performance.now()) return entry.answer;
      known.delete(name);
      // The question is remembered rather than its answer: a burst of one caller asks once.
      const answer = ask();
      known.set(name, { answer, until: performance.now() + believeMs });
      if (known.size > most) forgetOldest(known);
      const forget = (): void => {
        if (known.get(name)?.answer === answer) known.delete(name);
      };
      answer.then((found) => {
        if (found === undefined) forget();
      }, forget);
      return answer;
    },
  };
};

const forgetOldest = (known: Map<string, unknown>): void => {
  const [oldest] = known.keys();
  if (oldest !== undefined) known.delete(oldest);
};
