import { Big } from '../../domain/decimal';

// Longer than what the rules take: the expected numbers are not to be trusted less than ours.
const number = /^-?\d{1,200}(\.\d{1,200})?$/;

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const areEqualTexts = (expected: string, got: string): boolean =>
  number.test(expected) && number.test(got) ? new Big(expected).eq(new Big(got)) : expected === got;

/** Compares as a case means it: decimal text as numbers (`'5'` is `'5.00'`), the rest as it is written. */
const isSame = (expected: unknown, got: unknown): boolean => {
  if (typeof expected === 'string' && typeof got === 'string') return areEqualTexts(expected, got);
  if (Array.isArray(expected) && Array.isArray(got))
    return expected.length === got.length && expected.every((each, at) => isSame(each, got[at]));
  if (isMap(expected) && isMap(got)) return hasSameKeys(expected, got) && agrees(expected, got);
  return expected === got;
};

const hasSameKeys = (a: object, b: object): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((key) => Object.hasOwn(b, key));

/** True when all that is expected came out; what else came out does not matter. */
export const agrees = (expected: Readonly<Record<string, unknown>>, got: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(expected).every(([key, value]) => Object.hasOwn(got, key) && isSame(value, got[key]));
