const idsMost = 50;
// What comes in may be anything; an id, or a key by which something is named, is short and plain.
const plain = /^[\w.:@-]{1,100}$/;

/** What a request is about: everything in its address, and what is called an id in its body and in its answer. */
export const idsIn = (params: unknown, ...parts: readonly unknown[]): readonly string[] => {
  const named = parts.flatMap(entriesOf).filter(([name]) => /^id$|Id$/.test(name));
  const found = [...entriesOf(params), ...named].map(([, value]) => value);
  return [...new Set(found.filter((value) => typeof value === 'string' && plain.test(value)))].slice(
    0,
    idsMost,
  ) as string[];
};

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
