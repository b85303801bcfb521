import {
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { ErrorDetails } from '../domain/errors';
import type { ProblemCode } from './problem-table';
import { isProblemCode } from './problem-table';

interface RuleRefusal {
  readonly code: ProblemCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** The rule that a workflow refused by: an error's code travels as the type of its failure. */
export const refusalOf = (error: unknown): RuleRefusal | undefined => {
  if (!(error instanceof WorkflowUpdateFailedError)) return undefined;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure) || typeof cause.type !== 'string' || !isProblemCode(cause.type)) {
    return undefined;
  }
  const [details] = cause.details ?? [];
  return { code: cause.type, message: cause.message, details: (details ?? {}) as ErrorDetails };
};

// Codes of gRPC: cancelled, deadline exceeded, resource exhausted, aborted, unavailable.
const passing = new Set([1, 4, 8, 10, 14]);

/** True when the server, or every worker, is away for the moment: the same call may work later. */
export const isTemporalAway = (error: unknown): boolean => {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  const status = grpcStatus(error instanceof ServiceError ? error.cause : error);
  return status !== undefined && passing.has(status);
};

// What grpc-js throws is an Error with a numeric code and the metadata of the answer.
const grpcStatus = (error: unknown): number | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && 'metadata' in error
    ? error.code
    : undefined;

/** True when there is no such workflow, or it has closed. */
export const isWorkflowGone = (error: unknown): boolean => error instanceof WorkflowNotFoundError;
