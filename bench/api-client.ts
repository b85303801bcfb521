import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';

/** Calls the API over connections that are kept, with as little work as possible on this side. */
export interface ApiClient {
  readonly get: <T>(key: string, path: string) => Promise<T>;
  readonly post: <T>(key: string, path: string, body: object) => Promise<T>;
  readonly close: () => Promise<void>;
}

export const createApiClient = (url: string): ApiClient => {
  const pool = new Pool(url, { connections: 64 });
  const call = async <T>(method: 'GET' | 'POST', key: string, path: string, sent?: object): Promise<T> => {
    const { statusCode, body } = await pool.request({
      method,
      path,
      headers: {
        authorization: `Bearer ${key}`,
        ...(sent === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    });
    if (statusCode >= 300) throw new Error(`${method} ${path} answered ${statusCode}: ${await body.text()}`);
    return (await body.json()) as T;
  };
  return {
    get: (key, path) => call('GET', key, path),
    post: (key, path, body) => call('POST', key, path, body),
    close: () => pool.close(),
  };
};
