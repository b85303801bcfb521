import type { Server } from 'node:http';
import { createServer } from 'node:http';

/** `/healthz`: the process lives. `/readyz`: the workers poll. */
export const startHealthServer = (host: string, port: number, isReady: () => boolean): Server =>
  createServer(({ url }, response) => {
    const known = url === '/healthz' || url === '/readyz';
    const ok = url === '/healthz' || (url === '/readyz' && isReady());
    response.writeHead(ok ? 200 : known ? 503 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: ok ? 'ok' : 'unavailable' }));
  }).listen(port, host);

export const closeHealthServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
