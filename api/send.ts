import type { Response } from 'express';
import type { Refusal } from './problem';
import { problemOf } from './problem';
import { contextOf } from './request-context';

/** Sends text with its length and all headers in one piece, so that it leaves in one write. */
export const sendText = (response: Response, status: number, type: string, text: string): void => {
  const { headers } = contextOf(response);
  headers['content-type'] = `${type}; charset=utf-8`;
  headers['content-length'] = String(Buffer.byteLength(text));
  response.writeHead(status, headers);
  response.end(text);
};

/** Express' own way of sending JSON would also hash it, for an ETag that nobody asks for. */
export const sendJson = (response: Response, status: number, value: unknown, type = 'application/json'): void =>
  sendText(response, status, type, JSON.stringify(value));

export const sendProblem = (response: Response, refusal: Refusal): void => {
  const context = contextOf(response);
  context.errorCode = refusal.code;
  const problem = problemOf(refusal, {
    instance: response.req.originalUrl.split('?', 1)[0] ?? '',
    requestId: context.requestId,
  });
  Object.assign(context.headers, refusal.extras.headers);
  sendJson(response, problem.status, problem, 'application/problem+json');
};

/** Hands the collected headers to Express, for what it sends itself: files and redirects. */
export const releaseHeaders = (response: Response): void => {
  for (const [name, value] of Object.entries(contextOf(response).headers)) response.setHeader(name, value);
};
