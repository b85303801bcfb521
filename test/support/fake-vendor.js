'use strict';

// A vendor's endpoint, as a process of its own. Its address says how it answers, one word an event:
// `/<name>?answers=500,429,hang,redirect,200`; the last word is repeated. Questions are answered by the words of `bodies`. `GET /<name>` tells what it was sent.

const { createServer } = require('node:http');

/** @type {Map<string, { headers: import('node:http').IncomingHttpHeaders, body: string }[]>} */
const received = new Map();

/** @param {import('node:http').IncomingMessage} request @returns {Promise<string>} */
const bodyOf = async (request) => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
};

const choices = [{ value: 'eu', label: 'Europe' }, 'us'];

/** @type {Record<string, () => string>} */
const bodies = {
  list: () => JSON.stringify(choices),
  less: () => JSON.stringify(['us']),
  none: () => '[]',
  twice: () => JSON.stringify(choices) + JSON.stringify(choices),
  garbage: () => '<html>Welcome</html>',
  many: () => JSON.stringify(Array.from({ length: 10_000 }, (_, at) => `choice ${at}`)),
  huge: () => JSON.stringify('x'.repeat(10_000_000)),
  deep: () => '['.repeat(50_000) + ']'.repeat(50_000),
  wrong: () => JSON.stringify([{ value: 7, label: null }]),
  null: () => JSON.stringify([`nul${String.fromCharCode(0)}`]),
  same: () => JSON.stringify(['eu', 'eu']),
  object: () => JSON.stringify({ choices }),
  errors: () =>
    JSON.stringify({
      errors: [
        { message: 'This domain is taken.', pointer: '/answers/domain' },
        { message: 'Call us.', pointer: '/etc' },
      ],
    }),
  nothing: () => '{}',
};

/** @param {import('node:http').ServerResponse} response @param {string} word */
const answer = (response, word) => {
  if (word === 'redirect') response.writeHead(302, { location: '/elsewhere?answers=200' }).end();
  else if (bodies[word] !== undefined) response.end(bodies[word]());
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
