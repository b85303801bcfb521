import { summarize } from '../../../bin/launcher/summary.js';

const report = {
  numPassedTests: 12,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};

describe('summarize', () => {
  it('counts what passed, and names skipped tests only if there are any', () => {
    expect(summarize(report, 0)).toBe('12 passed, 0 failed');
    expect(summarize({ ...report, numPendingTests: 2, numTodoTests: 1 }, 0)).toBe('12 passed, 0 failed, 3 skipped');
  });

  it('counts a file that cannot be loaded as a failure', () => {
    expect(summarize({ ...report, numFailedTests: 1, numRuntimeErrorTestSuites: 1 }, 1)).toBe('12 passed, 2 failed');
  });

  it('never shows a failed run as a good one', () => {
    expect(summarize(undefined, 1)).toBe('0 passed, 1 failed');
    expect(summarize(report, 1)).toBe('12 passed, 1 failed');
  });
});
