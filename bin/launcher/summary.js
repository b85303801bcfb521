'use strict';

/**
 * @typedef {object} JestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {number} numRuntimeErrorTestSuites Files that could not even be loaded.
 */

/**
 * The last line of a test run. A run that failed never looks like one that passed.
 *
 * @param {JestReport | undefined} report Undefined when jest died without one.
 * @param {number} exitCode Of jest.
 */
const summarize = (report, exitCode) => {
  if (!report) return '0 passed, 1 failed';
  const counted = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const failed = exitCode === 0 ? counted : Math.max(1, counted);
  const skipped = report.numPendingTests + report.numTodoTests;
  return `${report.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
};

module.exports = { summarize };
