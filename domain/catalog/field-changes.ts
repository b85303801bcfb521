import type { FieldChange } from './catalog-change';
import { sameValues } from './same-prices';

/** The fields of what comes in whose value is another one than before. */
export const fieldChanges = <Values extends object>(
  before: Readonly<Record<keyof Values, unknown>>,
  after: Values,
  hasNumbers: (field: string) => boolean = noNumbers,
): FieldChange[] =>
  (Object.keys(after) as (keyof Values & string)[])
    .filter((field) => !sameValues(before[field], after[field], hasNumbers(field)))
    .map((field) => ({ field, from: textOf(before[field]), to: textOf(after[field]) }));

const noNumbers = (): boolean => false;

const textOf = (value: unknown): string | null => {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
};
