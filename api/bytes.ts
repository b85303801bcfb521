import type { Request, Response } from 'express';
import { z } from 'zod';
import { contextOf } from './request-context';
import { RequestProblem } from './request-problem';

/** Bytes that came in, as their sender calls them. */
export interface Upload {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

export const UploadIn = z.custom<Upload>();

/** Bytes that go out. */
export interface Download {
  readonly contentType: string;
  readonly fileName: string;
  /** Whether a browser may show them where they are asked for; else it saves them. */
  readonly isShown: boolean;
  /** Of the bytes, as digits: who has the same needs them no more. */
  readonly hash: string;
  readonly size: number;
  readonly read: () => Promise<Uint8Array>;
}

export const DownloadOut = z.custom<Download>();

export const sendDownload = async (request: Request, response: Response, status: number, file: Download) => {
  const headers = { ...contextOf(response).headers, ...headersOf(file) };
  if (knows(request.headers['if-none-match'], headers.etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  const bytes = request.method === 'HEAD' ? undefined : await file.read();
  response.writeHead(status, { ...headers, 'content-type': file.contentType, 'content-length': String(file.size) });
  response.end(bytes);
};

/**
 * Whether somebody may see it is asked each time; what was seen need not be sent again. Whatever a browser makes of the
 * bytes, they run nothing and belong to no page.
 */
const headersOf = ({ hash, fileName, isShown }: Download) => ({
  etag: `"${hash}"`,
  'cache-control': 'private, no-cache',
  'content-disposition': `${isShown ? 'inline' : 'attachment'}; ${namedAs(fileName)}`,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
});

/** The name as RFC 6266 has it: in plain letters, and as it is. */
const namedAs = (name: string): string => {
  const plain = name.replace(/[^\w .()-]/g, '_');
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${whole}`;
};

const knows = (asked: string | undefined, etag: string): boolean =>
  asked !== undefined && asked.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));

/** @throws RequestProblem `unsupported-media-type` for a type that the operation does not take */
export const uploadOf = (request: Request, types: readonly string[], bytes: unknown): Upload => {
  const contentType = request.is([...types]);
  if (typeof contentType !== 'string' || !(bytes instanceof Uint8Array))
    throw new RequestProblem('unsupported-media-type', `it takes ${types.join(', ')}`);
  return { contentType, bytes };
};
