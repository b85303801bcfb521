import type { Response } from 'express';
import type { Problem, Refusal } from './problem';
import { problemOf } from './problem';
import { contextOf } from './request-context';

/** Sends JSON with its length, in one piece; Express' own way would also hash it for an ETag that nobody asks for. */
export const sendJson = (response: Response, status: number, value: unknown, type = 'application/json'): void => {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': body.length });
  response.end(body);
};

export const sendProblem = (response: Response, refusal: Refusal): void => {
  const context = contextOf(response);
  context.errorCode = refusal.code;
  const problem: Problem = problemOf(refusal, {
    instance: response.req.originalUrl.split('?', 1)[0] ?? '',
    requestId: context.requestId,
  });
  for (const [name, value] of Object.entries(refusal.extras.headers ?? {})) response.setHeader(name, value);
  sendJson(response, problem.status, problem, 'application/problem+json');
};
