import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { KeyEntry } from '../db/seeds/demo-people';
import { createDemoKeys } from '../db/seeds/demo-people';

/**
 * The keys of the demo market, from their file or new. They are on the disk before the database knows them: whatever
 * happens in between, the next start finds them and stores their hashes.
 */
export const keepDemoKeys = (file: string): readonly KeyEntry[] => {
  const known = existsSync(file) ? readKeys(file) : [];
  const keys = createDemoKeys(known);
  if (JSON.stringify(keys) !== JSON.stringify(known)) replace(file, `${JSON.stringify(keys, null, 2)}\n`);
  return keys;
};

const readKeys = (file: string): readonly KeyEntry[] => {
  const keys: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(keys)) throw new Error(`${file} is not a list of keys: remove it, and new ones are made`);
  return keys as readonly KeyEntry[];
};

/** Readers see the old file or the new one, never half of it. */
const replace = (file: string, text: string): void => {
  const draft = `${file}.new`;
  const descriptor = openSync(draft, 'w', 0o600);
  writeFileSync(descriptor, text);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(draft, file);
};
