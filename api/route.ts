import type { z } from 'zod';
import type { Permission } from '../domain/identity/permission-table';
import type { Caller } from './auth';
import type { ProblemCode } from './problem-table';

type Access = 'public' | 'authenticated';

/** Everything that is said about an operation, once: validation, types and the OpenAPI path come from it. */
export interface RouteSpec {
  readonly method: 'get' | 'post' | 'put';
  /** With parameters in braces, as OpenAPI writes them. */
  readonly path: string;
  readonly operationId: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  /** Whoever holds it nowhere is refused before the body is read, which may be long. */
  readonly permission?: Permission;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly bodyLimitBytes?: number;
  /** Takes its body as YAML too, and answers in YAML whoever prefers it. */
  readonly yaml?: boolean;
  /** Tells words in the best language that `Accept-Language` asks for. */
  readonly localized?: boolean;
  /**
   * Whether it changes anything: whatever is no GET does, and leaves a trail, unless it says that it does not, or not with
   * this body.
   */
  readonly writes?: boolean | ((body: unknown) => boolean);
  /** Media types that it takes as bytes, in the place of JSON; the body's schema describes what is made of them. */
  readonly upload?: readonly string[];
  /** Media types of what it answers as bytes, in the place of JSON. */
  readonly download?: readonly string[];
  readonly status: number;
  readonly response: z.ZodType;
  readonly responseHeaders?: z.ZodObject;
  /** Problems of this operation besides those that every one can have. */
  readonly problems?: readonly ProblemCode[];
}

/** What a handler can say besides the body. */
export interface Reply {
  header(name: string, value: string): void;
}

export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
  /** Languages that a localized operation is asked for, the best first. */
  readonly languages: readonly string[];
  readonly caller: Caller | undefined;
}

/** An operation with its handler, ready to be mounted. */
export interface Route {
  readonly spec: RouteSpec;
  readonly handle: (input: Input, reply: Reply) => Promise<unknown>;
}

/** Domain values are read-only all the way down; so may answers be. */
type Outgoing<T> = T extends readonly (infer Item)[]
  ? readonly Outgoing<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Outgoing<T[Key]> }
    : T;

type Part<S, Key extends string> = S extends { readonly [K in Key]: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

interface TypedInput<S extends RouteSpec> {
  readonly params: Part<S, 'params'>;
  readonly query: Part<S, 'query'>;
  readonly headers: Part<S, 'headers'>;
  readonly body: Part<S, 'body'>;
  readonly languages: readonly string[];
  readonly caller: S['access'] extends 'authenticated' ? Caller : undefined;
}

/** Ties an operation to its handler; the handler's types follow from the spec. */
export const route = <const S extends RouteSpec>(
  spec: S,
  handle: (input: TypedInput<S>, reply: Reply) => Promise<Outgoing<z.input<S['response']>>>,
): Route => ({
  spec,
  // The server has parsed each part by the schema that the type is made from.
  handle: (input, reply) => handle(input as TypedInput<S>, reply),
});
