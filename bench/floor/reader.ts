import { createServer } from 'node:http';
import { Pool } from 'pg';
import type { Statement } from '../statement';

/** What the bare server answers, and what it asks the database before. */
export interface Reading extends Statement {
  readonly body: string;
}

// A bare HTTP server: `/bytes` answers fixed bytes, `/row` asks the database first.
const pool = new Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(process.env['DATABASE_POOL_MAX'] ?? 10),
});
let reading: Reading = { text: 'select 1', values: [], body: '{}' };
process.on('message', (message: Reading) => {
  reading = message;
});

createServer((incoming, response) => {
  const answer = (): void => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(reading.body);
  };
  if (incoming.url === '/bytes') answer();
  else pool.query(reading).then(answer, () => response.writeHead(500).end());
}).listen(Number(process.env['READER_PORT']), '127.0.0.1', () => process.send?.('ready'));
