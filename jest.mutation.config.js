const { projects } = require('./jest.config.js');

const unit = projects.find(({ displayName }) => displayName === 'unit');

/**
 * The tests that mutants of the money are tried with: pure ones, without a server.
 * @type {import('jest').Config}
 */
module.exports = {
  ...unit,
  displayName: 'mutation',
  roots: ['domain', 'test/unit', 'test/support', 'test/cases', 'test/mutation', 'bin/cases'].map(
    (folder) => `<rootDir>/${folder}`,
  ),
  testMatch: ['<rootDir>/test/mutation/*.test.ts'],
  testEnvironment: `${__dirname}/test/mutation/environment.js`,
  setupFiles: ['<rootDir>/test/mutation/few-runs.ts'],
  testTimeout: 60_000,
};
