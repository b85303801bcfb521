'use strict';

const http = require('node:http');

/** @param {string} url @returns {Promise<boolean>} Whether it answers 200. */
const answersOk = (url) =>
  new Promise((resolve) => {
    const request = http.get(url, { timeout: 5_000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });

module.exports = { answersOk };
