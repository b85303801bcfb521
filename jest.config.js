const compiled = (syntax) => [
  '@swc/jest',
  { jsc: { target: 'es2023', parser: { syntax } }, module: { type: 'commonjs' } },
];

// One project a kind of test; `npm test -- --selectProjects unit` runs one of them.
const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  transform: {
    '^.+\\.ts$': compiled('typescript'),
    '/node_modules/(temporal-|@marcbachmann/|jose/).+\\.js$': compiled('ecmascript'),
  },
  // These ship ESM only.
  transformIgnorePatterns: ['/node_modules/(?!temporal-polyfill|temporal-utils|temporal-spec|@marcbachmann|jose/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.entrepot/'],
  ...extra,
});

// One migrated database a run; each test file copies it.
const withDatabase = {
  globalSetup: '<rootDir>/test/support/template-database.ts',
  globalTeardown: '<rootDir>/test/support/drop-template-database.ts',
};

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  testTimeout: 60_000,
  projects: [
    project('unit'),
    project('architecture'),
    project('replay'),
    project('workflow', withDatabase),
    project('integration', withDatabase),
    project('e2e', withDatabase),
  ],
};
