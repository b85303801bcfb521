import type { Answer, Caller } from './api';

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema?: { readonly enum?: readonly string[] };
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
}

/** An OpenAPI document, as far as it is needed to read everything that it names. */
export interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Values for the parameters of reads, by name. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** Operations of a document by their ids, those of some methods alone. */
export const operationIds = ({ paths }: Described, isWanted: (method: string) => boolean): string[] =>
  Object.values(paths).flatMap((methods) =>
    Object.entries(methods).flatMap(([method, { operationId }]) => (isWanted(method) ? [operationId] : [])),
  );

const product = (choices: readonly (readonly string[])[]): string[][] =>
  choices.reduce<string[][]>((all, values) => all.flatMap((chosen) => values.map((value) => [...chosen, value])), [[]]);

/** Every address of a read: with each known value of what it needs, and then with each of what it offers. */
const addressesOf = (path: string, { operationId, parameters = [] }: Operation, known: Known): string[] => {
  const valuesOf = ({ name, schema }: Parameter): readonly string[] => {
    const values = schema?.enum ?? known[name];
    if (values === undefined || values.length === 0)
      throw new Error(`${operationId} needs a ${name}: say which there are`);
    return values;
  };
  const paths = parameters.filter((each) => each.in === 'path');
  const required = parameters.filter((each) => each.in === 'query' && each.required === true);
  const offered = parameters.filter(
    (each) => each.in === 'query' && each.required !== true && (each.schema?.enum ?? known[each.name]) !== undefined,
  );
  const bases = product([...paths, ...required].map(valuesOf)).map((values) => {
    const filled = paths.reduce((text, { name }, at) => text.replace(`{${name}}`, values[at] ?? ''), path);
    const query = required.map(({ name }, at) => `${name}=${values[paths.length + at] ?? ''}`);
    return { filled, query: parameters.some(({ name }) => name === 'limit') ? [...query, 'limit=100'] : query };
  });
  const extras = ['', ...offered.flatMap((each) => valuesOf(each).map((value) => `${each.name}=${value}`))];
  return bases.flatMap(({ filled, query }) =>
    extras.map((extra) => `${filled}?${[...query, ...(extra === '' ? [] : [extra])].join('&')}`),
  );
};

/** What a caller is answered at an address, page by page. */
const readAll = async (caller: Caller, address: string): Promise<Answer[]> => {
  const answers = [await caller.get(address)];
  for (;;) {
    const cursor: unknown = answers.at(-1)?.body?.nextCursor;
    if (typeof cursor !== 'string') return answers;
    answers.push(await caller.get(`${address}&cursor=${encodeURIComponent(cursor)}`));
  }
};

export interface Seen extends Answer {
  readonly operationId: string;
  readonly address: string;
}

/** Asks every read of a document as one caller. */
export const walk = async (caller: Caller, { paths }: Described, known: Known): Promise<Seen[]> => {
  const seen: Seen[] = [];
  for (const [path, { get: operation }] of Object.entries(paths)) {
    if (operation === undefined) continue;
    for (const address of addressesOf(path, operation, known)) {
      for (const answer of await readAll(caller, address))
        seen.push({ ...answer, operationId: operation.operationId, address });
    }
  }
  return seen;
};
