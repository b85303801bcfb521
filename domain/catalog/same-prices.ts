import { decimal, decimalText, isDecimalText } from '../decimal';
import { defaultAggregation } from '../metering/measurement';
import type { Component } from './offering';

/** Fields of a component that hold text; all other text in it is decimal, or tells nothing by its form. */
const words: ReadonlySet<string> = new Set([
  'key',
  'name',
  'unit',
  'kind',
  'charge',
  'tag',
  'dimensions',
  'presence',
  'aggregation',
]);

/** True when components say the same, however their numbers are written: 20 and 20.00 are one price. */
export const sameComponents = (a: readonly Component[], b: readonly Component[]): boolean =>
  a.length === b.length && a.every((component, at) => sameComponent(component, b[at]));

/** True for values of fields that say the same; `hasNumbers` where text is decimal by its form. */
export const sameValues = (a: unknown, b: unknown, hasNumbers = false): boolean =>
  comparable(a, hasNumbers) === comparable(b, hasNumbers);

/** As `sameComponents`, of one. */
export const sameComponent = (a: Component, b: Component | undefined): boolean =>
  b !== undefined && comparable({ ...unsaid, ...a }, true) === comparable({ ...unsaid, ...b }, true);

/** What a component that does not say it means. */
const unsaid: Partial<Component> = {
  presence: 'required',
  factor: '1',
  aggregation: defaultAggregation,
  downgradable: true,
};

const comparable = (value: unknown, hasNumbers: boolean): string => {
  if (Array.isArray(value)) return `[${value.map((item) => comparable(item, hasNumbers)).join()}]`;
  if (typeof value === 'object' && value !== null) return comparableFields(value, hasNumbers);
  if (hasNumbers && typeof value === 'string' && isDecimalText(value)) return decimalText(decimal(value));
  return value === undefined ? '' : JSON.stringify(value);
};

/** What is stored forgets the order of fields. */
const comparableFields = (value: object, hasNumbers: boolean): string => {
  const fields = Object.entries(value as Record<string, unknown>)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${comparable(field, hasNumbers && !words.has(name))}`);
  return `{${fields.join()}}`;
};
