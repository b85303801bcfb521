import { statSync } from 'node:fs';
import { join } from 'node:path';
import { print } from './figure';

/** The workflow bundle, of which each cached workflow holds a part of its own. */
export const bundle = (): Promise<void> => {
  const { size } = statSync(join(__dirname, '..', 'workflow-bundle.js'));
  print({ bench: 'bundle', kB: Math.round(size / 1000) });
  return Promise.resolve();
};
