import { readFileSync } from 'node:fs';
import type { WorkedCase } from './worked-case';

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWorkedCase = (value: unknown): value is WorkedCase =>
  isMap(value) &&
  typeof value['id'] === 'string' &&
  typeof value['kind'] === 'string' &&
  isMap(value['given']) &&
  isMap(value['expect']);

/**
 * Reads a file of worked cases.
 * @throws Error that tells what is wrong with the file
 */
export const readCases = (file: string): WorkedCase[] => {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(content)) throw new Error('a file of cases is a JSON array');
  return content.map((each: unknown, at) => {
    if (!isWorkedCase(each)) throw new Error(`entry ${at} has not all of id, kind, given and expect`);
    return each;
  });
};
