import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** A new key: its text is shown once, its prefix always, and its hash is what is stored. */
export const createKeyText = () => {
  const text = `ek_${randomBytes(24).toString('base64url')}`;
  return { text, stored: { id: randomUUID(), prefix: text.slice(0, 11), hash: hashOfKey(text) } };
};

/** A key holds 192 bits of chance, so one fast hash is as good as a slow one. */
export const hashOfKey = (text: string): Buffer => createHash('sha256').update(text).digest();
