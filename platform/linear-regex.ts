import { RE2JS } from 're2js';

/**
 * Compiles a regular expression that somebody else wrote into a test of whole texts. RE2 has neither look-around nor
 * back-references and needs time in proportion to the text, so no pattern can keep a process busy.
 * @throws Error for what RE2 does not take
 */
export const linearRegex = (pattern: string): ((text: string) => boolean) => {
  const compiled = RE2JS.compile(pattern);
  return (text) => compiled.testExact(text);
};
