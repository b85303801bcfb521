'use strict';

/**
 * @template T
 * @typedef {{ name: string, attempt: () => Promise<T> | T }} Way Throws with the reason when it does not work.
 */

/** @param {unknown} error */
const reasonOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Tries one way after the other.
 *
 * @template T
 * @param {string} what
 * @param {readonly Way<T>[]} ways
 * @param {readonly string[]} advice What a person can do when none works.
 * @returns {Promise<{ name: string, value: T }>}
 */
const firstThatWorks = async (what, ways, advice) => {
  const failures = [];
  for (const { name, attempt } of ways) {
    try {
      return { name, value: await attempt() };
    } catch (error) {
      failures.push(`  - ${name}: ${reasonOf(error)}`);
    }
  }
  const hints = advice.map((text, at) => `  ${at + 1}. ${text}`);
  throw new Error([`No ${what} could be had. Tried, in order:`, ...failures, 'What you can do:', ...hints].join('\n'));
};

module.exports = { firstThatWorks, reasonOf };
