export default {
  // All that decides what something costs.
  mutate: ['domain/{money,decimal,fraction}.ts', 'domain/pricing/**/*.ts', 'domain/channel/**/*.ts'],
  testRunner: 'jest',
  jest: { configFile: 'jest.mutation.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  // The words of a refusal are for people; its code and its pointer are what tests compare.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignoreStatic: true,
  thresholds: { high: 95, low: 90, break: 90 },
  concurrency: 1,
  timeoutMS: 8_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { reportTests: false, allowColor: false, skipFull: true },
  jsonReporter: { fileName: '.entrepot/mutation.json' },
  tempDirName: '.entrepot/stryker',
  ignorePatterns: ['dist', 'bench', '.entrepot', 'test/replay/histories'],
};
