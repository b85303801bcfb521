import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Worked cases: inputs and expected numbers, each with an id that its test shows. */
export const casesOf = (topic: 'calendar' | 'channel' | 'invoices' | 'money' | 'price-models'): unknown =>
  JSON.parse(readFileSync(join(__dirname, '../cases', `${topic}.json`), 'utf8'));
