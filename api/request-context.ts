import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import type { ProblemCode } from './problem-table';

/** What is known of a request while it is served; the log line is made from it. */
export interface RequestContext {
  readonly requestId: string;
  readonly startedAt: number;
  operationId?: string;
  userId?: string;
  ids?: unknown;
  errorCode?: ProblemCode;
  /** Only what is broken on our side is logged with its stack. */
  error?: unknown;
}

const contexts = new WeakMap<Response, RequestContext>();

export const contextOf = (response: Response): RequestContext => {
  const context = contexts.get(response);
  if (context === undefined) throw new Error('a response without a context');
  return context;
};

// A caller's own id is kept, if it cannot break a log line.
const sane = /^[\w.:-]{1,128}$/;

export const openContext = (response: Response, askedId: string | undefined): RequestContext => {
  const requestId = askedId !== undefined && sane.test(askedId) ? askedId : randomUUID();
  const context: RequestContext = { requestId, startedAt: performance.now() };
  contexts.set(response, context);
  return context;
};
