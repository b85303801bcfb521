'use strict';

// What tests and figures need of the launcher.
const { findFree } = require('./ports.js');
const { startPostgres } = require('./postgres.js');
const { startTemporal } = require('./temporal.js');

module.exports = { findFree, startPostgres, startTemporal };
