import { randomUUID } from 'node:crypto';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Tests read answers as a stranger would: by looking.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** A caller of the API with one key. */
export interface Caller {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** Bytes are sent as they are, under the type that the headers name. */
  readonly put: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** Posts a body as it is. */
  readonly send: (path: string, contentType: string, text: string) => Promise<Answer>;
}

export const createCaller = (baseUrl: string, key: string): Caller => {
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isSentAsItIs(body) ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text || undefined,
    };
  };
  return {
    get: (path, headers) => call('GET', path, undefined, headers),
    post: (path, body, headers) => call('POST', path, body, { 'idempotency-key': randomUUID(), ...headers }),
    put: (path, body, headers) => call('PUT', path, body, headers),
    send: (path, type, text) => call('POST', path, text, { 'content-type': type }),
  };
};

const isSentAsItIs = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;

/** Repeats a call that fails or answers 5xx, with the same key, as any careful client does. */
export const patiently = async (call: () => Promise<Answer>, limitMs = 60_000): Promise<Answer> => {
  const until = Date.now() + limitMs;
  for (;;) {
    try {
      const answer = await call();
      if (answer.status < 500 || Date.now() > until) return answer;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await pause(150);
  }
};

/** Looks until the answer satisfies. */
export const eventually = async (
  look: () => Promise<Answer>,
  satisfies: (body: Answer['body']) => boolean,
  limitMs = 60_000,
): Promise<Answer['body']> => {
  const until = Date.now() + limitMs;
  for (;;) {
    const { body } = await patiently(look, limitMs);
    if (body !== undefined && satisfies(body)) return body;
    if (Date.now() > until) throw new Error(`waited in vain, last seen ${JSON.stringify(body).slice(0, 600)}`);
    await pause(60);
  }
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
