import type { Request, Response } from 'express';
import type { Logger } from '../platform/logger';
import type { RequestContext } from './request-context';

const slowMs = 1_000;

/** One line a request: loud when it broke or failed, at info when it was refused or slow, else for development only. */
export const logRequest = (log: Logger, request: Request, response: Response, context: RequestContext): void => {
  const { requestId, operationId, userId, ids, errorCode, error, reason } = context;
  const durationMs = Math.round((performance.now() - context.startedAt) * 10) / 10;
  const status = response.statusCode;
  const level = levelOf(status, durationMs);
  if (!log.isLevelEnabled(level)) return;
  log[level](
    {
      requestId,
      method: request.method,
      path: request.path,
      operationId,
      ...(typeof ids === 'object' ? ids : {}),
      userId,
      status,
      durationMs,
      errorCode,
      reason,
      ...(error === undefined ? {} : { err: error }),
    },
    'request served',
  );
};

const levelOf = (status: number, durationMs: number): 'error' | 'warn' | 'info' | 'debug' => {
  if (status === 503) return 'warn';
  if (status >= 500) return 'error';
  return status >= 400 || durationMs > slowMs ? 'info' : 'debug';
};
