import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createOrderView } from '../db/orders/order-view';
import { createApiClient } from './api-client';
import { print } from './figure';
import type { Reading } from './floor/reader';
import { closedLoop, inTurns, round } from './load';
import { startProgram } from './programs';
import { createOurs } from './purchase';
import type { Stack } from './stack';
import { statementOf } from './statement';

const callers = 16;
const turns = 2;
const secondsATurn = 2;

/**
 * One order, as often as can be. Its floors: a bare server that answers the same bytes, the same after the same
 * statement, and that statement alone.
 */
export const orderRead = async (stack: Stack): Promise<void> => {
  const { api, pool, env, market } = stack;
  const id = await createOurs(stack).purchase('instant');
  const statement = await statementOf(env['DATABASE_URL'] ?? '', (knex) => createOrderView(knex).find(id));
  const path = `/v1/orders/${id}`;
  const body = JSON.stringify(await api.get(market.keys.approver, path));
  await withReader(env, { ...statement, body }, async (bare) => {
    const window = (operation: () => Promise<unknown>) => () => closedLoop(callers, secondsATurn, operation);
    const loads = await inTurns(
      turns,
      window(() => bare.get('', '/row')),
      window(() => api.get(market.keys.approver, path)),
    );
    const parts = await inTurns(
      1,
      window(() => pool.query(statement)),
      window(() => bare.get('', '/bytes')),
    );
    print({
      bench: 'order-read',
      callers,
      ...loads.ours,
      floor: loads.floor,
      statementAlone: parts.floor,
      serverAlone: parts.ours,
      ofFloor: round(loads.ours.perSecond / loads.floor.perSecond, 2),
    });
  });
};

const withReader = async (
  env: NodeJS.ProcessEnv,
  reading: Reading,
  work: (bare: ReturnType<typeof createApiClient>) => Promise<void>,
): Promise<void> => {
  const port = await freePort();
  const reader = await startProgram({ script: 'floor/reader.js', env: { ...env, READER_PORT: String(port) } });
  const bare = createApiClient(`http://127.0.0.1:${port}`);
  try {
    reader.send(reading);
    await work(bare);
  } finally {
    await bare.close();
    await reader.stop();
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
