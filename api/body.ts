import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import { uploadOf } from './bytes';
import { RequestProblem } from './request-problem';
import type { RouteSpec } from './route';
import { yamlTypes } from './yaml';
import { yamlThreads } from './yaml-threads';

export type ParseBody = (request: Request, response: Response) => Promise<unknown>;

const defaultLimitBytes = 256 * 1024;
const jsonTypes = ['application/json', 'application/*+json'];

/** Reads the body of an operation; `undefined` for one that takes none. */
export const bodyParserOf = ({ body, bodyLimitBytes: limit = defaultLimitBytes, yaml, upload }: RouteSpec) => {
  if (body === undefined) return undefined;
  if (upload !== undefined) {
    const parseBytes = parserOf(express.raw({ limit, type: [...upload] }));
    return async (request: Request, response: Response): Promise<unknown> =>
      uploadOf(request, upload, await parseBytes(request, response));
  }
  const parseJson = parserOf(express.json({ limit, type: jsonTypes }));
  if (yaml !== true) return parseJson;
  const parseText = parserOf(express.text({ limit, type: yamlTypes }));
  return async (request: Request, response: Response): Promise<unknown> =>
    request.is(yamlTypes) === false
      ? parseJson(request, response)
      : yamlThreads.read((await parseText(request, response)) as string);
};

const parserOf =
  (parse: RequestHandler): ParseBody =>
  (request, response) =>
    new Promise((resolve, reject) => {
      const parsed = (error?: unknown): void => {
        const given: { readonly body: unknown } = request;
        if (error instanceof Error) reject(error);
        else if (given.body === undefined) reject(withoutBody(request));
        else resolve(given.body);
      };
      void parse(request, response, parsed);
    });

/** Nothing was parsed: there was no body, or it was of another type. */
const withoutBody = ({ headers }: Request): RequestProblem => {
  const { 'content-length': length, 'transfer-encoding': encoding, 'content-type': type } = headers;
  if (encoding === undefined && (length === undefined || length === '0')) {
    return new RequestProblem('validation-failed', 'the request has no body', {
      errors: [{ in: 'body', pointer: '', detail: 'is missing' }],
    });
  }
  return new RequestProblem('unsupported-media-type', `${type ?? 'a body without a type'} is not taken here`);
};
