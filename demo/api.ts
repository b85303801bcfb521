import { setTimeout as sleep } from 'node:timers/promises';

/** A refusal as the API writes it (RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
}

/** The API has refused a request, and would refuse it again. */
export class ApiRefusal extends Error {
  readonly status: number;
  /** The last part of the problem's type, such as `order-decided`. */
  readonly code: string;

  constructor(request: string, problem: Problem) {
    super(`${request} was refused: ${problem.status} ${problem.title}${problem.detail ? ` (${problem.detail})` : ''}`);
    this.name = 'ApiRefusal';
    this.status = problem.status;
    this.code = problem.type.split('/').at(-1) ?? '';
  }
}

interface Answer<T> {
  readonly body: T;
  readonly headers: Headers;
}

export interface Api {
  get<T>(path: string): Promise<T>;
  put<T>(path: string, body: unknown): Promise<T>;
  post<T>(path: string, body: unknown, idempotencyKey?: string): Promise<Answer<T>>;
}

export interface ApiOptions {
  readonly url: string;
  readonly key: string;
  /** How long a request is repeated while the API is away. */
  readonly patienceMs: number;
}

const attemptMs = 15_000;
const longestPauseMs = 5_000;

/**
 * Calls the API with one key. A request that gets no answer, or 429 or 5xx, is repeated later and later: nothing is done
 * twice, because every write carries an id of ours.
 */
export const createApi = ({ url, key, patienceMs }: ApiOptions): Api => {
  const once = (method: string, path: string, body: unknown, headers: Readonly<Record<string, string>>) =>
    fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(attemptMs),
    });

  const call = async <T>(method: string, path: string, body?: unknown, headers = {}): Promise<Answer<T>> => {
    const until = Date.now() + patienceMs;
    for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      let failure: unknown;
      try {
        const response = await once(method, path, body, headers);
        const content: unknown = await response.json();
        if (response.ok) return { body: content as T, headers: response.headers };
        failure = new ApiRefusal(`${method} ${path}`, content as Problem);
        if (response.status !== 429 && response.status < 500) throw failure;
      } catch (error) {
        if (error === failure) throw error;
        failure = error;
      }
      if (Date.now() > until) throw failure;
      await sleep(pauseMs);
    }
  };

  return {
    get: async <T>(path: string) => (await call<T>('GET', path)).body,
    put: async <T>(path: string, body: unknown) => (await call<T>('PUT', path, body)).body,
    post: <T>(path: string, body: unknown, idempotencyKey?: string) =>
      call<T>('POST', path, body, idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  };
};
