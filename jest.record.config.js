'use strict';

const config = require('./jest.config.js');

const workflow = config.projects.find(({ displayName }) => displayName === 'workflow');

/** Plays the scenarios of the workflow tests to record their histories: `npm run histories:record`. */
module.exports = {
  ...config,
  projects: [{ ...workflow, displayName: 'record', testMatch: ['<rootDir>/test/replay/record.ts'] }],
};
