import fc from 'fast-check';

// A mutant is tried with thousands of examples over all tests: a few of each property are enough to tell it.
fc.configureGlobal({ numRuns: 20 });
