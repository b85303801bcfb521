import { RE2JS } from 're2js';

// Time grows with the size of the compiled pattern as well: counted repeats make it long.
const instructionsMost = 150;

/**
 * Compiles a regular expression that somebody else wrote into a test of whole texts. RE2 has neither look-around nor
 * back-references and needs time in proportion to the text, so no pattern can keep a process busy.
 * @throws Error for what RE2 does not take, and for a pattern that compiles to something long
 */
export const linearRegex = (pattern: string): ((text: string) => boolean) => {
  const compiled = RE2JS.compile(pattern);
  if (compiled.programSize() > instructionsMost) throw new Error('the pattern repeats too much');
  return (text) => compiled.testExact(text);
};
