import type { BorderCode } from './problem-table';

/** One wrong place of a request: where it is, and what is wrong with it. */
export interface RequestError {
  readonly in: 'body' | 'query' | 'path' | 'header';
  /** JSON pointer inside that part. */
  readonly pointer: string;
  readonly detail: string;
}

export interface RequestProblemExtras {
  readonly errors?: readonly RequestError[];
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal at the border, where no rule has been asked yet. */
export class RequestProblem extends Error {
  readonly code: BorderCode;
  readonly extras: RequestProblemExtras;

  constructor(code: BorderCode, message: string, extras: RequestProblemExtras = {}) {
    super(message);
    this.name = 'RequestProblem';
    this.code = code;
    this.extras = extras;
  }
}
