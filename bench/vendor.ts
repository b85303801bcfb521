import { createServer } from 'node:http';
import { createApiClient } from './api-client';

// A vendor that does nothing: it takes every event and reports at once that all is done.
const { API_URL = '', VENDOR_KEY = '', VENDOR_PORT = '0' } = process.env;
const api = createApiClient(API_URL);

const report = async ({ id, type }: { readonly id: string; readonly type: string }): Promise<void> => {
  const kind = type === 'DELETED' ? 'undeployed' : 'deployed';
  await api.post(VENDOR_KEY, `/v1/syndication-runs/${id}/reports`, { reportId: id, kind });
};

createServer((incoming, response) => {
  const parts: Buffer[] = [];
  incoming.on('data', (part: Buffer) => parts.push(part));
  incoming.on('end', () => {
    response.end();
    report(JSON.parse(Buffer.concat(parts).toString()) as { id: string; type: string }).catch(console.error);
  });
}).listen(Number(VENDOR_PORT), '127.0.0.1', () => process.send?.('ready'));
