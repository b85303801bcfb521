import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { ProblemCode } from './problem-table';

/** What is known of a request while it is served; headers of the answer and its log line are made from it. */
export interface RequestContext {
  readonly requestId: string;
  readonly startedAt: number;
  /** Of the answer: written at once, which is much faster than setting each. */
  readonly headers: Record<string, string>;
  operationId?: string;
  userId?: string;
  ids?: unknown;
  errorCode?: ProblemCode;
  /** Only what is broken on our side is logged with its stack. */
  error?: unknown;
  reason?: string;
}

const contexts = new WeakMap<Response, RequestContext>();

export const contextOf = (response: Response): RequestContext => {
  const context = contexts.get(response);
  if (context === undefined) throw new Error('a response without a context');
  return context;
};

// A caller's own id is kept, if it cannot break a log line.
const sane = /^[\w.:-]{1,128}$/;

export const openContext = (response: Response, askedId: unknown): RequestContext => {
  const requestId = typeof askedId === 'string' && sane.test(askedId) ? askedId : randomUUID();
  const context: RequestContext = {
    requestId,
    startedAt: performance.now(),
    headers: { 'x-request-id': requestId, ...alwaysHeaders },
  };
  contexts.set(response, context);
  return context;
};

/** Every answer tells browsers to be careful, and caches to keep away. */
const alwaysHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  // Heeded over HTTPS alone.
  'strict-transport-security': 'max-age=31536000',
  'cache-control': 'no-store',
} as const;
