'use strict';

// A vendor's endpoint, as a process of its own. Its address says how it answers, one word an event:
// `/<name>?answers=500,429,hang,redirect,200`; the last word is repeated. `GET /<name>` tells what it was sent.

const { createServer } = require('node:http');

/** @type {Map<string, { headers: import('node:http').IncomingHttpHeaders, body: string }[]>} */
const received = new Map();

/** @param {import('node:http').IncomingMessage} request @returns {Promise<string>} */
const bodyOf = async (request) => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
};

/** @param {import('node:http').ServerResponse} response @param {string} word */
const answer = (response, word) => {
  if (word === 'redirect') response.writeHead(302, { location: '/elsewhere?answers=200' }).end();
  else if (word !== 'hang') response.writeHead(Number(word), word === '429' ? { 'retry-after': '1' } : {}).end('{}');
};

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://vendor');
  const events = received.get(pathname) ?? [];
  if (request.method === 'GET') {
    response.end(JSON.stringify(events));
    return;
  }
  received.set(pathname, events);
  events.push({ headers: request.headers, body: await bodyOf(request) });
  const words = (searchParams.get('answers') ?? '200').split(',');
  answer(response, words[Math.min(events.length, words.length) - 1] ?? '200');
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
// Whoever started it has gone.
process.once('disconnect', () => process.exit(0));
