import { randomBytes } from 'node:crypto';

// Digits and letters that nobody takes for one another, 32 of them: five bits each, and no remainder to be uneven.
const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const groups = 4;
const groupLength = 5;

const symbolOf = (byte: number): string => symbols.charAt(byte % symbols.length);

/** A code of a hundred random bits, in groups that can be read out: nobody finds one by trying. */
export const newCode = (prefix: string | undefined): string => {
  const letters = [...randomBytes(groups * groupLength)].map(symbolOf).join('');
  const parts = letters.match(new RegExp(`.{${groupLength}}`, 'g')) ?? [];
  return [...(prefix === undefined ? [] : [prefix]), ...parts].join('-');
};
