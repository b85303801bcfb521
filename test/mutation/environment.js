'use strict';

const TestEnvironment = require('@stryker-mutator/jest-runner/jest-env/node');

/** Skips the rest once a test has failed: the mutant is found, and all tests are in one file. */
module.exports = class extends TestEnvironment {
  /** @param {ConstructorParameters<typeof TestEnvironment>} args */
  constructor(...args) {
    super(...args);
    /** @type {InstanceType<typeof TestEnvironment>['handleTestEvent']} */
    const tell = this.handleTestEvent;
    let isFound = false;
    this.handleTestEvent = async (/** @type {any} */ event, /** @type {any} */ state) => {
      await tell?.(event, state);
      if (event.name === 'test_fn_failure') isFound = true;
      if (event.name === 'test_start' && isFound) event.test.mode = 'skip';
    };
  }
};
