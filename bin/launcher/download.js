'use strict';

const https = require('node:https');

/** A way that has sent nothing after this time is given up. */
const FIRST_BYTE_MS = 5_000;

/**
 * Fetches a file; redirects are followed.
 *
 * @param {string} url
 * @param {(bytes: number, total: number | undefined) => void} [onProgress]
 * @param {number} [redirectsLeft]
 * @returns {Promise<Buffer>}
 */
const download = (url, onProgress, redirectsLeft = 5) =>
  new Promise((resolve, reject) => {
    const request = https.get(url, { headers: { 'user-agent': 'entrepot' } });
    const firstByte = setTimeout(
      () => request.destroy(new Error(`no answer from ${new URL(url).host} within ${FIRST_BYTE_MS / 1000} s`)),
      FIRST_BYTE_MS,
    );
    request.once('error', (error) => {
      clearTimeout(firstByte);
      reject(error);
    });
    request.once('response', (response) => {
      clearTimeout(firstByte);
      const { statusCode = 0, headers } = response;
      if (statusCode >= 300 && statusCode < 400 && headers.location && redirectsLeft > 0) {
        response.resume();
        resolve(download(new URL(headers.location, url).href, onProgress, redirectsLeft - 1));
        return;
      }
      if (statusCode !== 200) {
        request.destroy(new Error(`${new URL(url).host} answered ${statusCode}`));
        return;
      }
      request.setTimeout(30_000, () => request.destroy(new Error('the download came to a halt')));
      const total = Number(headers['content-length']) || undefined;
      /** @type {Buffer[]} */
      const chunks = [];
      let bytes = 0;
      response.on('data', (/** @type {Buffer} */ chunk) => {
        chunks.push(chunk);
        onProgress?.((bytes += chunk.length), total);
      });
      response.once('error', reject);
      response.once('end', () => resolve(Buffer.concat(chunks)));
    });
  });

module.exports = { FIRST_BYTE_MS, download };
