import { DomainError } from '../errors';
import type { MarkUp } from './mark-up';

/** A mark-up for cost lines whose identifier fits a pattern. */
export interface CostEntry extends MarkUp {
  readonly name: string;
  /** `wildcard`: `*` is any run of characters. `regex`: fits the whole identifier or not at all. */
  readonly rule: 'exact' | 'wildcard' | 'regex';
  readonly pattern: string;
  readonly weight: number;
}

/** Tells whether a whole text fits a pattern that was compiled before. */
type Fits = (text: string) => boolean;

/**
 * Compiles a regular expression of other people's making; throws for one that is none. It has to run in linear time: a
 * backtracking engine could be kept busy for ever by one price list.
 */
export type CompileRegex = (pattern: string) => Fits;

const longestPattern = 250;

const refused = ({ name }: CostEntry, rule: string): DomainError =>
  new DomainError('price-entry-invalid', rule, { entry: name.slice(0, 100) });

/** Parts between the stars, found from left to right; the first and the last are bound to their ends. */
const wildcard = (pattern: string): Fits => {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const part of others) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
};

/** What is wrong with the rule of an entry: which of its fields, and why. */
export interface CostEntryFault {
  readonly field: '/pattern' | '/weight';
  readonly rule: string;
}

const fitsOf = ({ rule, pattern, weight }: CostEntry, compileRegex: CompileRegex): Fits | CostEntryFault => {
  if (pattern === '' || pattern.length > longestPattern)
    return { field: '/pattern', rule: `a pattern has 1 to ${longestPattern} characters` };
  if (!Number.isSafeInteger(weight)) return { field: '/weight', rule: 'a weight is a whole number' };
  if (rule === 'exact') return (text) => text === pattern;
  if (rule === 'wildcard') return wildcard(pattern);
  try {
    return compileRegex(pattern);
  } catch {
    return { field: '/pattern', rule: 'the pattern is no regular expression that runs in linear time' };
  }
};

/** Finds what keeps the rule of an entry from being used, if anything. */
export const costEntryFault = (entry: CostEntry, compileRegex: CompileRegex): CostEntryFault | undefined => {
  const fits = fitsOf(entry, compileRegex);
  return typeof fits === 'function' ? undefined : fits;
};

const compile = (entry: CostEntry, compileRegex: CompileRegex): Fits => {
  const fits = fitsOf(entry, compileRegex);
  if (typeof fits === 'function') return fits;
  throw refused(entry, fits.rule);
};

const preciseness = { exact: 0, wildcard: 1, regex: 2 } as const;

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Highest weight first; of equal ones the more precise rule, then by text: the order of the entries does not matter. */
const comesFirst = (a: CostEntry, b: CostEntry): number =>
  b.weight - a.weight ||
  preciseness[a.rule] - preciseness[b.rule] ||
  inOrder(a.pattern, b.pattern) ||
  inOrder(a.name, b.name);

/**
 * Compiles the entries for cost lines once; the result finds the entry of an identifier, or none (`product.md` §5). Ask it
 * for each distinct identifier once and keep the answer when there are many lines.
 * @throws DomainError `price-entry-invalid` naming the entry whose pattern can't be used
 */
export const costMatcher = (
  entries: readonly CostEntry[],
  compileRegex: CompileRegex,
): ((identifier: string) => CostEntry | null) => {
  const compiled = [...entries].sort(comesFirst).map((entry) => ({ entry, fits: compile(entry, compileRegex) }));
  return (identifier) => compiled.find(({ fits }) => fits(identifier))?.entry ?? null;
};
