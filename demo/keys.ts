import { readFileSync } from 'node:fs';

/** One person of the demo market, as the keys file has it. */
export interface KeyEntry {
  readonly role: string;
  readonly name: string;
  readonly key: string;
  readonly organizationId?: string;
  readonly projectId?: string;
  readonly webhookSecret?: string;
}

/** A variable that the launcher sets. */
export const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set; npm start sets it`);
  return value;
};

/** The entry of one role in the file of ENTREPOT_KEYS_FILE. */
export const keyOf = (role: string): KeyEntry => {
  const file = setting('ENTREPOT_KEYS_FILE');
  const entries = JSON.parse(readFileSync(file, 'utf8')) as readonly KeyEntry[];
  const entry = entries.find((one) => one.role === role);
  if (entry === undefined) throw new Error(`${file} has no key of the ${role}`);
  return entry;
};
